package io.atoll.coordinator.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A system as its author wrote it, in a system file or with the builder: who runs where, what
 * memory there is, and who may talk to whom. Immutable. A description that a caller of this package
 * gets has passed every check of {@link Rule}.
 *
 * @param name name of the system: the file's name without its ending
 * @param protectionDomains the domains that have no parent, in source order
 * @param memoryRegions all regions, in source order
 * @param channels all channels, in source order
 */
public record SystemDescription(
        String name,
        List<ProtectionDomain> protectionDomains,
        List<MemoryRegion> memoryRegions,
        List<Channel> channels) {
    public SystemDescription {
        protectionDomains = List.copyOf(protectionDomains);
        memoryRegions = List.copyOf(memoryRegions);
        channels = List.copyOf(channels);
    }

    /** Every domain, a parent before its children, otherwise in source order. */
    public List<ProtectionDomain> allProtectionDomains() {
        List<ProtectionDomain> all = new ArrayList<>();
        protectionDomains.forEach(domain -> addWithChildren(domain, all));
        return List.copyOf(all);
    }

    /** The domain of this name, at whatever depth. */
    public Optional<ProtectionDomain> protectionDomain(String domainName) {
        return allProtectionDomains().stream()
                .filter(domain -> domain.name().equals(domainName))
                .findFirst();
    }

    /** The region of this name. */
    public Optional<MemoryRegion> memoryRegion(String regionName) {
        return memoryRegions.stream().filter(r -> r.name().equals(regionName)).findFirst();
    }

    /** The same description from no text, to compare two of different origin. */
    public SystemDescription withoutPositions() {
        return new SystemDescription(
                name,
                protectionDomains.stream().map(ProtectionDomain::withoutPositions).toList(),
                memoryRegions.stream().map(MemoryRegion::withoutPosition).toList(),
                channels.stream().map(Channel::withoutPosition).toList());
    }

    private static void addWithChildren(ProtectionDomain domain, List<ProtectionDomain> all) {
        all.add(domain);
        domain.children().forEach(child -> addWithChildren(child.domain(), all));
    }
}
