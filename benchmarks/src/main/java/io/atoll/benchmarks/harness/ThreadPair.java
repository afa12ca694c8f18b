package io.atoll.benchmarks.harness;

import java.util.concurrent.CompletionException;

/**
 * Two pinned threads, client and server, for a subject whose rounds have two sides. Because pinning
 * and the {@link Waiting} come from here, they are the same for all such subjects. Used by one
 * thread at a time. After a failed round a pair can only be closed.
 */
public final class ThreadPair implements SidePair {
    private final PinnedThread client;
    private final PinnedThread server;
    private final Waiting waiting;

    private ThreadPair(PinnedThread client, PinnedThread server, Waiting waiting) {
        this.client = client;
        this.server = server;
        this.waiting = waiting;
    }

    /** Client on the CPU of side 0, server on that of side 1. */
    public static ThreadPair acrossCpus(String name, Placement placement) {
        return start(name, placement, Placement.SERVER, placement.newWaiting(2));
    }

    /** Both on the CPU of side 0; waiting gives the CPU to the other. */
    public static ThreadPair onOneCpu(String name, Placement placement) {
        return start(name, placement, Placement.CLIENT, new Waiting(true));
    }

    private static ThreadPair start(
            String name, Placement placement, int serverSide, Waiting waiting) {
        PinnedThread client = PinnedThread.start(name + "-client", placement, Placement.CLIENT);
        try {
            PinnedThread server = PinnedThread.start(name + "-server", placement, serverSide);
            return new ThreadPair(client, server, waiting);
        } catch (CompletionException failure) {
            client.close();
            throw failure;
        }
    }

    @Override
    public Waiting waiting() {
        return waiting;
    }

    @Override
    public void play(Side clientSide, Side serverSide) throws Exception {
        new Rendezvous(waiting).play(client, clientSide, server, serverSide);
    }

    @Override
    public void close() {
        waiting.abort();
        try (client) {
            server.close();
        }
    }
}
