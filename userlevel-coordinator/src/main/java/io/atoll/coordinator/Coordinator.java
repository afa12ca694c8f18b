package io.atoll.coordinator;

import io.atoll.cluster.ClusterBootInfo;
import io.atoll.coordinator.microkit.Badges;
import io.atoll.coordinator.microkit.PdRequests;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.UserContext;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The coordinator of one cluster: the initial task of its kernel image. It meets the other
 * coordinators, builds the cluster's protection domains, connects those whose channels cross
 * clusters, lets them run, and then serves: faults, names, channels. It waits in one place and
 * never for anybody in particular, so no order in which clusters start, and no request, can stop
 * it.
 *
 * <p>This class is the event loop and the start; {@link NameService} answers for names, {@link
 * ChannelService} binds channels, {@link FaultMonitor} hears faults, {@link CrossClusterChannels}
 * connects what the description connects.
 */
public final class Coordinator implements StackfulProgram {
    /**
     * Bits of the coordinator's notification for links: each link has one, and another one as far
     * up for the failure of its peer. Links beyond share bits with others, and are looked at too
     * often; failures beyond are not heard of, since a guess would not do.
     */
    private static final int LINK_BITS = 31;

    private final SystemPlan plan;
    private final BootInfo bootInfo;
    private final ClusterBootInfo machine;

    private Sel4 sel4;
    private long endpoint;
    private ObjectAllocator objects;
    private InterruptAllocator interrupts;
    private Callers callers;
    private final List<Link> links = new ArrayList<>();
    private final List<Long> linkHandlers = new ArrayList<>();
    private List<Domain> domains = List.of();
    private NameService names;
    private ChannelService channels;
    private CrossClusterChannels crossing;
    private FaultMonitor faults;
    private boolean started;

    public Coordinator(SystemPlan plan, BootInfo bootInfo) {
        this.plan = plan;
        this.bootInfo = bootInfo;
        this.machine = bootInfo.extra(ClusterBootInfo.class);
    }

    @Override
    public void run(Sel4 calls) {
        sel4 = calls;
        sel4.debugNameThread(InitCaps.TCB, threadName(machine.cluster()));
        objects = new ObjectAllocator(sel4, bootInfo);
        interrupts = new InterruptAllocator(sel4, objects, machine.clusterCount());
        callers = new Callers(sel4, objects);
        endpoint = objects.make(ObjectType.ENDPOINT);
        long notification = objects.make(ObjectType.NOTIFICATION);
        sel4.tcb(InitCaps.TCB).bindNotification(sel4.notification(notification)).orThrow();

        DomainBuilder builder = buildDomains();
        for (int peer = 0; peer < machine.clusterCount(); peer++) {
            if (peer != machine.cluster()) {
                meet(peer, notification, builder);
            }
        }
        names = new NameService(machine.cluster(), machine.clusterCount(), this::linkTo);
        channels =
                new ChannelService(
                        machine.cluster(),
                        sel4,
                        objects,
                        interrupts,
                        builder,
                        callers,
                        this::linkTo,
                        this::domain);
        faults = new FaultMonitor(sel4, channels);
        crossing =
                new CrossClusterChannels(
                        sel4,
                        plan,
                        machine.cluster(),
                        objects,
                        interrupts,
                        new ThreadAllocator(sel4, objects, bootInfo.schedControl().start()),
                        this::linkTo,
                        this::domain);
        links.forEach(link -> link.send(LinkMessage.HELLO, LinkMessage.VERSION, links.size() + 1L));
        crossing.offer();
        links.forEach(link -> link.receive(this::handle));
        startWhenReady();
        serve();
    }

    /** How logs name the coordinator of a cluster. */
    public static String threadName(int cluster) {
        return "coordinator-" + cluster;
    }

    private DomainBuilder buildDomains() {
        DomainBuilder builder =
                new DomainBuilder(
                        sel4,
                        plan,
                        machine.cluster(),
                        objects,
                        region -> machine.untypedOf(bootInfo, SystemPlan.regionLabel(region)),
                        interrupts,
                        bootInfo.schedControl().start(),
                        endpoint);
        domains = builder.build();
        return builder;
    }

    /** Our side of the link to another coordinator; it may not be there yet. */
    private void meet(int peer, long notification, DomainBuilder builder) {
        int self = machine.cluster();
        String label = SystemPlan.linkLabel(self, peer);
        long byteSize = 1L << machine.region(label).sizeBits();
        Frames frames = Frames.cut(objects, machine.untypedOf(bootInfo, label), byteSize, false);
        MemorySegment memory = builder.mapForCoordinator(frames, byteSize);
        // Listen first, then speak, then look: whoever comes second finds the other's message.
        long badged = objects.mint(notification, CapRights.ALL, 1L << (links.size() % LINK_BITS));
        linkHandlers.add(
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

    private Link linkTo(int cluster) {
        for (Link link : links) {
            if (link.peer == cluster) {
                return link;
            }
        }
        throw new IllegalStateException("there is no link to cluster " + cluster);
    }

    /** The domain of that index in the system, if it is in this cluster. */
    private Domain domain(int index) {
        for (Domain domain : domains) {
            if (domain.index == index) {
                return domain;
            }
        }
        throw new IllegalStateException(
                "domain %d is not in cluster %d".formatted(index, machine.cluster()));
    }

    private void startWhenReady() {
        if (!started && crossing.isComplete() && links.stream().allMatch(link -> link.isMet)) {
            started = true;
            for (Domain domain : domains) {
                sel4.tcb(domain.tcb)
                        .writeRegisters(true, UserContext.at(domain.entryPoint))
                        .orThrow();
            }
        }
    }

    private void serve() {
        while (true) {
            long info = sel4.recv(endpoint, callers.offered());
            long badge = sel4.ipc().senderBadge();
            if (!Badges.isFromEndpoint(badge)) {
                rung(badge);
            } else if (Badges.isFault(badge)) {
                faults.faulted(domain(Badges.number(badge)), info);
            } else {
                request(domain(Badges.number(badge)), info);
            }
            links.forEach(Link::flush);
            startWhenReady();
        }
    }

    private void rung(long signals) {
        for (int i = 0; i < links.size(); i++) {
            if ((signals >>> (i % LINK_BITS) & 1) != 0) {
                // Before the look, so that what comes after it rings again.
                sel4.irqHandler(linkHandlers.get(i)).ack();
                links.get(i).receive(this::handle);
            }
        }
        // After the messages: what the other said in time still counts.
        for (int i = 0; i < Math.min(LINK_BITS, links.size()); i++) {
            if ((signals >>> (LINK_BITS + i) & 1) != 0) {
                clusterFailed(links.get(i));
            }
        }
    }

    /** The machine says that a cluster's kernel has stopped: nothing more comes from there. */
    private void clusterFailed(Link link) {
        sel4.debugPutString(
                "MON|ERROR: cluster %d has stopped; names and channels there are gone\n"
                        .formatted(link.peer));
        link.receive(this::handle);
        link.isGone = true;
        names.clusterFailed(link.peer);
        domains.forEach(domain -> channels.clusterFailed(domain, link.peer));
        channels.refuseAll(link.peer);
    }

    /** A message from another coordinator. */
    private void handle(Link link, long[] message) {
        int type = (int) message[0];
        if (type == LinkMessage.HELLO) {
            hello(link, message);
        } else if (!link.isMet) {
            throw new IllegalStateException(
                    "the coordinator of cluster %d speaks (%d) before it says hello"
                            .formatted(link.peer, type));
        } else if (!crossing.handle(link, message)
                && !names.handle(link, message)
                && !channels.handle(link, message)) {
            throw new IllegalStateException(
                    "the coordinator of cluster %d sends a message of unknown type %d"
                            .formatted(link.peer, type));
        }
    }

    private void hello(Link link, long[] message) {
        if (message[1] != LinkMessage.VERSION || message[2] != machine.clusterCount()) {
            throw new IllegalStateException(
                    "the coordinator of cluster %d speaks version %d among %d clusters, this one %d among %d"
                            .formatted(
                                    link.peer,
                                    message[1],
                                    message[2],
                                    LinkMessage.VERSION,
                                    machine.clusterCount()));
        }
        link.isMet = true;
    }

    /** A call from one of our domains, or a message of its runtime. */
    private void request(Domain client, long info) {
        int label = (int) MessageInfo.label(info);
        if (label == PdRequests.BECOME_PASSIVE) {
            becomePassive(client);
            return;
        }
        Optional<Name> named =
                Name.of(sel4.ipc().mr(0), sel4.ipc().mr(1), sel4.ipc().mr(2), sel4.ipc().mr(3));
        long caller = callers.keep();
        if (named.isEmpty()) {
            sel4.debugPutString(
                    "MON|ERROR: '%s' asks the coordinator about words that are no name\n"
                            .formatted(client.name()));
            callers.answer(caller, CoordinatorClient.REFUSED);
            return;
        }
        Name name = named.get();
        switch (label) {
            case CoordinatorClient.REGISTER ->
                    names.register(
                            name,
                            client.index,
                            granted -> {
                                if (granted) {
                                    channels.nameGranted(name, client);
                                }
                                callers.answer(
                                        caller,
                                        granted
                                                ? CoordinatorClient.GRANTED
                                                : CoordinatorClient.REFUSED);
                            });
            case CoordinatorClient.LOOK_UP ->
                    names.lookUp(
                            name,
                            owner ->
                                    callers.answer(
                                            caller, CoordinatorClient.GRANTED, owner.cluster()),
                            () -> callers.answer(caller, CoordinatorClient.GONE));
            case CoordinatorClient.CONNECT ->
                    names.lookUp(
                            name,
                            owner -> channels.connect(client, owner, name, caller),
                            () -> callers.answer(caller, CoordinatorClient.GONE));
            case CoordinatorClient.ACCEPT -> channels.accept(client, name, caller);
            default -> {
                sel4.debugPutString(
                        "MON|ERROR: '%s' asks the coordinator for %d, which is no request\n"
                                .formatted(client.name(), label));
                callers.answer(caller, CoordinatorClient.REFUSED);
            }
        }
    }

    /** Its own time goes to its notification, to be lent when a signal wakes it. */
    private void becomePassive(Domain domain) {
        sel4.schedContext(domain.schedContext).unbindObject(sel4.tcb(domain.tcb)).orThrow();
        sel4.schedContext(domain.schedContext)
                .bind(sel4.notification(domain.notification))
                .orThrow();
    }
}
