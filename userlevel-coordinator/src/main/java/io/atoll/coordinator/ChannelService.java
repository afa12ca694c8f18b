package io.atoll.coordinator;

import io.atoll.coordinator.channel.ChannelArea;
import io.atoll.coordinator.microkit.Badges;
import io.atoll.coordinator.microkit.CSpaceLayout;
import io.atoll.coordinator.ring.LineRingLayout;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Binds channels between programs at run time: memory for two rings mapped into both, a number on
 * each side, and what rings the other's bell. Once bound, the channel needs its coordinators no
 * more, except that they close it when a program faults. Used by one coordinator only.
 *
 * <p>Between clusters the coordinator of the server gives the memory, out of what the two
 * coordinators share: CONNECT, ACCEPTED, CONNECTED, in {@link LinkMessage}'s terms. The client's
 * end is prepared before anything is asked for, so that what can fail has failed before the other
 * side has done anything.
 */
final class ChannelService {
    private static final int CAPACITY = CoordinatorClient.CAPACITY;
    private static final long AREA_BYTES = ChannelArea.byteSize(CAPACITY);
    private static final int AREA_PAGES = (int) Math.ceilDiv(AREA_BYTES, 4096L);

    /** As the client is told: side, channel number, and whether its signals are interrupts. */
    private static final int NO_CHANNEL = -1;

    private final int self;
    private final Sel4 sel4;
    private final ObjectAllocator objects;
    private final InterruptAllocator interrupts;
    private final DomainBuilder builder;
    private final Callers callers;
    private final IntFunction<Link> links;
    private final IntFunction<Domain> domains;

    private final Map<Name, Server> servers = new HashMap<>();
    private final Map<Long, Client> connecting = new HashMap<>();
    private final Map<Long, Binding> binding = new HashMap<>();
    private long nextRequest;
    private long nextBinding;

    /**
     * A name of one of our domains: channels that nobody has accepted yet, or who waits for one.
     */
    private static final class Server {
        final Domain domain;
        final ArrayDeque<Accepted> ready = new ArrayDeque<>();
        final ArrayDeque<Long> accepting = new ArrayDeque<>();

        Server(Domain domain) {
            this.domain = domain;
        }
    }

    /** What a program is told about its end of a new channel. */
    private record Accepted(
            long address, int side, int id, boolean isDoorbell, boolean isOnOtherCore) {
        static Accepted across(long address, int side, int id) {
            return new Accepted(address, side, id, true, true);
        }
    }

    /** One of our domains that waits for another cluster to accept. */
    private record Client(Domain domain, Domain.RemoteEnd end, long caller, int serverCluster) {}

    /** A server's end that waits for the client's. */
    private record Binding(Server server, MemorySegment area, Accepted accepted) {}

    ChannelService(
            int self,
            Sel4 sel4,
            ObjectAllocator objects,
            InterruptAllocator interrupts,
            DomainBuilder builder,
            Callers callers,
            IntFunction<Link> links,
            IntFunction<Domain> domains) {
        this.self = self;
        this.sel4 = sel4;
        this.objects = objects;
        this.interrupts = interrupts;
        this.builder = builder;
        this.callers = callers;
        this.links = links;
        this.domains = domains;
    }

    /** One of our domains has a name from now on, and may accept channels to it. */
    void nameGranted(Name name, Domain domain) {
        serverOf(name, domain);
    }

    /** The server of a name that the directory says is the domain's. */
    private Server serverOf(Name name, Domain domain) {
        return servers.computeIfAbsent(name, _ -> new Server(domain));
    }

    /** A domain wants the next channel to a name of its own; answered when there is one. */
    void accept(Domain domain, Name name, long caller) {
        Server server = servers.get(name);
        if (server == null || server.domain != domain) {
            callers.answer(caller, CoordinatorClient.NOT_YOURS);
            return;
        }
        server.accepting.add(caller);
        serve(server);
    }

    private void serve(Server server) {
        while (!server.ready.isEmpty() && !server.accepting.isEmpty()) {
            tell(server.accepting.remove(), server.ready.remove());
        }
    }

    private void tell(long caller, Accepted end) {
        callers.answer(
                caller,
                CoordinatorClient.GRANTED,
                end.address,
                AREA_BYTES,
                end.side,
                end.id,
                end.isDoorbell ? 1 : 0,
                end.isOnOtherCore ? 1 : 0);
    }

    /** One of our domains wants a channel to the owner of a name. */
    void connect(Domain client, Directory.Owner owner, Name name, long caller) {
        if (owner.cluster() == self) {
            connectHere(client, serverOf(name, domains.apply(owner.domain())), caller);
        } else {
            connectAcross(client, owner, name, caller);
        }
    }

    // Inside one cluster: both ends at once, with notifications for bells.

    private void connectHere(Domain client, Server server, long caller) {
        if (server.domain.isStopped) {
            callers.answer(caller, CoordinatorClient.REFUSED);
            return;
        }
        int clientId = client.takeFreeChannel();
        int serverId = server.domain.takeFreeChannel();
        if (clientId < 0 || serverId < 0) {
            giveBack(client, clientId);
            giveBack(server.domain, serverId);
            callers.answer(caller, CoordinatorClient.REFUSED);
            return;
        }
        Frames frames = Frames.allocate(objects, AREA_PAGES * 4096L, false);
        MemorySegment area = builder.mapForCoordinator(frames, AREA_PAGES * 4096L);
        ChannelArea.format(area, CAPACITY);
        Accepted forClient =
                bindHere(
                        client,
                        clientId,
                        ChannelArea.CLIENT,
                        server.domain,
                        serverId,
                        frames,
                        area);
        Accepted forServer =
                bindHere(
                        server.domain,
                        serverId,
                        ChannelArea.SERVER,
                        client,
                        clientId,
                        frames,
                        area);
        tell(caller, forClient);
        server.ready.add(forServer);
        serve(server);
    }

    private Accepted bindHere(
            Domain domain,
            int id,
            int side,
            Domain other,
            int otherId,
            Frames frames,
            MemorySegment area) {
        long bell = objects.mint(other.notification, CapRights.WRITE, Badges.notification(otherId));
        DomainBuilder.slotOf(sel4, domain, CSpaceLayout.FIRST_NOTIFICATION + id)
                .copy(objects.at(bell), CapRights.ALL)
                .orThrow();
        domain.bound.add(new BoundChannel(area, bell, id, self));
        return new Accepted(
                map(domain, frames),
                side,
                id,
                false,
                domain.description.cpu() != other.description.cpu());
    }

    private static void giveBack(Domain domain, int id) {
        if (id != NO_CHANNEL) {
            domain.giveBackChannel(id);
        }
    }

    private long map(Domain domain, Frames frames) {
        long address = domain.takeAreaAddress();
        frames.map(objects, sel4.vspace(domain.vspace), address, CapRights.READ_WRITE);
        return address;
    }

    // Between clusters.

    private void connectAcross(Domain client, Directory.Owner owner, Name name, long caller) {
        if (links.apply(owner.cluster()).isGone) {
            callers.answer(caller, CoordinatorClient.GONE);
            return;
        }
        Domain.RemoteEnd end = takeEnd(client);
        if (end == null) {
            callers.answer(caller, CoordinatorClient.REFUSED);
            return;
        }
        long request = nextRequest++;
        connecting.put(request, new Client(client, end, caller, owner.cluster()));
        links.apply(owner.cluster())
                .send(
                        LinkMessage.CONNECT,
                        request,
                        LinkMessage.pack(client.index, owner.domain()),
                        name.words());
    }

    /** A channel number of a domain, signalled by a line; null if there is none left. */
    private Domain.RemoteEnd takeEnd(Domain domain) {
        if (!domain.unused.isEmpty()) {
            return domain.unused.remove();
        }
        int id = domain.takeFreeChannel();
        if (id == NO_CHANNEL) {
            return null;
        }
        if (!interrupts.hasFreeLine()) {
            domain.giveBackChannel(id);
            return null;
        }
        return new Domain.RemoteEnd(id, interrupts.bind(domain, id));
    }

    /** A message from another coordinator; false if it is not about channels. */
    boolean handle(Link link, long[] message) {
        switch ((int) message[0]) {
            case LinkMessage.CONNECT -> connectAsked(link, message);
            case LinkMessage.ACCEPTED -> accepted(link, message);
            case LinkMessage.CONNECTED -> connected(link, message);
            case LinkMessage.REFUSED -> {
                Client client = connecting.remove(message[1]);
                client.domain.unused.add(client.end);
                callers.answer(client.caller, CoordinatorClient.REFUSED);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Another cluster's domain wants a channel to one of ours: makes the memory and our end. */
    private void connectAsked(Link link, long[] message) {
        long request = message[1];
        Domain domain = domains.apply(LinkMessage.low(message[2]));
        Server server = serverOf(NameService.nameIn(message), domain);
        Domain.RemoteEnd end =
                domain.isStopped || !link.hasPages(AREA_PAGES) ? null : takeEnd(domain);
        if (end == null) {
            link.send(LinkMessage.REFUSED, request, 0);
            return;
        }
        int firstPage = link.takePages(AREA_PAGES);
        MemorySegment area = link.pages(firstPage, AREA_PAGES);
        ChannelArea.format(area, CAPACITY);
        long address = map(domain, link.frames(firstPage, AREA_PAGES));
        long number = nextBinding++;
        binding.put(
                number,
                new Binding(server, area, Accepted.across(address, ChannelArea.SERVER, end.id())));
        link.send(
                LinkMessage.ACCEPTED,
                request,
                LinkMessage.pack(firstPage, end.line()),
                new long[] {number});
    }

    /** The server's end stands: makes ours, and our client may begin. */
    private void accepted(Link link, long[] message) {
        Client client = connecting.remove(message[1]);
        int firstPage = LinkMessage.high(message[2]);
        MemorySegment area = link.pages(firstPage, AREA_PAGES);
        long address = map(client.domain, link.frames(firstPage, AREA_PAGES));
        bindAcross(client.domain, client.end.id(), LinkMessage.low(message[2]), link, area);
        link.send(LinkMessage.CONNECTED, message[3], client.end.line());
        tell(client.caller, Accepted.across(address, ChannelArea.CLIENT, client.end.id()));
    }

    /** The client's end stands: our server may have the channel. */
    private void connected(Link link, long[] message) {
        Binding made = binding.remove(message[1]);
        bindAcross(made.server.domain, made.accepted.id, (int) message[2], link, made.area);
        made.server.ready.add(made.accepted);
        serve(made.server);
    }

    private void bindAcross(Domain domain, int id, int line, Link link, MemorySegment area) {
        long bell = interrupts.doorbell(line, link.peerCore);
        DomainBuilder.slotOf(sel4, domain, CSpaceLayout.FIRST_NOTIFICATION + id)
                .copy(objects.at(bell), CapRights.ALL)
                .orThrow();
        BoundChannel bound = new BoundChannel(area, bell, id, link.peer);
        domain.bound.add(bound);
        if (domain.isStopped) {
            // It faulted while the two ends were made.
            close(bound);
        }
    }

    /** A domain has stopped: who receives from it learns that nothing more will come. */
    void closeAll(Domain domain) {
        domain.isStopped = true;
        domain.bound.forEach(this::close);
    }

    /** A cluster has stopped: who receives from it, or waits for room there, learns that. */
    void clusterFailed(Domain domain, int cluster) {
        for (BoundChannel channel : domain.bound) {
            if (channel.peer() == cluster) {
                closeRings(channel);
                long badged =
                        objects.mint(
                                domain.notification,
                                CapRights.WRITE,
                                Badges.notification(channel.id()));
                sel4.nbSend(badged, MessageInfo.of(0, 0));
            }
        }
    }

    /** A cluster has stopped: nobody there accepts any more. */
    void refuseAll(int cluster) {
        List<Client> refused = new ArrayList<>();
        connecting.values().stream()
                .filter(client -> client.serverCluster == cluster)
                .forEach(refused::add);
        connecting.values().removeAll(refused);
        for (Client client : refused) {
            client.domain.unused.add(client.end);
            callers.answer(client.caller, CoordinatorClient.GONE);
        }
    }

    private void close(BoundChannel channel) {
        closeRings(channel);
        sel4.nbSend(channel.bell(), MessageInfo.of(0, 0));
    }

    private static void closeRings(BoundChannel channel) {
        LineRingLayout.close(ChannelArea.ring(channel.area(), ChannelArea.SERVER, CAPACITY));
        LineRingLayout.close(ChannelArea.ring(channel.area(), ChannelArea.CLIENT, CAPACITY));
    }
}
