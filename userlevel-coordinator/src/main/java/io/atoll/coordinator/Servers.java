package io.atoll.coordinator;

import io.atoll.coordinator.channel.ChannelKind;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The names of our domains, and for each kind of channel to a name the channels that nobody has
 * accepted yet, or who waits for one. Used by one coordinator only.
 */
final class Servers {
    private final Callers callers;
    private final Map<Name, Server> servers = new HashMap<>();

    /** A name of one of our domains. */
    static final class Server {
        final Domain domain;
        private final Map<ChannelKind, Queue> queues = new EnumMap<>(ChannelKind.class);

        private Server(Domain domain) {
            this.domain = domain;
        }

        private Queue queue(ChannelKind kind) {
            return queues.computeIfAbsent(kind, _ -> new Queue());
        }
    }

    /** One of the two is empty. */
    private static final class Queue {
        final ArrayDeque<NewEnd> ready = new ArrayDeque<>();
        final ArrayDeque<Long> accepting = new ArrayDeque<>();
    }

    Servers(Callers callers) {
        this.callers = callers;
    }

    /** The server of a name that the directory says is the domain's. */
    Server of(Name name, Domain domain) {
        return servers.computeIfAbsent(name, _ -> new Server(domain));
    }

    /** A domain wants the next channel to a name of its own; answered when there is one. */
    void accept(Domain domain, Name name, ChannelKind kind, long caller) {
        Server server = servers.get(name);
        if (server == null || server.domain != domain) {
            callers.answer(caller, CoordinatorClient.NOT_YOURS);
            return;
        }
        Queue queue = server.queue(kind);
        queue.accepting.add(caller);
        serve(queue);
    }

    /** The server's end of a channel stands: whoever accepts next gets it. */
    void ready(Server server, ChannelKind kind, NewEnd end) {
        Queue queue = server.queue(kind);
        queue.ready.add(end);
        serve(queue);
    }

    private void serve(Queue queue) {
        while (!queue.ready.isEmpty() && !queue.accepting.isEmpty()) {
            queue.ready.remove().tell(callers, queue.accepting.remove());
        }
    }
}
