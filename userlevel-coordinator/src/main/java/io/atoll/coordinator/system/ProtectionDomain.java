package io.atoll.coordinator.system;

import java.util.List;

/**
 * One program: a thread, an address space and an image.
 *
 * @param name unique name
 * @param priority 0 to 254
 * @param budgetMicros how long it may run within a period
 * @param periodMicros length of a period, at least the budget
 * @param passive whether it runs on its callers' time once it is initialised
 * @param stackSizeBytes size of its stack on real hardware
 * @param cpu core that it runs on; the topology tells the cluster
 * @param programImage its program; null only in a description that has not passed the checks
 * @param maps its memory
 * @param irqs its interrupts
 * @param setvars symbols that receive physical addresses
 * @param capabilities capabilities in its user slots
 * @param children the domains whose faults it receives
 * @param position where the element begins
 */
public record ProtectionDomain(
        String name,
        int priority,
        long budgetMicros,
        long periodMicros,
        boolean passive,
        long stackSizeBytes,
        int cpu,
        ProgramImage programImage,
        List<Mapping> maps,
        List<Irq> irqs,
        List<SetVar> setvars,
        List<UserCapability> capabilities,
        List<Child> children,
        Position position) {
    /** Budget and period unless given. */
    public static final long DEFAULT_BUDGET_MICROS = 1000;

    /** Stack size unless given. */
    public static final long DEFAULT_STACK_BYTES = 0x2000;

    public ProtectionDomain {
        maps = List.copyOf(maps);
        irqs = List.copyOf(irqs);
        setvars = List.copyOf(setvars);
        capabilities = List.copyOf(capabilities);
        children = List.copyOf(children);
    }

    ProtectionDomain withoutPositions() {
        return new ProtectionDomain(
                name,
                priority,
                budgetMicros,
                periodMicros,
                passive,
                stackSizeBytes,
                cpu,
                ProgramImage.of(programImage.path(), programImage.pathForSymbols(), Position.NONE),
                maps.stream().map(Mapping::withoutPosition).toList(),
                irqs.stream().map(Irq::withoutPosition).toList(),
                setvars.stream().map(SetVar::withoutPosition).toList(),
                capabilities.stream().map(UserCapability::withoutPosition).toList(),
                children.stream().map(Child::withoutPositions).toList(),
                Position.NONE);
    }
}
