package io.atoll.coordinator;

import io.atoll.cluster.ClusterBootInfo;
import io.atoll.coordinator.microkit.Badges;
import io.atoll.coordinator.microkit.PdRequests;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;

import java.util.List;

/**
 * The coordinator of one cluster: the initial task of its kernel image. It meets the other
 * coordinators, builds the cluster's protection domains, connects those whose channels cross
 * clusters, lets them run, and then serves: faults, names, channels. It waits in one place and
 * never for anybody in particular, so no order in which clusters start, and no request, can stop
 * it.
 *
 * <p>This class is the event loop and the start; {@link Links} are the other coordinators, {@link
 * DomainRequests} takes what programs ask for, {@link NameService} answers for names, {@link
 * ChannelService} binds channels, {@link FaultMonitor} hears faults, {@link CrossClusterChannels}
 * connects what the description connects.
 *
 * <p>A coordinator that fails takes its cluster with it: it stops its programs and closes its
 * links, and the others treat the cluster as they treat one whose kernel has stopped. Among the
 * failures is a peer of another version, which each of the two refuses; a system that has not
 * started by then does not start.
 */
public final class Coordinator implements StackfulProgram {
    private static final String CANNOT_START = "this system cannot start";

    private final SystemPlan plan;
    private final BootInfo bootInfo;
    private final ClusterBootInfo machine;
    private final long version;

    private Sel4 sel4;
    private long endpoint;
    private ObjectAllocator objects;
    private InterruptAllocator interrupts;
    private Callers callers;
    private Links links;
    private final Peers peers = new Peers();
    private List<Domain> domains = List.of();
    private NameService names;
    private DomainRequests requests;
    private ChannelService channels;
    private CrossClusterChannels crossing;
    private FaultMonitor faults;
    private DomainBuilder builder;
    private DomainStart start;
    private boolean started;

    public Coordinator(SystemPlan plan, BootInfo bootInfo) {
        this(plan, bootInfo, LinkMessage.VERSION);
    }

    /** A coordinator of another version, as far as the others can tell. */
    Coordinator(SystemPlan plan, BootInfo bootInfo, long version) {
        this.plan = plan;
        this.bootInfo = bootInfo;
        this.machine = bootInfo.extra(ClusterBootInfo.class);
        this.version = version;
    }

    @Override
    public void run(Sel4 calls) {
        sel4 = calls;
        sel4.debugNameThread(InitCaps.TCB, threadName(machine.cluster()));
        try {
            begin();
            serve();
        } catch (RuntimeException failure) {
            try {
                stopAll();
            } catch (RuntimeException another) {
                failure.addSuppressed(another);
            }
            throw failure;
        }
    }

    private void begin() {
        objects = new ObjectAllocator(sel4, bootInfo);
        interrupts = new InterruptAllocator(sel4, objects, machine.clusterCount());
        callers = new Callers(sel4, objects);
        endpoint = objects.make(ObjectType.ENDPOINT);
        long notification = objects.make(ObjectType.NOTIFICATION);
        sel4.tcb(InitCaps.TCB).bindNotification(sel4.notification(notification)).orThrow();

        builder = builder();
        // Before anything that can fail: so the others hear of it.
        links = new Links(sel4, version, machine.clusterCount());
        for (int peer = 0; peer < machine.clusterCount(); peer++) {
            if (peer != machine.cluster()) {
                links.add(bootInfo, peer, notification, objects, interrupts, builder);
            }
        }
        domains = builder.build();
        start = new DomainStart(sel4, domains, machine.cores().size() == 1);
        makeServices();
        links.sayHello();
        crossing.offer();
        links.receiveAll(peers);
        startWhenReady();
    }

    private void makeServices() {
        names = new NameService(machine.cluster(), machine.clusterCount(), links::to);
        channels =
                new ChannelService(
                        machine.cluster(),
                        sel4,
                        objects,
                        interrupts,
                        builder,
                        callers,
                        links::to,
                        this::domain);
        crossing =
                new CrossClusterChannels(
                        sel4,
                        plan,
                        machine.cluster(),
                        objects,
                        interrupts,
                        new ThreadAllocator(sel4, objects, bootInfo.schedControl().start()),
                        links::to,
                        this::domain);
        faults = new FaultMonitor(sel4, channels, crossing);
        requests = new DomainRequests(sel4, callers, names, channels);
    }

    /**
     * This coordinator has failed. Its programs would wait for it in vain, and nobody would hear
     * their faults: they stop too, and the other coordinators learn that this cluster is gone.
     */
    private void stopAll() {
        if (links != null) {
            links.close();
        }
        for (Domain domain : domains) {
            sel4.tcb(domain.tcb).suspend().orThrow();
        }
    }

    /** Whether that line of a coordinator says that a system will never have started. */
    public static boolean saysItCannotStart(String line) {
        return line.startsWith("MON|ERROR: ") && line.endsWith(CANNOT_START);
    }

    /** How logs name the coordinator of a cluster. */
    public static String threadName(int cluster) {
        return "coordinator-" + cluster;
    }

    private DomainBuilder builder() {
        return new DomainBuilder(
                sel4,
                plan,
                machine,
                bootInfo,
                objects,
                region -> machine.untypedOf(bootInfo, SystemPlan.regionLabel(region)),
                interrupts,
                endpoint);
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

    /** Whether all clusters are there, and all that the description connects is connected. */
    private boolean isReady() {
        return crossing.isComplete() && links.areMet();
    }

    private void startWhenReady() {
        if (!started && isReady()) {
            started = true;
            start.begin();
        }
    }

    private void serve() {
        while (true) {
            long info = sel4.recv(endpoint, callers.offered());
            long badge = sel4.ipc().senderBadge();
            if (!Badges.isFromEndpoint(badge)) {
                links.rung(badge, peers);
            } else if (Badges.isFault(badge)) {
                Domain domain = domain(Badges.number(badge));
                faults.faulted(domain, info);
                start.passed(domain);
            } else {
                request(domain(Badges.number(badge)), info);
            }
            links.flush();
            startWhenReady();
        }
    }

    /** A call from one of our domains, or a message of its runtime. */
    private void request(Domain client, long info) {
        if (MessageInfo.label(info) == PdRequests.BECOME_PASSIVE) {
            becomePassive(client);
        } else {
            requests.handle(client, info);
        }
        start.passed(client);
    }

    /** Its own time goes to its notification, to be lent when a signal wakes it. */
    private void becomePassive(Domain domain) {
        sel4.schedContext(domain.schedContext).unbindObject(sel4.tcb(domain.tcb)).orThrow();
        builder.giveTime(domain, domain.description.cpu());
        sel4.schedContext(domain.schedContext)
                .bind(sel4.notification(domain.notification))
                .orThrow();
    }

    /** What the other coordinators say, and that they say no more. */
    private final class Peers implements Links.Events {
        @Override
        public void message(Link link, long[] message) {
            if (!crossing.handle(link, message)
                    && !names.handle(link, message)
                    && !channels.handle(link, message)) {
                throw new IllegalStateException(
                        "the coordinator of cluster %d sends a message of unknown type %d"
                                .formatted(link.peer, message[0]));
            }
        }

        /** From now on that cluster counts as stopped, even if a thread there still runs. */
        @Override
        public void failed(Link link, String what) {
            String consequence = isReady() ? "names and channels there are gone" : CANNOT_START;
            sel4.debugPutString("MON|ERROR: %s; %s\n".formatted(what, consequence));
            names.clusterFailed(link.peer);
            domains.forEach(domain -> channels.clusterFailed(domain, link.peer));
            channels.refuseAll(link.peer);
            crossing.clusterFailed(link);
        }
    }
}
