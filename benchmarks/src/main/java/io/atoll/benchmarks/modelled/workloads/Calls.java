package io.atoll.benchmarks.modelled.workloads;

/** Clients call servers without pause, by a {@link Pattern}: the scenario of the argument. */
public record Calls(Pattern pattern) implements Scenario {
    @Override
    public int[][] partners(int cores, long seed) {
        return pattern.partners(cores, seed);
    }

    @Override
    public CoreProgram client(Site site) {
        return new Client(site);
    }
}
