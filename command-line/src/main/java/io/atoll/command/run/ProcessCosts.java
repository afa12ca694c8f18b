package io.atoll.command.run;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this process has used so far; the difference of two is what was used between them. A
 * negative value: this JVM does not say.
 *
 * @param cpuNanos time on CPUs, of all threads
 * @param allocatedBytes on the Java heap, by all threads
 * @param collections of the garbage collectors
 */
record ProcessCosts(long cpuNanos, long allocatedBytes, long collections) {
    private static final long UNKNOWN = -1;

    static ProcessCosts now() {
        return new ProcessCosts(
                ManagementFactory.getOperatingSystemMXBean()
                                instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getProcessCpuTime()
                        : UNKNOWN,
                ManagementFactory.getThreadMXBean()
                                instanceof com.sun.management.ThreadMXBean threads
                        ? threads.getTotalThreadAllocatedBytes()
                        : UNKNOWN,
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                        .sum());
    }

    /** What was used since then. */
    ProcessCosts since(ProcessCosts before) {
        return new ProcessCosts(
                difference(cpuNanos, before.cpuNanos),
                difference(allocatedBytes, before.allocatedBytes),
                difference(collections, before.collections));
    }

    private static long difference(long now, long before) {
        return now < 0 || before < 0 ? UNKNOWN : now - before;
    }
}
