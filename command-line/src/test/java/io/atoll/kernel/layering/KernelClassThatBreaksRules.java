package io.atoll.kernel.layering;

import io.atoll.cluster.MachineConfig;

/** Not delivered: what a kernel class must not do, for the rules to find. */
public final class KernelClassThatBreaksRules {
    private KernelClassThatBreaksRules() {}

    /** Knows a layer above, starts a thread, reads the clock. */
    public static long doWhatIsForbidden() {
        Thread.startVirtualThread(() -> {});
        return System.nanoTime() + MachineConfig.DEFAULT_MEMORY_BYTES;
    }

    /** Knows a layer above: a constant alone leaves no trace in the class file. */
    public static MachineConfig config() {
        return MachineConfig.onCpus(0);
    }
}
