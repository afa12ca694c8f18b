package io.atoll.benchmarks.modelled.reproduce;

import io.atoll.benchmarks.modelled.workloads.Arrangement;
import io.atoll.benchmarks.modelled.workloads.Control;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.topology.SyntheticTopology;
import io.atoll.cluster.topology.Topology;

/**
 * The seL4 group's comparison of a multikernel with seL4's multi-core kernel on an ODROID-C4 (four
 * Cortex-A55), May 2026: github.com/ZGwtao/multikernel-vs-smp-bench.
 */
final class Study {
    static final String SOURCE =
            "published: ODROID-C4, github.com/ZGwtao/multikernel-vs-smp-bench, May 2026";

    /** That board; only what no other core disturbs is typed in. */
    static final CostModel COSTS = CostModel.preset("odroid-c4");

    static final int CORES = 4;

    private static final Topology TOPOLOGY = SyntheticTopology.parse(COSTS.topology());

    private Study() {}

    /** A kernel image for each core. */
    static Arrangement multikernel() {
        return new Arrangement(TOPOLOGY, CORES, 1, Control.BIG_LOCK);
    }

    /** One image under one lock. */
    static Arrangement multicore() {
        return Arrangement.oneImage(TOPOLOGY, CORES, Control.BIG_LOCK);
    }
}
