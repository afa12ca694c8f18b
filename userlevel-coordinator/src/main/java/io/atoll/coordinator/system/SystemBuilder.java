package io.atoll.coordinator.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The model of a system file, written in Java:
 *
 * <pre>{@code
 * SystemBuilder.named("ping-pong")
 *         .memoryRegion("ring", 0x1000)
 *         .protectionDomain("ping", pd -> pd.priority(10).program(Ping.class).map("ring", 0x4000_0000))
 *         .protectionDomain("pong", pd -> pd.priority(20).cpu(2).program(Pong.class))
 *         .channel("ping", "pong")
 *         .build(cores);
 * }</pre>
 *
 * The checks are those of {@link SystemFile}; diagnostics name the line of the Java source that
 * said the wrong thing. Channel numbers that are not given are the lowest ones free. Not
 * thread-safe.
 */
public final class SystemBuilder {
    private final String name;
    private final CallSite origin;
    private final List<ProtectionDomainBuilder> domains = new ArrayList<>();
    private final List<MemoryRegionBuilder> regions = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();

    private SystemBuilder(String name, CallSite origin) {
        this.name = name;
        this.origin = origin;
    }

    /** An empty system. */
    public static SystemBuilder named(String name) {
        return new SystemBuilder(name, CallSite.nearest());
    }

    /** Adds a zeroed region. */
    public SystemBuilder memoryRegion(String regionName, long sizeBytes) {
        return memoryRegion(regionName, region -> region.sizeBytes(sizeBytes));
    }

    /** Adds a region with these details. */
    public SystemBuilder memoryRegion(String regionName, Consumer<MemoryRegionBuilder> details) {
        MemoryRegionBuilder region = new MemoryRegionBuilder(regionName, origin.nearestInFile());
        details.accept(region);
        regions.add(region);
        return this;
    }

    /** Adds a protection domain with these details. */
    public SystemBuilder protectionDomain(
            String domainName, Consumer<ProtectionDomainBuilder> details) {
        ProtectionDomainBuilder domain =
                new ProtectionDomainBuilder(domainName, origin, origin.nearestInFile());
        details.accept(domain);
        domains.add(domain);
        return this;
    }

    /** Connects two domains; both may signal, neither may call. */
    public SystemBuilder channel(String firstPd, String secondPd) {
        return channel(EndBuilder.end(firstPd), EndBuilder.end(secondPd));
    }

    /** Connects two ends. */
    public SystemBuilder channel(EndBuilder first, EndBuilder second) {
        Position position = origin.nearestInFile();
        channels.add(new Channel(first.build(position), second.build(position), position));
        return this;
    }

    /** Checks the system for a machine, strict about calls between clusters. */
    public Parsed<SystemDescription> check(Cores cores) {
        return check(CheckOptions.strict(cores));
    }

    /** Checks the system against these options. */
    public Parsed<SystemDescription> check(CheckOptions options) {
        Diagnostics diagnostics = new Diagnostics(origin.file());
        return diagnostics.outcome(
                SystemChecks.checkAndComplete(describe(), origin.position(), options, diagnostics));
    }

    /**
     * The checked system.
     *
     * @throws InvalidDescriptionException if the checks find errors
     */
    public SystemDescription build(Cores cores) {
        return check(cores).orThrow();
    }

    private SystemDescription describe() {
        List<ProtectionDomain> built =
                domains.stream().map(ProtectionDomainBuilder::build).toList();
        List<MemoryRegion> builtRegions = regions.stream().map(MemoryRegionBuilder::build).toList();
        SystemDescription unnumbered = new SystemDescription(name, built, builtRegions, channels);
        return new SystemDescription(name, built, builtRegions, numberEnds(unnumbered));
    }

    private static List<Channel> numberEnds(SystemDescription description) {
        Map<String, Set<Integer>> taken = new HashMap<>();
        for (ProtectionDomain domain : description.allProtectionDomains()) {
            Set<Integer> ids = taken.computeIfAbsent(domain.name(), pd -> new HashSet<>());
            domain.irqs().forEach(irq -> ids.add(irq.id()));
        }
        for (Channel channel : description.channels()) {
            for (End end : channel.ends()) {
                taken.computeIfAbsent(end.pd(), pd -> new HashSet<>()).add(end.id());
            }
        }
        return description.channels().stream()
                .map(
                        channel ->
                                new Channel(
                                        numbered(channel.first(), taken),
                                        numbered(channel.second(), taken),
                                        channel.position()))
                .toList();
    }

    private static End numbered(End end, Map<String, Set<Integer>> taken) {
        if (end.id() != EndBuilder.FREE_ID) {
            return end;
        }
        int id = 0;
        while (!taken.get(end.pd()).add(id)) {
            id++;
        }
        return end.withId(id);
    }
}
