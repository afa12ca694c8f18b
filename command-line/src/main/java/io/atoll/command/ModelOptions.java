package io.atoll.command;

import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.topology.SyntheticTopology;
import io.atoll.cluster.topology.Topology;
import io.atoll.cluster.topology.TopologyFormatException;

import picocli.CommandLine.Option;

/** What modelled studies are computed with. */
final class ModelOptions {
    private static final long DEFAULT_SEED = 1;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "what decides draws, order and jitter; 64 bits, decimal or 0x (default: 1)")
    private String seed;

    @Option(
            names = "--costs",
            paramLabel = "FILE|NAME",
            description = "the cost model, a file or one that comes with Atoll (default: mail)")
    private String costs;

    long seed() {
        return seed == null ? DEFAULT_SEED : SimulationOptions.given(seed);
    }

    CostModel costs() {
        return SimulationOptions.costs(costs == null ? CostModel.DEFAULT : costs);
    }

    /** The machine of that description. */
    Topology topology(String description) {
        try {
            return SyntheticTopology.parse(description);
        } catch (TopologyFormatException wrong) {
            throw new UsageException("--topology: " + wrong.getMessage());
        }
    }
}
