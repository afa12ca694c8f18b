package io.atoll.cluster.simulated.cache;

import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.topology.Distance;

import org.agrona.collections.Long2ObjectHashMap;

/**
 * What lies between the cores of a machine: how far they are apart, and what it takes a cache line
 * to get from one to another, by distance, state of the line and what is done with it. One line
 * makes one way at a time; who wants it meanwhile waits until it has arrived. Used by the machine's
 * thread.
 */
public final class Interconnect {
    private static final int LINE_BITS = 6;
    private static final int LATE_LINES = 1024;
    private static final Distance[] DISTANCES = Distance.values();
    private static final LineState[] STATES = LineState.values();
    private static final LineAccess[] ACCESSES = LineAccess.values();

    /** How much what a core pays varies. */
    @FunctionalInterface
    public interface Variation {
        /** A cost, as it is this time. */
        int of(int core, int costCycles);
    }

    /** How far two cores are apart. */
    @FunctionalInterface
    public interface Distances {
        Distance between(int coreA, int coreB);
    }

    private final int cores;
    private final Distances between;
    private final Variation variation;

    /** Ordinal of the distance and 1; a row for each core that moved a line, filled as needed. */
    private final byte[][] distances;

    /** By access, state and distance. */
    private final int[] cycles;

    /** By line of host memory, which is another one in each run: never gone through in order. */
    private final Long2ObjectHashMap<CacheLine> memoryLines = new Long2ObjectHashMap<>();

    /**
     * Lines used lately, by the last bits of their numbers: programs poll a few again and again.
     */
    private final long[] lateNumbers = new long[LATE_LINES];

    private final CacheLine[] lateLines = new CacheLine[LATE_LINES];

    private int lines;

    /** How many lines of kernels each core was the first to use. */
    private final int[] kernelLines;

    /**
     * @param between by the cores' indices, from 0
     */
    public Interconnect(int cores, CostModel costs, Variation variation, Distances between) {
        this.cores = cores;
        this.between = between;
        this.variation = variation;
        this.distances = new byte[cores][];
        this.kernelLines = new int[cores];
        this.cycles = new int[ACCESSES.length * STATES.length * DISTANCES.length];
        for (LineAccess access : ACCESSES) {
            for (LineState state : STATES) {
                for (Distance distance : DISTANCES) {
                    cycles[index(access, state, distance.ordinal())] =
                            cycles(costs, access, state, distance);
                }
            }
        }
    }

    private static int index(LineAccess access, LineState state, int distance) {
        return (access.ordinal() * STATES.length + state.ordinal()) * DISTANCES.length + distance;
    }

    private static int cycles(
            CostModel costs, LineAccess access, LineState state, Distance distance) {
        int byAccess =
                costs.of(
                        switch (access) {
                            case LOAD -> Cost.LOAD_PERCENT;
                            case STORE -> Cost.STORE_PERCENT;
                            case ATOMIC -> Cost.ATOMIC_PERCENT;
                        });
        int byState =
                switch (state) {
                    case MODIFIED -> 100;
                    case EXCLUSIVE -> costs.of(Cost.EXCLUSIVE_PERCENT);
                    case SHARED -> costs.of(Cost.SHARED_PERCENT);
                };
        long scaled = (long) costs.line(distance) * byAccess * byState / 10_000;
        return Math.clamp(scaled, 1, Integer.MAX_VALUE);
    }

    /** How far two cores are apart, by their indices. */
    public Distance distance(int coreA, int coreB) {
        return DISTANCES[distanceOrdinal(coreA, coreB)];
    }

    private int distanceOrdinal(int coreA, int coreB) {
        byte[] row = distances[coreA];
        if (row == null) {
            row = distances[coreA] = new byte[cores];
        }
        int known = row[coreB];
        if (known == 0) {
            Distance found = coreA == coreB ? Distance.SAME_CORE : between.between(coreA, coreB);
            known = row[coreB] = (byte) (found.ordinal() + 1);
        }
        return known - 1;
    }

    // Lines.

    /**
     * A line of a kernel that nobody has used before; that core has it. Its number is that core's
     * choice: cores of other kernels may be ahead of it, or behind.
     */
    public CacheLine newKernelLine(int core) {
        return new CacheLine(kernelLines[core]++ * cores + core, core);
    }

    /** The line with that host address; if it is new, that core has it. */
    public CacheLine memoryLine(long address, int core) {
        CacheLine known = knownLine(address);
        if (known == null) {
            known = new CacheLine(lines++, core);
            memoryLines.put(address >>> LINE_BITS, known);
        }
        return known;
    }

    /** The line with that host address; null if nobody has used it yet. */
    public CacheLine knownLine(long address) {
        long number = address >>> LINE_BITS;
        int place = (int) number & (LATE_LINES - 1);
        if (lateNumbers[place] == number && lateLines[place] != null) {
            return lateLines[place];
        }
        CacheLine known = memoryLines.get(number);
        if (known != null) {
            lateNumbers[place] = number;
            lateLines[place] = known;
        }
        return known;
    }

    /**
     * A core uses a line.
     *
     * @param at its clock
     * @return when it has the line: at once, or when it has come, for which it may have to wait for
     *     its turn
     */
    public long access(CacheLine line, int core, LineAccess access, long at) {
        if (access == LineAccess.LOAD) {
            if (line.isHeldBy(core)) {
                return at;
            }
            long done = transfer(line, core, nearestHolder(line, core), access, at);
            line.share(core, cores);
            return done;
        }
        if (line.isHeldOnlyBy(core)) {
            line.takeAlone(core, LineState.MODIFIED);
            return at;
        }
        long done = transfer(line, core, farthestHolder(line, core), access, at);
        line.takeAlone(core, LineState.MODIFIED);
        return done;
    }

    /**
     * As {@link #access}, for a core whose clock is behind those of others that used the line, of
     * which it is known already: it does not wait for them.
     */
    public long accessOutOfTurn(CacheLine line, int core, LineAccess access, long at) {
        long busyUntil = line.busyUntil();
        line.busyUntil(Math.min(at, busyUntil));
        long done = access(line, core, access, at);
        line.busyUntil(Math.max(line.busyUntil(), busyUntil));
        return done;
    }

    private long transfer(CacheLine line, int core, int distance, LineAccess access, long at) {
        int taken = variation.of(core, cycles[index(access, line.state(), distance)]);
        long done = Math.max(at, line.busyUntil()) + taken;
        line.busyUntil(done);
        return done;
    }

    /** Whence a copy comes: of many holders, one of those next to the core by number. */
    private int nearestHolder(CacheLine line, int core) {
        int nearest = distanceOrdinal(core, line.owner());
        if (line.state() != LineState.SHARED) {
            return nearest;
        }
        if (line.hasFewHolders()) {
            for (int i = 0; i < line.holders(); i++) {
                nearest = Math.min(nearest, distanceOrdinal(core, line.holder(i)));
            }
            return nearest;
        }
        int below = previousBit(line.manyHolders(), core - 1);
        int above = nextBit(line.manyHolders(), core + 1);
        if (below >= 0) {
            nearest = Math.min(nearest, distanceOrdinal(core, below));
        }
        if (above >= 0) {
            nearest = Math.min(nearest, distanceOrdinal(core, above));
        }
        return nearest;
    }

    /** Who has to give it up last: of many holders, the first or the last by number. */
    private int farthestHolder(CacheLine line, int core) {
        int farthest = distanceOrdinal(core, line.owner());
        if (line.state() != LineState.SHARED) {
            return farthest;
        }
        if (line.hasFewHolders()) {
            for (int i = 0; i < line.holders(); i++) {
                farthest = Math.max(farthest, distanceOrdinal(core, line.holder(i)));
            }
            return farthest;
        }
        int first = nextBit(line.manyHolders(), 0);
        int last = previousBit(line.manyHolders(), cores - 1);
        return Math.max(
                farthest, Math.max(distanceOrdinal(core, first), distanceOrdinal(core, last)));
    }

    private static int nextBit(long[] bits, int from) {
        int word = from >>> 6;
        if (word >= bits.length) {
            return -1;
        }
        long rest = bits[word] & -1L << from;
        while (rest == 0) {
            if (++word == bits.length) {
                return -1;
            }
            rest = bits[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(rest);
    }

    private static int previousBit(long[] bits, int from) {
        if (from < 0) {
            return -1;
        }
        int word = from >>> 6;
        long rest = bits[word] & -1L >>> 63 - (from & 63);
        while (rest == 0) {
            if (--word < 0) {
                return -1;
            }
            rest = bits[word];
        }
        return (word << 6) + 63 - Long.numberOfLeadingZeros(rest);
    }
}
