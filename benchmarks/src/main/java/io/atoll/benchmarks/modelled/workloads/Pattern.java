package io.atoll.benchmarks.modelled.workloads;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Who calls whom: for every core, the cores whose servers its client calls. */
public enum Pattern {
    /** Every client calls the server of its own core, so nobody shares anything. */
    INDEPENDENT_PAIRS("independent pairs") {
        @Override
        public int[][] partners(int cores, long seed) {
            return IntStream.range(0, cores)
                    .mapToObj(core -> new int[] {core})
                    .toArray(int[][]::new);
        }
    },

    /** Every client calls the server of core 0. */
    SHARED_SERVICE("one shared service") {
        @Override
        public int[][] partners(int cores, long seed) {
            return IntStream.range(0, cores).mapToObj(_ -> new int[] {0}).toArray(int[][]::new);
        }
    },

    /** Every client calls the servers of a few cores, which the seed draws among all. */
    ALL_TO_ALL("all to all") {
        @Override
        public int[][] partners(int cores, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            int[][] all = new int[cores][];
            for (int core = 0; core < cores; core++) {
                int partners = Math.min(DRAWN, cores);
                all[core] = random.ints(0, cores).distinct().limit(partners).toArray();
            }
            return all;
        }
    };

    /** Partners of each core where they are drawn. */
    static final int DRAWN = 4;

    private final String title;

    Pattern(String title) {
        this.title = title;
    }

    /** For people. */
    public String title() {
        return title;
    }

    /**
     * The partners of every core.
     *
     * @param seed of the draw, if there is one
     */
    public abstract int[][] partners(int cores, long seed);
}
