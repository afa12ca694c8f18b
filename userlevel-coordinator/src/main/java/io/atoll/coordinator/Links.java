package io.atoll.coordinator;

import io.atoll.cluster.ClusterBootInfo;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.Sel4;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A coordinator's links to all others, and the handshake that opens each: HELLO with the version
 * and the number of clusters, which both sides must agree on. Whoever comes second finds the
 * other's HELLO in the ring, so either may. Knows which bit of the coordinator's notification
 * stands for which link. Used by one coordinator only.
 */
final class Links {
    /**
     * Bits of the coordinator's notification for links: each link has one, and another one as far
     * up for the failure of its peer. Links beyond share bits with others, and are looked at too
     * often; failures beyond are not heard of, since a guess would not do.
     */
    private static final int LINK_BITS = 31;

    private final Sel4 sel4;
    private final long version;
    private final int clusterCount;
    private final List<Link> links = new ArrayList<>();
    private final List<Long> handlers = new ArrayList<>();

    /** What a coordinator does about its links. */
    interface Events {
        /** A message other than HELLO, from a peer that has been met. */
        void message(Link link, long[] message);

        /** Nothing more will come from that peer. */
        void failed(Link link, String what);
    }

    Links(Sel4 sel4, long version, int clusterCount) {
        this.sel4 = sel4;
        this.version = version;
        this.clusterCount = clusterCount;
    }

    /** Our side of the link to another coordinator; it may not be there yet. */
    void add(
            BootInfo bootInfo,
            int peer,
            long notification,
            ObjectAllocator objects,
            InterruptAllocator interrupts,
            DomainBuilder builder) {
        ClusterBootInfo machine = bootInfo.extra(ClusterBootInfo.class);
        int self = machine.cluster();
        String label = SystemPlan.linkLabel(self, peer);
        long byteSize = 1L << machine.region(label).sizeBits();
        Frames frames = Frames.cut(objects, machine.untypedOf(bootInfo, label), byteSize, false);
        MemorySegment memory = builder.mapForCoordinator(frames, byteSize);
        // Listen first, then speak, then look: whoever comes second finds the other's message.
        long badged = objects.mint(notification, CapRights.ALL, 1L << (links.size() % LINK_BITS));
        handlers.add(
                interrupts.handle(
                        InterruptAllocator.coordinatorLine(peer), sel4.notification(badged)));
        if (links.size() < LINK_BITS) {
            long failure =
                    objects.mint(notification, CapRights.ALL, 1L << (LINK_BITS + links.size()));
            interrupts.handle(ClusterBootInfo.failureLine(peer), sel4.notification(failure));
        }
        int peerCore = machine.bootCore(peer);
        long doorbell = interrupts.doorbell(InterruptAllocator.coordinatorLine(self), peerCore);
        links.add(new Link(sel4, self, peer, peerCore, memory, frames, doorbell));
    }

    /** The link to a cluster. */
    Link to(int cluster) {
        for (Link link : links) {
            if (link.peer == cluster) {
                return link;
            }
        }
        throw new IllegalStateException("there is no link to cluster " + cluster);
    }

    void sayHello() {
        links.forEach(link -> link.send(LinkMessage.HELLO, version, clusterCount));
    }

    /** Whether all other coordinators have said HELLO, in our version. */
    boolean areMet() {
        return links.stream().allMatch(link -> link.isMet);
    }

    /** Takes all messages there are, from everybody. */
    void receiveAll(Events events) {
        links.forEach(link -> receive(link, events));
    }

    /** The coordinator's notification was signalled. */
    void rung(long signals, Events events) {
        for (int i = 0; i < links.size(); i++) {
            if ((signals >>> (i % LINK_BITS) & 1) != 0) {
                // Before the look, so that what comes after it rings again.
                sel4.irqHandler(handlers.get(i)).ack();
                receive(links.get(i), events);
            }
        }
        // After the messages: what the other said in time still counts.
        for (int i = 0; i < Math.min(LINK_BITS, links.size()); i++) {
            if ((signals >>> (LINK_BITS + i) & 1) != 0) {
                Link link = links.get(i);
                receive(link, events);
                gone(link, "cluster %d has stopped".formatted(link.peer), events);
            }
        }
    }

    private void receive(Link link, Events events) {
        if (link.isGone) {
            return;
        }
        boolean isOpen = link.receive((from, message) -> received(from, message, events));
        if (!isOpen) {
            gone(link, "the coordinator of cluster %d has failed".formatted(link.peer), events);
        }
    }

    private static void gone(Link link, String what, Events events) {
        if (!link.isGone) {
            link.isGone = true;
            events.failed(link, what);
        }
    }

    private void received(Link link, long[] message, Events events) {
        if (message[0] == LinkMessage.HELLO) {
            hello(link, message[1], message[2]);
        } else if (link.isMet) {
            events.message(link, message);
        } else {
            throw new IllegalStateException(
                    "the coordinator of cluster %d speaks (%d) before it says hello"
                            .formatted(link.peer, message[0]));
        }
    }

    private void hello(Link link, long peerVersion, long peerClusterCount) {
        if (peerVersion != version || peerClusterCount != clusterCount) {
            throw new IllegalStateException(
                    "the coordinator of cluster %d is refused: it speaks version %d among %d clusters, this one version %d among %d"
                            .formatted(
                                    link.peer,
                                    peerVersion,
                                    peerClusterCount,
                                    version,
                                    clusterCount));
        }
        link.isMet = true;
    }

    /** Sends what waits for room. */
    void flush() {
        links.forEach(Link::flush);
    }

    /** Nothing more will be sent to anybody. */
    void close() {
        links.forEach(Link::close);
    }
}
