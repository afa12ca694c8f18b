package io.atoll.command;

import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.topology.SyntheticTopology;
import io.atoll.cluster.topology.Topology;
import io.atoll.cluster.topology.TopologyFormatException;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What modelled studies are computed with. */
final class ModelOptions {
    @Mixin private SeedOption seed;

    @Option(
            names = "--costs",
            paramLabel = "FILE|NAME",
            description = "the cost model, a file or one that comes with Atoll (default: mail)")
    private String costs;

    long seed() {
        return seed.value();
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
