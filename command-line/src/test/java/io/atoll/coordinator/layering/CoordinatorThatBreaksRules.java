package io.atoll.coordinator.layering;

import io.atoll.benchmarks.harness.Plan;
import io.atoll.cluster.Machine;
import io.atoll.cluster.simulated.SimulatedMachine;
import io.atoll.kernel.KernelImage;

/** Not delivered: what a coordinator must not do, for the rules to find. */
public final class CoordinatorThatBreaksRules {
    private CoordinatorThatBreaksRules() {}

    /** Reaches into the kernel. */
    public static void stop(KernelImage image) {
        image.stop();
    }

    /** Behaves differently in virtual time. */
    public static boolean isInVirtualTime(Machine machine) {
        return machine instanceof SimulatedMachine;
    }

    /** Knows a layer above, and waits as no program may. */
    public static Plan plan() throws InterruptedException {
        Thread.sleep(1);
        return Plan.quick();
    }
}
