package io.atoll.benchmarks.modelled.workloads;

import io.atoll.coordinator.ring.LineRingLayout;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The rings between cores of different images, in one region of shared memory: for every client and
 * server that call each other one for requests and one for answers. Immutable.
 */
final class RingMesh {
    /** Messages that a ring holds. */
    static final int CAPACITY = 16;

    private static final long RING_BYTES = LineRingLayout.byteSize(CAPACITY);

    /**
     * Two rings.
     *
     * @param client core of who asks
     * @param server core of who answers
     * @param index place in the region
     */
    record Link(int client, int server, int index) {
        MemorySegment requests(MemorySegment region) {
            return region.asSlice(2 * index * RING_BYTES, RING_BYTES);
        }

        MemorySegment answers(MemorySegment region) {
            return region.asSlice((2 * index + 1) * RING_BYTES, RING_BYTES);
        }
    }

    private final List<Link> links = new ArrayList<>();
    private final List<List<Link>> byClient = new ArrayList<>();
    private final List<List<Link>> byServer = new ArrayList<>();

    RingMesh(Arrangement arrangement, int[][] partners) {
        for (int core = 0; core < partners.length; core++) {
            byClient.add(new ArrayList<>());
            byServer.add(new ArrayList<>());
        }
        for (int client = 0; client < partners.length; client++) {
            for (int server : partners[client]) {
                if (arrangement.imageOf(client) != arrangement.imageOf(server)) {
                    Link link = new Link(client, server, links.size());
                    links.add(link);
                    byClient.get(client).add(link);
                    byServer.get(server).add(link);
                }
            }
        }
    }

    boolean isEmpty() {
        return links.isEmpty();
    }

    long byteSize() {
        return 2 * RING_BYTES * links.size();
    }

    /** The rings by which a core asks. */
    List<Link> ofClient(int core) {
        return byClient.get(core);
    }

    /** The rings in which a core is asked. */
    List<Link> ofServer(int core) {
        return byServer.get(core);
    }

    /** Whether any core of an image uses a ring. */
    boolean isUsedBy(Arrangement arrangement, int image) {
        int first = arrangement.firstCoreOf(image);
        for (int core = first; core < first + arrangement.coresOf(image); core++) {
            if (!ofClient(core).isEmpty() || !ofServer(core).isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
