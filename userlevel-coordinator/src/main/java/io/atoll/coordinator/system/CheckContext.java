package io.atoll.coordinator.system;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What every group of checks looks at: the description, its parts by name, the machine, and where
 * to report. A name used twice stands for the first that has it. Not changed by the checks.
 */
final class CheckContext {
    static final int NO_CLUSTER = -1;

    static final String DOMAIN_TAG = "protection_domain";
    static final String REGION_TAG = "memory_region";

    private final SystemDescription description;
    private final Position position;
    private final CheckOptions options;
    private final Diagnostics diagnostics;
    private final List<ProtectionDomain> domains;
    private final Map<String, ProtectionDomain> domainsByName = new LinkedHashMap<>();
    private final Map<String, MemoryRegion> regionsByName = new LinkedHashMap<>();

    /**
     * @param position where the description as a whole begins
     */
    CheckContext(
            SystemDescription description,
            Position position,
            CheckOptions options,
            Diagnostics diagnostics) {
        this.description = description;
        this.position = position;
        this.options = options;
        this.diagnostics = diagnostics;
        this.domains = description.allProtectionDomains();
        domains.forEach(domain -> domainsByName.putIfAbsent(domain.name(), domain));
        description
                .memoryRegions()
                .forEach(region -> regionsByName.putIfAbsent(region.name(), region));
    }

    SystemDescription description() {
        return description;
    }

    Position position() {
        return position;
    }

    CheckOptions options() {
        return options;
    }

    /** Every domain, children included. */
    List<ProtectionDomain> domains() {
        return domains;
    }

    Map<String, ProtectionDomain> domainsByName() {
        return domainsByName;
    }

    Map<String, MemoryRegion> regionsByName() {
        return regionsByName;
    }

    Diagnostics diagnostics() {
        return diagnostics;
    }

    boolean isSound(Position at, String... attributes) {
        return diagnostics.isSound(at, attributes);
    }

    void report(Rule rule, Position at, String tag, String message) {
        diagnostics.report(rule, at, tag, message);
    }

    void note(Rule rule, Position at, String message) {
        diagnostics.note(rule, at, message);
    }

    /** Cluster of a domain, or {@link #NO_CLUSTER} if its core is not one of the machine. */
    int clusterOf(ProtectionDomain domain) {
        Cores cores = options.cores();
        boolean known = isSound(domain.position(), "cpu");
        return known && domain.cpu() >= 0 && domain.cpu() < cores.count()
                ? cores.clusterOf(domain.cpu())
                : NO_CLUSTER;
    }
}
