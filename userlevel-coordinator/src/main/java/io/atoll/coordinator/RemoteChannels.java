package io.atoll.coordinator;

import io.atoll.coordinator.channel.ChannelArea;
import io.atoll.coordinator.channel.ChannelKind;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Channels between clusters. The coordinator of the server gives the memory, out of what the two
 * coordinators share: CONNECT, ACCEPTED, CONNECTED, in {@link LinkMessage}'s terms. The client's
 * end is prepared before anything is asked for, so that what can fail has failed before the other
 * side has done anything. Used by one coordinator only.
 */
final class RemoteChannels {
    private static final long PAGE_BYTES = 4096;
    private static final int NO_CHANNEL = -1;

    private final InterruptAllocator interrupts;
    private final Callers callers;
    private final IntFunction<Link> links;
    private final IntFunction<Domain> domains;
    private final Servers servers;
    private final BoundChannels bound;

    private final Map<Long, Client> connecting = new HashMap<>();
    private final Map<Long, Binding> binding = new HashMap<>();
    private long nextRequest;
    private long nextBinding;

    /** One of our domains that waits for another cluster to accept. */
    private record Client(
            Domain domain,
            ChannelKind kind,
            Domain.RemoteEnd end,
            long caller,
            int serverCluster) {}

    /** A server's end that waits for the client's. */
    private record Binding(
            Servers.Server server, ChannelKind kind, MemorySegment area, NewEnd end) {}

    RemoteChannels(
            InterruptAllocator interrupts,
            Callers callers,
            IntFunction<Link> links,
            IntFunction<Domain> domains,
            Servers servers,
            BoundChannels bound) {
        this.interrupts = interrupts;
        this.callers = callers;
        this.links = links;
        this.domains = domains;
        this.servers = servers;
        this.bound = bound;
    }

    /** One of our domains wants a channel to one of another cluster that has a name. */
    void connect(Domain client, Directory.Owner owner, Name name, ChannelKind kind, long caller) {
        Link link = links.apply(owner.cluster());
        if (link.isGone) {
            callers.answer(caller, CoordinatorClient.GONE);
            return;
        }
        Domain.RemoteEnd end = takeEnd(client);
        if (end == null) {
            callers.answer(caller, CoordinatorClient.REFUSED);
            return;
        }
        long request = nextRequest++;
        connecting.put(request, new Client(client, kind, end, caller, owner.cluster()));
        link.send(
                LinkMessage.CONNECT,
                request,
                LinkMessage.pack(kind.code(), owner.domain()),
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
            case LinkMessage.REFUSED -> refused(connecting.remove(message[1]));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void refused(Client client) {
        client.domain.unused.add(client.end);
        callers.answer(client.caller, CoordinatorClient.REFUSED);
    }

    /** Another cluster's domain wants a channel to one of ours: makes the memory and our end. */
    private void connectAsked(Link link, long[] message) {
        long request = message[1];
        Domain domain = domains.apply(LinkMessage.low(message[2]));
        Optional<ChannelKind> kind = ChannelKind.of(LinkMessage.high(message[2]));
        boolean isPossible =
                kind.isPresent() && !domain.isStopped && link.hasPages(pages(kind.get()));
        Domain.RemoteEnd end = isPossible ? takeEnd(domain) : null;
        if (end == null) {
            link.send(LinkMessage.REFUSED, request, 0);
            return;
        }
        Servers.Server server = servers.of(NameService.nameIn(message), domain);
        accept(link, request, server, kind.get(), end);
    }

    private void accept(
            Link link,
            long request,
            Servers.Server server,
            ChannelKind kind,
            Domain.RemoteEnd end) {
        int firstPage = link.takePages(pages(kind));
        MemorySegment area = link.pages(firstPage, pages(kind));
        ChannelArea.format(area, kind);
        NewEnd forServer =
                newEnd(server.domain, kind, link, firstPage, ChannelArea.SERVER, end.id());
        long number = nextBinding++;
        binding.put(number, new Binding(server, kind, area, forServer));
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
        int line = LinkMessage.low(message[2]);
        MemorySegment area = link.pages(firstPage, pages(client.kind));
        NewEnd forClient =
                newEnd(
                        client.domain,
                        client.kind,
                        link,
                        firstPage,
                        ChannelArea.CLIENT,
                        client.end.id());
        bind(client.domain, client.kind, area, client.end.id(), line, link);
        link.send(LinkMessage.CONNECTED, message[3], client.end.line());
        forClient.tell(callers, client.caller);
    }

    /** The client's end stands: our server may have the channel. */
    private void connected(Link link, long[] message) {
        Binding made = binding.remove(message[1]);
        int line = (int) message[2];
        bind(made.server.domain, made.kind, made.area, made.end.id(), line, link);
        servers.ready(made.server, made.kind, made.end);
    }

    private NewEnd newEnd(
            Domain domain, ChannelKind kind, Link link, int firstPage, int side, int id) {
        long address = bound.map(domain, link.frames(firstPage, pages(kind)));
        return NewEnd.across(address, ChannelArea.byteSize(kind), side, id);
    }

    private void bind(
            Domain domain, ChannelKind kind, MemorySegment area, int id, int line, Link link) {
        long bell = interrupts.doorbell(line, link.peerCore);
        bound.bind(domain, new BoundChannel(kind, area, bell, id, link.peer));
    }

    private static int pages(ChannelKind kind) {
        return (int) Math.ceilDiv(ChannelArea.byteSize(kind), PAGE_BYTES);
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
}
