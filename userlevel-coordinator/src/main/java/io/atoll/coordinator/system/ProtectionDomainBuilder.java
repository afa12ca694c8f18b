package io.atoll.coordinator.system;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Details of a protection domain for {@link SystemBuilder}; what is not said has Microkit's
 * default. Not thread-safe.
 */
public final class ProtectionDomainBuilder {
    private static final long AS_BUDGET = Long.MIN_VALUE;

    private final String name;
    private final CallSite origin;
    private final Position position;
    private int priority;
    private long budgetMicros = ProtectionDomain.DEFAULT_BUDGET_MICROS;
    private long periodMicros = AS_BUDGET;
    private boolean passive;
    private long stackSizeBytes = ProtectionDomain.DEFAULT_STACK_BYTES;
    private int cpu;
    private ProgramImage programImage;
    private final List<MappingBuilder> maps = new ArrayList<>();
    private final List<Irq> irqs = new ArrayList<>();
    private final List<SetVar> setvars = new ArrayList<>();
    private final List<UserCapability> capabilities = new ArrayList<>();
    private final List<BuiltChild> children = new ArrayList<>();

    private record BuiltChild(int id, String setvarId, ProtectionDomainBuilder domain) {}

    ProtectionDomainBuilder(String name, CallSite origin, Position position) {
        this.name = name;
        this.origin = origin;
        this.position = position;
    }

    /** Priority, 0 to 254; otherwise 0. */
    public ProtectionDomainBuilder priority(int level) {
        priority = level;
        return this;
    }

    /** Budget in microseconds; otherwise 1000. */
    public ProtectionDomainBuilder budgetMicros(long micros) {
        budgetMicros = micros;
        return this;
    }

    /** Period in microseconds; otherwise the budget. */
    public ProtectionDomainBuilder periodMicros(long micros) {
        periodMicros = micros;
        return this;
    }

    /** Runs on its callers' time once it is initialised. */
    public ProtectionDomainBuilder passive() {
        passive = true;
        return this;
    }

    /** Stack size on real hardware; otherwise 0x2000. */
    public ProtectionDomainBuilder stackSizeBytes(long bytes) {
        stackSizeBytes = bytes;
        return this;
    }

    /** Core that it runs on; otherwise 0. */
    public ProtectionDomainBuilder cpu(int core) {
        cpu = core;
        return this;
    }

    /** The class that is its program. */
    public ProtectionDomainBuilder program(Class<?> program) {
        return programImage(ProgramImage.JAVA_PREFIX + program.getName());
    }

    /** Its program as a system file would name it; see {@link ProgramImage}. */
    public ProtectionDomainBuilder programImage(String path) {
        return programImage(path, "");
    }

    /** Its program, and a second image that symbols would be taken from. */
    public ProtectionDomainBuilder programImage(String path, String pathForSymbols) {
        programImage = ProgramImage.of(path, pathForSymbols, origin.nearestInFile());
        return this;
    }

    /** Maps a region, readable and writable. */
    public ProtectionDomainBuilder map(String region, long virtualAddress) {
        return map(region, virtualAddress, map -> {});
    }

    /** Maps a region with these rights. */
    public ProtectionDomainBuilder map(String region, long virtualAddress, String permissions) {
        return map(region, virtualAddress, map -> map.permissions(permissions));
    }

    /** Maps a region with these details. */
    public ProtectionDomainBuilder map(
            String region, long virtualAddress, Consumer<MappingBuilder> details) {
        MappingBuilder map = new MappingBuilder(region, virtualAddress, origin.nearestInFile());
        details.accept(map);
        maps.add(map);
        return this;
    }

    /** Handles an interrupt under a channel number. */
    public ProtectionDomainBuilder irq(int id, Irq.Source source) {
        return irq(id, source, "");
    }

    /** Handles an interrupt; a symbol receives the channel number. */
    public ProtectionDomainBuilder irq(int id, Irq.Source source, String setvarId) {
        irqs.add(new Irq(id, source, setvarId, origin.nearestInFile()));
        return this;
    }

    /** Puts the physical address of a region into a symbol. */
    public ProtectionDomainBuilder setvar(String symbol, String region) {
        setvars.add(new SetVar(symbol, region, origin.nearestInFile()));
        return this;
    }

    /** Puts a capability into a user slot. */
    public ProtectionDomainBuilder capability(UserCapability.Kind kind, int slot, String pd) {
        capabilities.add(new UserCapability(kind, slot, pd, origin.nearestInFile()));
        return this;
    }

    /** Adds a child whose faults come here under a number. */
    public ProtectionDomainBuilder child(
            String childName, int id, Consumer<ProtectionDomainBuilder> details) {
        return child(childName, id, "", details);
    }

    /** Adds a child; a symbol of this domain receives its number. */
    public ProtectionDomainBuilder child(
            String childName, int id, String setvarId, Consumer<ProtectionDomainBuilder> details) {
        ProtectionDomainBuilder child =
                new ProtectionDomainBuilder(childName, origin, origin.nearestInFile());
        details.accept(child);
        children.add(new BuiltChild(id, setvarId, child));
        return this;
    }

    ProtectionDomain build() {
        return new ProtectionDomain(
                name,
                priority,
                budgetMicros,
                periodMicros == AS_BUDGET ? budgetMicros : periodMicros,
                passive,
                stackSizeBytes,
                cpu,
                programImage,
                maps.stream().map(MappingBuilder::build).toList(),
                irqs,
                setvars,
                capabilities,
                children.stream()
                        .map(child -> new Child(child.id, child.setvarId, child.domain.build()))
                        .toList(),
                position);
    }
}
