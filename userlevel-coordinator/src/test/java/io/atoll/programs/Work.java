package io.atoll.programs;

import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.PdContext;

import java.util.function.LongUnaryOperator;

/** Work of different kinds, timed: what preemption points cost. */
public final class Work implements DirectProgram {
    private static final int ROUNDS = 12;
    private static final int ITERATIONS = 20_000_000;
    private static final int RECURSION = 30;
    private static final long RECURSIVE_CALLS = 2_692_537;

    private long sink;

    @Override
    public void run(PdContext context) {
        measure(context, "loop of arithmetic", ITERATIONS, Work::mix);
        measure(context, "loop over an array", ITERATIONS, Work::sumOfArray);
        measure(context, "loop with a small call", ITERATIONS, Work::callInLoop);
        measure(context, "recursive call", RECURSIVE_CALLS, _ -> fibonacci(RECURSION));
        context.dbgPuts("end " + sink % 2 + "\n");
    }

    private void measure(PdContext context, String name, long steps, LongUnaryOperator work) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            sink += work.applyAsLong(i);
            best = Math.min(best, (System.nanoTime() - start) / (double) steps);
        }
        context.dbgPuts("%-28s %6.2f ns\n".formatted(name, best));
    }

    private static long mix(long seed) {
        long value = seed | 1;
        for (int i = 0; i < ITERATIONS; i++) {
            value ^= value << 13;
            value ^= value >>> 7;
            value ^= value << 17;
        }
        return value;
    }

    private static long sumOfArray(long seed) {
        int[] array = new int[1_000];
        array[(int) seed] = 1;
        long sum = 0;
        for (int i = 0; i < ITERATIONS / array.length; i++) {
            for (int j = 0; j < array.length; j++) {
                sum += array[j];
            }
        }
        return sum;
    }

    private static long callInLoop(long seed) {
        long value = seed;
        for (int i = 0; i < ITERATIONS; i++) {
            value = step(value, i);
        }
        return value;
    }

    private static long step(long value, int i) {
        return Long.rotateLeft(value, 7) ^ i;
    }

    private static long fibonacci(int n) {
        return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
    }
}
