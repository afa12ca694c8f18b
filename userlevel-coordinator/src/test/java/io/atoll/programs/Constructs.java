package io.atoll.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** One of each construct whose code has to survive being changed. */
public final class Constructs implements Supplier<String> {
    private static final List<Integer> TABLE = new ArrayList<>();

    static {
        for (int i = 0; i < 5; i++) {
            TABLE.add(i * i);
        }
    }

    private final StringBuilder text = new StringBuilder();

    @Override
    public String get() {
        text.append(TABLE).append(nestedLoops(4)).append(labelled()).append(choose("b"));
        text.append(tries(0)).append(tries(1)).append(tries(2)).append(lambdas());
        text.append(new Derived(3)).append(locked(4)).append(new Locked().count(3));
        text.append(patterns(List.of(1, "x", 2L))).append(doWhile()).append(wide(1, 2.5, 3L));
        text.append(Fib.of(12)).append(record()).append(lockedStatic(7)).append(uninitialised());
        return text.toString();
    }

    private static int nestedLoops(int n) {
        int sum = 0;
        for (int i = 0; i < n; i++) {
            int j = i;
            while (j-- > 0) {
                sum += i * j;
            }
        }
        return sum;
    }

    private static String labelled() {
        int count = 0;
        outer:
        for (int i = 0; ; i++) {
            for (int j = 0; j < 10; j++) {
                if (j == i) {
                    continue outer;
                }
                if (i == 5) {
                    break outer;
                }
                count++;
            }
        }
        return "labelled" + count;
    }

    private static int choose(String word) {
        int steps = 0;
        while (true) {
            switch (word) {
                case "a" -> {
                    return steps;
                }
                case "b" -> word = "c";
                default -> word = "a";
            }
            steps++;
        }
    }

    private String tries(int kind) {
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            try {
                if (kind == 1 && i == 1) {
                    throw new IllegalArgumentException("one");
                }
                if (kind == 2) {
                    seen.append(Integer.parseInt("x" + i));
                }
                seen.append(i);
            } catch (NumberFormatException e) {
                seen.append('n');
                continue;
            } catch (IllegalArgumentException e) {
                seen.append(e.getMessage());
                break;
            } finally {
                seen.append('f');
            }
        }
        return seen.toString();
    }

    private static String lambdas() {
        int[] counter = new int[1];
        IntUnaryOperator twice = x -> x * 2;
        Runnable loop =
                () -> {
                    for (int i = 0; i < 3; i++) {
                        counter[0] += twice.applyAsInt(i);
                    }
                };
        loop.run();
        return counter[0] + ":" + IntStream.range(0, 5).map(twice).sum();
    }

    private int locked(int n) {
        int sum = 0;
        for (int i = 0; i < n; i++) {
            synchronized (text) {
                for (int j = 0; j < i; j++) {
                    synchronized (TABLE) {
                        sum += j;
                    }
                }
            }
        }
        return sum;
    }

    private static synchronized long lockedStatic(long n) {
        long product = 1;
        for (long i = 2; i <= n; i++) {
            product *= i;
        }
        return product;
    }

    private static final class Locked {
        private int calls;

        synchronized int count(int depth) {
            calls++;
            if (depth == 0) {
                return calls;
            }
            return count(depth - 1);
        }
    }

    private static class Base {
        final String value;

        Base(String value) {
            this.value = value;
        }
    }

    /** Makes objects and loops before it calls the constructor of its super class. */
    private static final class Derived extends Base {
        private final int size;

        Derived(int n) {
            StringBuilder made = new StringBuilder();
            for (int i = 0; i < n; i++) {
                made.append(new Base(i > 1 ? new String("big") : new String("small")).value);
            }
            super(made.toString());
            int length = 0;
            for (int i = 0; i < value.length(); i++) {
                length += i;
            }
            size = length;
        }

        @Override
        public String toString() {
            return value + size;
        }
    }

    private static String patterns(List<Object> values) {
        StringBuilder seen = new StringBuilder();
        for (Object value : values) {
            seen.append(
                    switch (value) {
                        case Integer i when i > 0 -> "int";
                        case String s -> s.repeat(2);
                        default -> value.getClass().getSimpleName();
                    });
        }
        return seen.toString();
    }

    private static int doWhile() {
        int n = 27;
        int steps = 0;
        do {
            n = n % 2 == 0 ? n / 2 : 3 * n + 1;
            steps++;
        } while (n != 1);
        return steps;
    }

    private static double wide(long first, double second, long third) {
        double sum = 0;
        for (long i = 0; i < third; i++) {
            double scaled = second * i;
            sum += scaled + first;
        }
        return sum;
    }

    private interface Fib {
        static int of(int n) {
            return n < 2 ? n : of(n - 1) + of(n - 2);
        }
    }

    private record Point(int x, int y) {
        Point {
            while (x > y) {
                x--;
            }
        }
    }

    private static String record() {
        Map<Point, String> names = new TreeMap<>((a, b) -> Integer.compare(a.x, b.x));
        names.put(new Point(9, 3), "cut");
        names.put(new Point(1, 3), "kept");
        return names.toString();
    }

    /** An object is made, and its constructor's argument loops. */
    private static String uninitialised() {
        return new StringBuilder(nestedLoops(3) > 1 ? "many" : choose("c") + "few").toString();
    }
}
