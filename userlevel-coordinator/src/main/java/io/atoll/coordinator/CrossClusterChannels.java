package io.atoll.coordinator;

import io.atoll.coordinator.channel.ChannelArea;
import io.atoll.coordinator.microkit.Badges;
import io.atoll.coordinator.microkit.CSpaceLayout;
import io.atoll.coordinator.system.Channel;
import io.atoll.coordinator.system.End;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Connects the channels of the description whose ends are in different clusters: a notification
 * becomes a doorbell, a protected call a {@linkplain RemoteCalls remote call}. Each coordinator
 * offers what its side can be rung by, and takes what the others offer; when all has come, the
 * domains may run. Used by one coordinator only.
 */
final class CrossClusterChannels {
    private static final int AREA_PAGES =
            (int) Math.ceilDiv(ChannelArea.byteSize(RemoteCalls.KIND), 4096L);

    private final Sel4 sel4;
    private final SystemPlan plan;
    private final int cluster;
    private final ObjectAllocator objects;
    private final InterruptAllocator interrupts;
    private final ThreadAllocator threads;
    private final IntFunction<Link> links;
    private final IntFunction<Domain> domains;

    /** By channel: our agents that wait for the other side's proxy. */
    private final Map<Integer, Agent> agents = new HashMap<>();

    /** Protected calls across clusters that are bound, either side of them. */
    private final List<RemoteCall> calls = new ArrayList<>();

    /** Messages that must still come. */
    private int expected;

    /** What an agent has before the other side is bound. */
    private record Agent(
            MemorySegment area, long notification, InterruptAllocator.Line line, End server) {}

    /**
     * Our side of a remote call.
     *
     * @param server the domain that is called, if it is ours; null at the caller's side
     */
    private record RemoteCall(Link link, Domain server, RemoteCalls.Binding binding) {}

    CrossClusterChannels(
            Sel4 sel4,
            SystemPlan plan,
            int cluster,
            ObjectAllocator objects,
            InterruptAllocator interrupts,
            ThreadAllocator threads,
            IntFunction<Link> links,
            IntFunction<Domain> domains) {
        this.sel4 = sel4;
        this.plan = plan;
        this.cluster = cluster;
        this.objects = objects;
        this.interrupts = interrupts;
        this.threads = threads;
        this.links = links;
        this.domains = domains;
    }

    /** True when everything that the description connects to this cluster is connected. */
    boolean isComplete() {
        return expected == 0;
    }

    /**
     * Tells the other coordinators what they need for the channels that reach into this cluster.
     */
    void offer() {
        List<Channel> channels = plan.description().channels();
        for (int number = 0; number < channels.size(); number++) {
            Channel channel = channels.get(number);
            for (End end : channel.ends()) {
                End other = channel.opposite(end);
                if (plan.clusterOf(end) == cluster && plan.clusterOf(other) != cluster) {
                    offer(number, end, other);
                }
            }
        }
    }

    private void offer(int number, End end, End other) {
        Link link = links.apply(plan.clusterOf(other));
        if (other.mayNotify()) {
            int line = interrupts.bind(domainOf(end), end.id());
            link.send(LinkMessage.DOORBELL, number, line);
        }
        if (end.mayNotify()) {
            expected++; // DOORBELL
        }
        if (other.pp()) {
            offerCalls(number, end, link);
            expected++; // CALL_BOUND
        }
        if (end.pp()) {
            expected++; // CALL_SERVED
        }
    }

    private void offerCalls(int number, End server, Link link) {
        int firstPage = link.takePages(AREA_PAGES);
        MemorySegment area = link.pages(firstPage, AREA_PAGES);
        ChannelArea.format(area, RemoteCalls.KIND);
        long notification = objects.make(ObjectType.NOTIFICATION);
        InterruptAllocator.Line line = interrupts.bind(notification);
        agents.put(number, new Agent(area, notification, line, server));
        link.send(LinkMessage.CALL_SERVED, number, LinkMessage.pack(firstPage, line.number()));
    }

    /** A message from another coordinator; false if it is not about the description's channels. */
    boolean handle(Link link, long[] message) {
        int number = (int) message[1];
        switch ((int) message[0]) {
            case LinkMessage.DOORBELL -> {
                End end = ownEnd(number);
                interrupts.doorbell(
                        domainOf(end),
                        CSpaceLayout.FIRST_NOTIFICATION + end.id(),
                        (int) message[2],
                        link.peerCore);
            }
            case LinkMessage.CALL_SERVED -> callServed(link, number, message[2]);
            case LinkMessage.CALL_BOUND -> callBound(link, number, (int) message[2]);
            default -> {
                return false;
            }
        }
        expected--;
        return true;
    }

    /** The server's side has an area and listens: makes the proxy. */
    private void callServed(Link link, int number, long firstPageAndLine) {
        End caller = ownEnd(number);
        End server = plan.description().channels().get(number).opposite(caller);
        MemorySegment area = link.pages(LinkMessage.high(firstPageAndLine), AREA_PAGES);
        long notification = objects.make(ObjectType.NOTIFICATION);
        InterruptAllocator.Line line = interrupts.bind(notification);
        RemoteCalls.Binding binding =
                new RemoteCalls.Binding(
                        notification,
                        line.handler(),
                        interrupts.doorbell(LinkMessage.low(firstPageAndLine), link.peerCore),
                        area);
        calls.add(new RemoteCall(link, null, binding));
        long endpoint = objects.make(ObjectType.ENDPOINT);
        long reply = objects.make(ObjectType.REPLY);
        DomainBuilder.slotOf(sel4, domainOf(caller), CSpaceLayout.FIRST_ENDPOINT + caller.id())
                .mint(objects.at(endpoint), DomainBuilder.CALL_RIGHTS, 0)
                .orThrow();
        threads.start(
                "proxy of '%s'".formatted(server.pd()),
                priorityOf(server),
                (StackfulProgram) calls -> RemoteCalls.proxy(calls, binding, endpoint, reply));
        link.send(LinkMessage.CALL_BOUND, number, line.number());
    }

    /** The caller's side can be rung: makes the agent, with the caller's priority. */
    private void callBound(Link link, int number, int line) {
        Agent agent = agents.remove(number);
        End caller = plan.description().channels().get(number).opposite(agent.server);
        RemoteCalls.Binding binding =
                new RemoteCalls.Binding(
                        agent.notification,
                        agent.line.handler(),
                        interrupts.doorbell(line, link.peerCore),
                        agent.area);
        Domain called = domainOf(agent.server);
        calls.add(new RemoteCall(link, called, binding));
        long server =
                objects.mint(
                        called.endpoint, CapRights.ALL, Badges.protectedCall(agent.server.id()));
        threads.start(
                "agent of '%s'".formatted(caller.pd()),
                priorityOf(caller),
                (StackfulProgram) calls -> RemoteCalls.agent(calls, binding, server));
    }

    /** One of our domains has faulted: whoever calls it from another cluster learns that. */
    void serverFailed(Domain server) {
        for (RemoteCall call : calls) {
            if (call.server == server) {
                call.binding.close();
                sel4.sgiSignal(call.binding.doorbell()).signal();
            }
        }
    }

    /** A cluster has stopped: whoever of ours calls there, or is called from there, learns that. */
    void clusterFailed(Link link) {
        for (RemoteCall call : calls) {
            if (call.link == link) {
                call.binding.close();
                sel4.notification(call.binding.notification()).signal();
            }
        }
    }

    private End ownEnd(int number) {
        Channel channel = plan.description().channels().get(number);
        return plan.clusterOf(channel.first()) == cluster ? channel.first() : channel.second();
    }

    private Domain domainOf(End end) {
        return domains.apply(plan.indexOf(end.pd()));
    }

    private int priorityOf(End end) {
        return plan.domains().get(plan.indexOf(end.pd())).priority();
    }
}
