package io.atoll.cluster.simulated.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * A hash at some events of a run, evenly spread, however long the run is: to find out where another
 * run went another way. Up to {@link #MOST} events all of them are here. Written by the machine's
 * thread.
 */
public final class Checkpoints {
    private static final int MOST = 4096;

    private final List<Checkpoint> kept = new ArrayList<>();
    private long stride = 1;
    private long count;
    private long hash;

    /**
     * The hash after an event; over all events in their order, so finer than the run's own.
     *
     * @param number of the event, from 0
     * @param hash over it and all before it
     * @param what the event in words without spaces, such as {@code kernel-entry}
     */
    public record Checkpoint(long number, long hash, String what, int core, long cycles) {
        /** {@code 12 0123456789abcdef kernel-entry 1 2400}, as {@link #parse} reads it. */
        public String toText() {
            return "%d %016x %s %d %d".formatted(number, hash, what, core, cycles);
        }

        /**
         * Reads what {@link #toText} writes.
         *
         * @throws IllegalArgumentException if it is something else
         */
        public static Checkpoint parse(String line) {
            String[] words = line.split(" ");
            if (words.length != 5) {
                throw new IllegalArgumentException("'%s' is no event".formatted(line));
            }
            return new Checkpoint(
                    Long.parseLong(words[0]),
                    Long.parseUnsignedLong(words[1], 16),
                    words[2],
                    Integer.parseInt(words[3]),
                    Long.parseLong(words[4]));
        }

        private String words() {
            return "%s on core %d at cycle %,d".formatted(what.replace('-', ' '), core, cycles);
        }
    }

    /** The machine: the next event. */
    public void add(String what, int kind, int core, long cycles, long detail) {
        long number = count++;
        hash = mixed(mixed(mixed(hash ^ kind) + core) ^ cycles) + detail;
        if (number % stride != 0) {
            return;
        }
        if (kept.size() == MOST) {
            stride *= 2;
            kept.removeIf(each -> each.number % stride != 0);
            if (number % stride != 0) {
                return;
            }
        }
        kept.add(new Checkpoint(number, hash, what, core, cycles));
    }

    /** A bijection in which every bit depends on all (Stafford's variant 13 of MurmurHash3). */
    private static long mixed(long value) {
        long once = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        long twice = (once ^ once >>> 27) * 0x94d049bb133111ebL;
        return twice ^ twice >>> 31;
    }

    /** In the order of the run. */
    public List<Checkpoint> all() {
        return List.copyOf(kept);
    }

    /**
     * Whether two runs are the same as far as both have gone, by what both kept.
     *
     * @param before of the one run
     * @param now of the other
     */
    public static boolean agree(List<Checkpoint> before, List<Checkpoint> now) {
        int i = 0;
        int j = 0;
        while (i < before.size() && j < now.size()) {
            Checkpoint a = before.get(i);
            Checkpoint b = now.get(j);
            if (a.number == b.number && a.hash != b.hash) {
                return false;
            }
            i += a.number <= b.number ? 1 : 0;
            j += b.number <= a.number ? 1 : 0;
        }
        return true;
    }

    /**
     * Where two runs went different ways first, in words, as exactly as both kept it.
     *
     * @param before of the one run
     * @param now of the other
     */
    public static String firstDifference(List<Checkpoint> before, List<Checkpoint> now) {
        long same = -1;
        int i = 0;
        int j = 0;
        while (i < before.size() && j < now.size()) {
            Checkpoint a = before.get(i);
            Checkpoint b = now.get(j);
            if (a.number == b.number) {
                if (a.hash != b.hash) {
                    return (same == a.number - 1
                                    ? "event %,d".formatted(a.number)
                                    : "an event after %,d and not after %,d; event %<,d"
                                            .formatted(same, a.number))
                            + " was %s, now %s".formatted(a.words(), b.words());
                }
                same = a.number;
                i++;
                j++;
            } else if (a.number < b.number) {
                i++;
            } else {
                j++;
            }
        }
        return "the first %,d events are the same".formatted(same + 1);
    }
}
