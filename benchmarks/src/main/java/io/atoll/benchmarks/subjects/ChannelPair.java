package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.harness.Rendezvous;
import io.atoll.benchmarks.harness.Side;
import io.atoll.benchmarks.harness.SidePair;
import io.atoll.benchmarks.harness.Waiting;
import io.atoll.coordinator.CoordinatorClient;
import io.atoll.coordinator.channel.LineChannel;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.system.SystemBuilder;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Two user programs in two kernels and the channel between them, bound by the coordinators under a
 * name, as any two programs would do it. Used by one thread at a time. After a failed round a pair
 * can only be closed.
 */
final class ChannelPair implements SidePair {
    private static final String NAME = "benchmark";
    private static final int PRIORITY = 100;

    private final GuestThread<LineChannel> client = new GuestThread<>();
    private final GuestThread<LineChannel> server = new GuestThread<>();
    private final CompletableFuture<LineChannel> clientEnd = new CompletableFuture<>();
    private final CompletableFuture<LineChannel> serverEnd = new CompletableFuture<>();
    private final Waiting waiting;
    private final String clientName;
    private final String serverName;
    private TwoKernels kernels;

    private ChannelPair(Waiting waiting) {
        this.waiting = waiting;
        clientName =
                GuestProgram.leave(
                        "client",
                        context -> serve(context, client, clientEnd, ChannelPair::connect));
        serverName =
                GuestProgram.leave(
                        "server",
                        context -> serve(context, server, serverEnd, ChannelPair::accept));
    }

    /** Boots both kernels and waits for the channel. */
    static ChannelPair open(Placement placement) throws Exception {
        ChannelPair pair = new ChannelPair(placement.newWaiting(2));
        try {
            pair.boot(placement);
            return pair;
        } catch (Exception | Error failure) {
            pair.close();
            throw failure;
        }
    }

    private void boot(Placement placement) throws Exception {
        CompletableFuture<Void> bound = CompletableFuture.allOf(clientEnd, serverEnd);
        SystemBuilder system =
                SystemBuilder.named("channel")
                        .protectionDomain(
                                clientName,
                                pd ->
                                        pd.cpu(TwoKernels.CLIENT_CORE)
                                                .priority(PRIORITY)
                                                .program(GuestProgram.class))
                        .protectionDomain(
                                serverName,
                                pd ->
                                        pd.cpu(TwoKernels.SERVER_CORE)
                                                .priority(PRIORITY)
                                                .program(GuestProgram.class));
        kernels =
                TwoKernels.boot(
                        placement,
                        system,
                        Map.of(clientName, GuestProgram.class, serverName, GuestProgram.class),
                        bound);
        Rendezvous.await(bound, Rendezvous.ROUND_LIMIT);
    }

    private static void serve(
            PdContext context,
            GuestThread<LineChannel> thread,
            CompletableFuture<LineChannel> end,
            Function<CoordinatorClient, LineChannel> bind) {
        LineChannel channel = bind.apply(CoordinatorClient.of(context));
        end.complete(channel);
        thread.serve(channel);
    }

    private static LineChannel connect(CoordinatorClient coordinator) {
        return coordinator.connect(NAME);
    }

    private static LineChannel accept(CoordinatorClient coordinator) {
        if (!coordinator.register(NAME)) {
            throw new IllegalStateException("somebody else is called '" + NAME + "'");
        }
        return coordinator.accept(NAME);
    }

    @Override
    public Waiting waiting() {
        return waiting;
    }

    /** The client's end, for the client's side of a round. */
    LineChannel clientEnd() {
        return clientEnd.join();
    }

    /** The server's end, for the server's side of a round. */
    LineChannel serverEnd() {
        return serverEnd.join();
    }

    /** Plays both sides of a round, each in its user program. */
    @Override
    public void play(Side clientSide, Side serverSide) throws Exception {
        new Rendezvous(waiting).play(client, clientSide, server, serverSide);
    }

    /** Ends both programs and stops both kernels. */
    @Override
    public void close() {
        waiting.abort();
        client.close();
        server.close();
        if (kernels != null) {
            kernels.close();
        }
        GuestProgram.forget(clientName);
        GuestProgram.forget(serverName);
    }
}
