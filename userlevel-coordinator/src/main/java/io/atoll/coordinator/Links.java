package io.atoll.coordinator;

import io.atoll.cluster.ClusterBootInfo;
import io.atoll.cluster.EndedClusters;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.Sel4;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A coordinator's links to all others, and the handshake that opens each: HELLO with the version
 * and the number of clusters, which both sides must agree on. Whoever comes second finds the
 * other's HELLO in the ring, so either may. Knows which bits of the coordinator's notification
 * stand for what. Used by one coordinator only.
 *
 * <pre>
 *   bit  0 .. 61   bell 0 .. 61: one of the clusters that ring it has rung
 *   bit  62        a cluster has ended; which, is in {@link EndedClusters}
 *   bit  63        clear: what comes through the endpoint has it set
 * </pre>
 *
 * A bell is an interrupt line with a bit of its own. Where there are more clusters than bells, some
 * share one, and who hears it looks at the rings of all of them: a look in vain costs a line of
 * memory that is in the cache already. How many clusters there are is so no limit, neither of these
 * bits nor of interrupt lines.
 */
final class Links {
    /** How many there are; one bit of the notification each. */
    static final int BELLS = 62;

    private static final long ENDED = 1L << BELLS;

    private final Sel4 sel4;
    private final long version;
    private final int clusterCount;

    /** In the order of clusters. */
    private final List<Link> links = new ArrayList<>();

    /** By cluster; null for our own. */
    private final Link[] byCluster;

    /** By bell: the CPtr of its handler, or 0 as long as nobody rings it. */
    private final long[] bellHandlers = new long[BELLS];

    /** Handler of the machine's line. */
    private long endedHandler;

    private EndedClusters ended;

    /** How many of those that have ended we have heard of. */
    private int endsHeard;

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
        this.byCluster = new Link[clusterCount];
    }

    /** The bell that a cluster's coordinator rings, at whichever other. */
    static int bellOf(int cluster) {
        return cluster % BELLS;
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
        listen(bellOf(peer), notification, objects, interrupts);
        if (ended == null) {
            listenForEnds(machine.ended(), notification, objects, interrupts);
        }
        int peerCore = machine.bootCore(peer);
        int ownLine = InterruptAllocator.coordinatorLine(bellOf(self));
        long doorbell = interrupts.doorbell(ownLine, peerCore);
        byCluster[peer] = new Link(sel4, self, peer, peerCore, memory, frames, doorbell);
        links.add(byCluster[peer]);
    }

    private void listen(
            int bell, long notification, ObjectAllocator objects, InterruptAllocator interrupts) {
        if (bellHandlers[bell] == 0) {
            long badged = objects.mint(notification, CapRights.ALL, 1L << bell);
            bellHandlers[bell] =
                    interrupts.handle(
                            InterruptAllocator.coordinatorLine(bell), sel4.notification(badged));
        }
    }

    private void listenForEnds(
            EndedClusters list,
            long notification,
            ObjectAllocator objects,
            InterruptAllocator interrupts) {
        ended = list;
        long badged = objects.mint(notification, CapRights.ALL, ENDED);
        endedHandler = interrupts.handle(ClusterBootInfo.ENDED_LINE, sel4.notification(badged));
    }

    /** The link to a cluster. */
    Link to(int cluster) {
        Link link = byCluster[cluster];
        if (link == null) {
            throw new IllegalStateException("there is no link to cluster " + cluster);
        }
        return link;
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
        for (long bells = signals & ~ENDED; bells != 0; bells &= bells - 1) {
            int bell = Long.numberOfTrailingZeros(bells);
            // Before the look, so that what comes after it rings again.
            sel4.irqHandler(bellHandlers[bell]).ack();
            for (int cluster = bell; cluster < clusterCount; cluster += BELLS) {
                if (byCluster[cluster] != null) {
                    receive(byCluster[cluster], events);
                }
            }
        }
        // After the messages: what the other said in time still counts.
        if ((signals & ENDED) != 0) {
            sel4.irqHandler(endedHandler).ack();
            hearOfEnds(events);
        }
    }

    /** All that have ended since the last time. */
    private void hearOfEnds(Events events) {
        for (int count = ended.count(); endsHeard < count; endsHeard++) {
            Link link = byCluster[ended.cluster(endsHeard)];
            // Of our own end we hear if another core of this cluster still runs.
            if (link != null) {
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
