package io.atoll.cluster.memory;

import io.atoll.cluster.ClusterBootInfo.RegionDescription;
import io.atoll.cluster.EndedClusters;
import io.atoll.cluster.SharedRegion;
import io.atoll.kernel.PhysicalMemory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The emulated physical address space of a machine and the host memory behind it. Clusters have
 * disjoint private ranges; a shared region has the same address in all kernels and is aligned to
 * its size, so that each kernel sees it as one device untyped.
 *
 * <p>Made and closed by the machine's owner; {@link #ofCluster} is called once per cluster on the
 * thread of its boot core, which so is the first to touch that memory (NUMA).
 */
public final class MemoryMap implements AutoCloseable {
    private static final long FIRST_PRIVATE_ADDRESS = 1L << 32;
    private static final int PRIVATE_STRIDE_BITS = 36;
    private static final long FIRST_SHARED_ADDRESS = 1L << 50;
    private static final long PAGE_BYTES = 4096;

    private static final AtomicLong LIVE_REGIONS = new AtomicLong();

    private final Arena arena = Arena.ofShared();
    private final AtomicLong ownRegions = new AtomicLong();
    private final HostMemory host;
    private final long privateBytes;
    private final List<Placed> shared = new ArrayList<>();

    /** No kernel has it: it is in the address space of every initial task, as BootInfo is. */
    private final MemorySegment endedList;

    private final EndedClusters.Writer ended;

    private record Placed(SharedRegion region, PhysicalMemory.Region memory) {}

    /** Places and allocates all shared regions. */
    public MemoryMap(
            HostMemory host, int clusters, long privateBytes, List<SharedRegion> sharedRegions) {
        this.host = host;
        this.privateBytes = privateBytes;
        long address = FIRST_SHARED_ADDRESS;
        for (SharedRegion region : sharedRegions) {
            address = (address + region.byteSize() - 1) & -region.byteSize();
            shared.add(new Placed(region, allocate(address, true, region.byteSize())));
            address += region.byteSize();
        }
        long listBytes = EndedClusters.Writer.byteSize(clusters);
        endedList = allocate(Math.ceilDiv(listBytes, PAGE_BYTES) * PAGE_BYTES);
        ended = new EndedClusters.Writer(endedList);
    }

    private PhysicalMemory.Region allocate(long address, boolean isDevice, long byteSize) {
        return new PhysicalMemory.Region(address, isDevice, allocate(byteSize));
    }

    private MemorySegment allocate(long byteSize) {
        MemorySegment made = host.allocate(arena, byteSize);
        ownRegions.incrementAndGet();
        LIVE_REGIONS.incrementAndGet();
        return made;
    }

    /** Where the machine writes which clusters have ended. */
    public EndedClusters.Writer ended() {
        return ended;
    }

    /** Where the private memory of a cluster begins. */
    public static long privateAddress(int cluster) {
        return FIRST_PRIVATE_ADDRESS + ((long) cluster << PRIVATE_STRIDE_BITS);
    }

    /** Everything that the kernel of a cluster sees; allocates its private memory. */
    public PhysicalMemory ofCluster(int cluster) {
        List<PhysicalMemory.Region> regions = new ArrayList<>();
        regions.add(allocate(privateAddress(cluster), false, privateBytes));
        for (Placed placed : shared) {
            if (placed.region.clusters().contains(cluster)) {
                regions.add(placed.memory);
            }
        }
        return new PhysicalMemory(regions);
    }

    /** The shared regions that a cluster sees, in the order of the configuration. */
    public List<RegionDescription> describe(int cluster) {
        return shared.stream()
                .filter(placed -> placed.region.clusters().contains(cluster))
                .map(
                        placed ->
                                new RegionDescription(
                                        placed.region.label(),
                                        placed.memory.address(),
                                        placed.region.sizeBits()))
                .toList();
    }

    /** A place in a shared region, or in the list of clusters that have ended. */
    public record Place(String label, long offset) {}

    /** The memory of a shared region; empty if there is none of that label. */
    public Optional<MemorySegment> shared(String label) {
        return shared.stream()
                .filter(placed -> placed.region.label().equals(label))
                .map(placed -> placed.memory.memory())
                .findFirst();
    }

    /** Where an address of the host's memory lies; empty if in nothing that clusters share. */
    public Optional<Place> placeOf(long hostAddress) {
        for (Placed placed : shared) {
            long offset = hostAddress - placed.memory.memory().address();
            if (offset >= 0 && offset < placed.memory.memory().byteSize()) {
                return Optional.of(new Place(placed.region.label(), offset));
            }
        }
        long offset = hostAddress - endedList.address();
        return offset >= 0 && offset < endedList.byteSize()
                ? Optional.of(new Place("ended clusters", offset))
                : Optional.empty();
    }

    /** Regions of all machines of this JVM that are allocated now: for tests against leaks. */
    public static long liveRegions() {
        return LIVE_REGIONS.get();
    }

    /** Frees everything. Nobody may run on it any more. */
    @Override
    public void close() {
        arena.close();
        LIVE_REGIONS.addAndGet(-ownRegions.getAndSet(0));
    }
}
