package io.atoll.cluster.topology;

import io.atoll.cluster.pinned.CpuAffinity;

import java.nio.file.Path;
import java.util.BitSet;

/**
 * The topology of the machine this runs on, as far as this process may use it: CPUs that are not
 * allowed or not online do not exist. Read from Linux's {@code /sys/devices/system}
 * (Documentation/ABI/stable/sysfs-devices-system-cpu, sysfs-devices-node).
 *
 * <p>Containers and virtual machines hide parts of it and some systems have none: whatever is
 * missing is left out, assumed in the simplest way, and said in {@link Topology#notes()}. Nothing
 * but an empty mask is an error. Stateless; any thread may call; reads a dozen small files per CPU.
 */
public final class HostTopology {
    private static final Path SYS_DEVICES_SYSTEM = Path.of("/sys/devices/system");

    private HostTopology() {}

    /** The CPUs this process may use. */
    public static Topology read() {
        return read(SYS_DEVICES_SYSTEM, CpuAffinity.allowed());
    }

    /**
     * These CPUs, as a folder describes them.
     *
     * @param sysDevicesSystem the folder with {@code cpu} and {@code node} in it; need not exist
     * @param allowedCpus the operating system's numbers of the CPUs that may be used
     * @throws IllegalArgumentException if no CPU is allowed
     */
    public static Topology read(Path sysDevicesSystem, BitSet allowedCpus) {
        if (allowedCpus.isEmpty()) {
            throw new IllegalArgumentException("no CPU is allowed; a machine needs at least one");
        }
        return new SysfsReader(sysDevicesSystem, allowedCpus).read();
    }
}
