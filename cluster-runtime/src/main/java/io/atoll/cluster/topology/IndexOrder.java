package io.atoll.cluster.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * How the operating system numbers the objects of a level: {@code indexes=} in hwloc's notation.
 * Either a list of all numbers, or loops {@code step*count} that are run through like the wheels of
 * a counter, the first turning fastest, or the types of objects to run through ({@code l2:core}
 * gives first each L2 its first number). Immutable.
 */
sealed interface IndexOrder {
    /** No CPU or node of any system has a number above this. */
    int HIGHEST_INDEX = (1 << 20) - 1;

    /** Where it stands. */
    int column();

    /**
     * The numbers of all objects, in the order in which the description lists them.
     *
     * @param total how many objects there are
     * @param widthOf how many objects of a type there are in the machine; 0 for none
     */
    int[] resolve(int total, ToIntFunction<ObjectType> widthOf);

    /** All numbers, one by one. */
    record Listed(int column, List<Integer> indexes) implements IndexOrder {
        @Override
        public int[] resolve(int total, ToIntFunction<ObjectType> widthOf) {
            if (indexes.size() != total) {
                throw new TopologyFormatException(
                        column,
                        "indexes lists %d numbers for %d objects; list one for each"
                                .formatted(indexes.size(), total));
            }
            BitSet seen = new BitSet();
            for (int index : indexes) {
                if (seen.get(index)) {
                    throw new TopologyFormatException(
                            column,
                            "indexes lists %d twice; give every object its own".formatted(index));
                }
                seen.set(index);
            }
            return indexes.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /** Object {@code i} is at position {@code i / step % count} of this wheel. */
    record Loop(int step, int count) {
        @Override
        public String toString() {
            return step + "*" + count;
        }
    }

    /** Wheels, the fastest first; the last may be left out if it is {@code 1*n}. */
    record Interleaved(int column, List<Loop> loops) implements IndexOrder {
        @Override
        public int[] resolve(int total, ToIntFunction<ObjectType> widthOf) {
            int[] indexes = run(completed(total), total);
            BitSet seen = new BitSet();
            for (int index : indexes) {
                seen.set(index);
            }
            if (seen.nextClearBit(0) != total) {
                throw misfit(total);
            }
            return indexes;
        }

        private List<Loop> completed(int total) {
            long product = 1;
            int smallestStep = total;
            for (Loop loop : loops) {
                product *= loop.count;
                smallestStep = Math.min(smallestStep, loop.step);
                if (product > total) {
                    throw misfit(total);
                }
            }
            if (product == total) {
                return loops;
            }
            if (product * smallestStep != total) {
                throw misfit(total);
            }
            List<Loop> all = new ArrayList<>(loops);
            all.add(new Loop(1, smallestStep));
            return all;
        }

        private TopologyFormatException misfit(int total) {
            return new TopologyFormatException(
                    column,
                    "indexes=%s does not number %d objects, each once; the counts must multiply to %d"
                            .formatted(text(loops), total, total));
        }

        static int[] run(List<Loop> loops, int total) {
            int[] indexes = new int[total];
            for (int i = 0; i < total; i++) {
                int weight = 1;
                for (Loop loop : loops) {
                    indexes[i] += i / loop.step % loop.count * weight;
                    weight *= loop.count;
                }
            }
            return indexes;
        }

        static String text(List<Loop> loops) {
            return loops.stream().map(Loop::toString).collect(Collectors.joining(":"));
        }
    }

    /** One wheel for each type, within the next larger type of the list. */
    record ByType(int column, List<ObjectType> types) implements IndexOrder {
        @Override
        public int[] resolve(int total, ToIntFunction<ObjectType> widthOf) {
            List<Integer> widths = new ArrayList<>();
            for (ObjectType type : types) {
                int width = widthOf.applyAsInt(type);
                if (width == 0 || total % width != 0) {
                    throw new TopologyFormatException(
                            column,
                            "indexes names %s, which is no level above; name levels that are"
                                    .formatted(type.longName()));
                }
                if (!widths.contains(width)) {
                    widths.add(width);
                }
            }
            List<Loop> loops = new ArrayList<>();
            for (int width : widths) {
                int outer = widths.stream().mapToInt(w -> w).filter(w -> w < width).max().orElse(1);
                loops.add(new Loop(total / width, width / outer));
            }
            return new Interleaved(column, loops).resolve(total, widthOf);
        }
    }

    /** Reads an order as written; whether it fits is asked when it is resolved. */
    static IndexOrder parse(String text, int column) {
        SyntheticScanner scanner = new SyntheticScanner(text, column);
        if (scanner.isAtLetter()) {
            return parseTypes(scanner, column);
        }
        return text.indexOf('*') < 0 ? parseList(scanner, column) : parseLoops(scanner, column);
    }

    private static IndexOrder parseTypes(SyntheticScanner scanner, int column) {
        List<ObjectType> types = new ArrayList<>();
        do {
            int wordColumn = scanner.column();
            String word = scanner.takeWord();
            ObjectType type = ObjectType.named(word);
            if (type == null) {
                throw new TopologyFormatException(
                        wordColumn,
                        "'%s' is no type of object; write for example indexes=l2:core"
                                .formatted(word));
            }
            types.add(type);
        } while (scanner.take(':'));
        requireEnd(scanner);
        return new ByType(column, List.copyOf(types));
    }

    private static IndexOrder parseLoops(SyntheticScanner scanner, int column) {
        List<Loop> loops = new ArrayList<>();
        do {
            int step = takeIndex(scanner, 1, "indexes=2*2:1*2");
            if (!scanner.take('*')) {
                throw new TopologyFormatException(
                        scanner.column(),
                        "expected '*' and a count, found %s; write for example indexes=2*2:1*2"
                                .formatted(scanner.found()));
            }
            loops.add(new Loop(step, takeIndex(scanner, 1, "indexes=2*2:1*2")));
        } while (scanner.take(':'));
        requireEnd(scanner);
        return new Interleaved(column, List.copyOf(loops));
    }

    private static IndexOrder parseList(SyntheticScanner scanner, int column) {
        List<Integer> indexes = new ArrayList<>();
        do {
            indexes.add(takeIndex(scanner, 0, "indexes=0,2,1,3"));
        } while (scanner.take(','));
        requireEnd(scanner);
        return new Listed(column, List.copyOf(indexes));
    }

    private static int takeIndex(SyntheticScanner scanner, int lowest, String example) {
        int column = scanner.column();
        long index = scanner.takeNumber("an entry of indexes", example);
        if (index < lowest || index > HIGHEST_INDEX) {
            throw new TopologyFormatException(
                    column,
                    "%d in indexes is not between %d and %d"
                            .formatted(index, lowest, HIGHEST_INDEX));
        }
        return (int) index;
    }

    private static void requireEnd(SyntheticScanner scanner) {
        if (!scanner.atEnd()) {
            throw new TopologyFormatException(
                    scanner.column(),
                    "indexes cannot go on with %s; write a list 0,2,1,3, loops 2*2:1*2 or types l2:core"
                            .formatted(scanner.found()));
        }
    }

    /**
     * The shortest notation for these numbers: nothing if they count through from 0, loops if they
     * interleave, else the list.
     */
    static String describe(int[] indexes) {
        boolean counted = true;
        for (int i = 0; i < indexes.length && counted; i++) {
            counted = indexes[i] == i;
        }
        if (counted) {
            return "";
        }
        List<Loop> loops = loopsOf(indexes);
        if (!loops.isEmpty()) {
            return Interleaved.text(loops);
        }
        return Arrays.stream(indexes).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    /**
     * The loops that give these numbers, or none. A wheel's step is where its weight is first seen.
     */
    private static List<Loop> loopsOf(int[] indexes) {
        List<Loop> loops = new ArrayList<>();
        int weight = 1;
        while (weight < indexes.length) {
            int step = positionOf(weight, indexes);
            if (step < 0) {
                return List.of();
            }
            int count = 2;
            while (step * count < indexes.length && indexes[step * count] == weight * count) {
                count++;
            }
            loops.add(new Loop(step, count));
            weight *= count;
        }
        boolean fits =
                weight == indexes.length
                        && Arrays.equals(Interleaved.run(loops, indexes.length), indexes);
        return fits ? loops : List.of();
    }

    private static int positionOf(int index, int[] indexes) {
        for (int i = 1; i < indexes.length; i++) {
            if (indexes[i] == index) {
                return i;
            }
        }
        return -1;
    }
}
