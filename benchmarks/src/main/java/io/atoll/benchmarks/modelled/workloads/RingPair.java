package io.atoll.benchmarks.modelled.workloads;

/** Core 1 asks core 0 through a ring; core 0, which has an image of its own, answers itself. */
public record RingPair() implements Scenario {
    @Override
    public int[][] partners(int cores, long seed) {
        int[][] partners = new int[cores][0];
        partners[1] = new int[] {0};
        return partners;
    }

    @Override
    public boolean isMeasured(int core) {
        return core == 1;
    }

    @Override
    public CoreProgram client(Site site) {
        return new Client(site, false);
    }
}
