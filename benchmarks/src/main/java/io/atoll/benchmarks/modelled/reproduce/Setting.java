package io.atoll.benchmarks.modelled.reproduce;

import io.atoll.benchmarks.modelled.workloads.Arrangement;
import io.atoll.benchmarks.modelled.workloads.ModelledRun;
import io.atoll.benchmarks.modelled.workloads.Scenario;
import io.atoll.benchmarks.modelled.workloads.Throughput;
import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;

/**
 * How the models are run.
 *
 * @param share of the operations that are usually measured
 */
public record Setting(long seed, double share) {
    /** What was counted. */
    Throughput run(Arrangement arrangement, Scenario scenario, CostModel costs) {
        return ModelledRun.run(arrangement, scenario, costs, seed, share);
    }

    /** Cycles of an operation, on average. */
    double meanCycles(Arrangement arrangement, Scenario scenario, CostModel costs) {
        return cycles(run(arrangement, scenario, costs).meanNanos(), costs);
    }

    /** Cycles that pass until any core has done an operation. */
    double cyclesPerOperation(Arrangement arrangement, Scenario scenario, CostModel costs) {
        return cycles(1e9 / run(arrangement, scenario, costs).perSecond(), costs);
    }

    private static double cycles(double nanos, CostModel costs) {
        return nanos * costs.of(Cost.CLOCK_MHZ) / 1000;
    }
}
