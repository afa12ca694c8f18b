package io.atoll.coordinator;

import io.atoll.cluster.Machine;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.SharedRegion;
import io.atoll.coordinator.system.Channel;
import io.atoll.coordinator.system.Cores;
import io.atoll.coordinator.system.End;
import io.atoll.coordinator.system.MemoryRegion;
import io.atoll.coordinator.system.ProtectionDomain;
import io.atoll.coordinator.system.SystemDescription;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;

/**
 * A system ready to run: its description, which has passed all checks, the class of each program,
 * and the clusters its cores belong to. Immutable; the coordinators of all clusters read the same
 * one, as they would read the same boot image.
 *
 * @param programs class of each protection domain's program, by the domain's name
 * @param prefills first contents of memory regions that have one, by the region's name
 */
public record SystemPlan(
        SystemDescription description,
        Cores cores,
        int clusterCount,
        Map<String, Class<?>> programs,
        Map<String, byte[]> prefills) {

    /** The most that two coordinators share, where there are few of them. */
    private static final long MOST_LINK_BYTES = 1L << 21;

    /** The least: rings, and a few channels each way. */
    private static final long LEAST_LINK_BYTES = 1L << 17;

    /** All links of one coordinator, up to where each has the least. */
    private static final long ALL_LINKS_BYTES = 8 * MOST_LINK_BYTES;

    private static final long PAGE_BYTES = 4096;

    /** Slots for threads, endpoints, tables and whatever else is not a frame. */
    private static final long SLOTS_FOR_THE_REST = 8192;

    public SystemPlan {
        programs = Map.copyOf(programs);
        prefills = Map.copyOf(prefills);
        for (ProtectionDomain domain : description.allProtectionDomains()) {
            if (!programs.containsKey(domain.name())) {
                throw new IllegalArgumentException(
                        "no program class for protection domain '%s'".formatted(domain.name()));
            }
        }
    }

    /** Boots this system on a machine of its clusters that shares {@link #sharedRegions}. */
    public void bootOn(Machine machine) {
        machine.boot((cluster, bootInfo) -> new Coordinator(this, bootInfo));
    }

    /** All protection domains; a domain's place in this list is its index in the system. */
    public List<ProtectionDomain> domains() {
        return description.allProtectionDomains();
    }

    /** Index of the protection domain of that name. */
    public int indexOf(String domain) {
        List<ProtectionDomain> all = domains();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).name().equals(domain)) {
                return i;
            }
        }
        throw new NoSuchElementException("no protection domain '%s'".formatted(domain));
    }

    public int clusterOf(ProtectionDomain domain) {
        return cores.clusterOf(domain.cpu());
    }

    public int clusterOf(End end) {
        return clusterOf(domains().get(indexOf(end.pd())));
    }

    /** Whether the two ends of a channel are in different clusters. */
    public boolean isBetweenClusters(Channel channel) {
        return clusterOf(channel.first()) != clusterOf(channel.second());
    }

    /** Clusters in which a memory region is mapped. */
    public Set<Integer> clustersOf(MemoryRegion region) {
        Set<Integer> clusters = new TreeSet<>();
        for (ProtectionDomain domain : domains()) {
            if (domain.maps().stream().anyMatch(map -> map.region().equals(region.name()))) {
                clusters.add(clusterOf(domain));
            }
        }
        return clusters;
    }

    /** What the machine must let its clusters share for this system. */
    public List<SharedRegion> sharedRegions() {
        List<SharedRegion> shared = new ArrayList<>();
        for (int a = 0; a < clusterCount; a++) {
            for (int b = a + 1; b < clusterCount; b++) {
                shared.add(new SharedRegion(linkLabel(a, b), linkBytes(), Set.of(a, b)));
            }
        }
        for (MemoryRegion region : description.memoryRegions()) {
            Set<Integer> clusters = clustersOf(region);
            if (clusters.size() > 1) {
                shared.add(
                        new SharedRegion(regionLabel(region.name()), region.sizeBytes(), clusters));
            }
        }
        return shared;
    }

    /**
     * Memory that two coordinators share for their rings, and for channels between their clusters.
     * Each coordinator maps all of it, page by page, for every other one: where there are many, it
     * has to be less.
     */
    private long linkBytes() {
        long share = Long.highestOneBit(ALL_LINKS_BYTES / Math.max(1, clusterCount - 1));
        return Math.clamp(share, LEAST_LINK_BYTES, MOST_LINK_BYTES);
    }

    /**
     * log2 of the slots that a coordinator's root CNode needs: for each page of its links and of
     * memory regions a frame, and a copy of its capability for each mapping.
     */
    public int rootCNodeSizeBits() {
        long slots = SLOTS_FOR_THE_REST + 2 * (clusterCount - 1) * (linkBytes() / PAGE_BYTES);
        for (MemoryRegion region : description.memoryRegions()) {
            long mappings = 0;
            for (ProtectionDomain domain : domains()) {
                mappings +=
                        domain.maps().stream()
                                .filter(map -> map.region().equals(region.name()))
                                .count();
            }
            slots += (1 + mappings) * (region.sizeBytes() / region.pageSizeBytes());
        }
        int bits = Long.SIZE - Long.numberOfLeadingZeros(slots - 1);
        return Math.max(bits, MachineConfig.DEFAULT_ROOT_CNODE_SIZE_BITS);
    }

    /** Label of the memory between two clusters' coordinators. */
    static String linkLabel(int a, int b) {
        return "link " + Math.min(a, b) + "-" + Math.max(a, b);
    }

    /** Label of a memory region that several clusters map. */
    static String regionLabel(String region) {
        return "region:" + region;
    }
}
