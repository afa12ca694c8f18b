package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.LatencyRecorder;
import io.atoll.benchmarks.harness.LatencySubject;
import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.harness.Rendezvous;
import io.atoll.benchmarks.peers.Payload;
import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.microkit.Handler;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.system.EndBuilder;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.kernel.api.MessageInfo;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * {@code remote-call}: a protected call from a program in one kernel to a handler in another, which
 * the coordinators carry: four words there, four back.
 */
public final class RemoteCall implements LatencySubject {
    private static final long INFO = MessageInfo.of(0, 4);
    private static final int SERVER_PRIORITY = 200;
    private static final int CLIENT_PRIORITY = 100;
    private static final String SERVER = "server";

    private final GuestThread<PdContext> client = new GuestThread<>();
    private String clientName;
    private TwoKernels kernels;
    private long nextSequence = 1;

    /** A subject of {@code round-trip}. */
    public RemoteCall() {}

    @Override
    public String name() {
        return "remote-call";
    }

    @Override
    public void open(Placement placement) throws Exception {
        CompletableFuture<Void> running = new CompletableFuture<>();
        clientName =
                GuestProgram.leave(
                        "client",
                        context -> {
                            running.complete(null);
                            client.serve(context);
                        });
        SystemBuilder system =
                SystemBuilder.named("remote-call")
                        .protectionDomain(
                                clientName,
                                pd ->
                                        pd.cpu(TwoKernels.CLIENT_CORE)
                                                .priority(CLIENT_PRIORITY)
                                                .program(GuestProgram.class))
                        .protectionDomain(
                                SERVER,
                                pd ->
                                        pd.cpu(TwoKernels.SERVER_CORE)
                                                .priority(SERVER_PRIORITY)
                                                .program(Echo.class))
                        .channel(
                                EndBuilder.end(clientName).id(0).pp(),
                                EndBuilder.end(SERVER).id(0));
        kernels =
                TwoKernels.boot(
                        placement,
                        system,
                        Map.of(clientName, GuestProgram.class, SERVER, Echo.class),
                        running);
        Rendezvous.await(running, Rendezvous.ROUND_LIMIT);
    }

    @Override
    public void round(LatencyRecorder recorder, long operations) throws Exception {
        long begin = nextSequence;
        client.call(
                context -> {
                    callAll(context, recorder, begin, begin + operations);
                    return null;
                });
        nextSequence = begin + operations;
    }

    private static void callAll(PdContext context, LatencyRecorder recorder, long begin, long end) {
        Channel channel = context.channel(0);
        int batch = recorder.operationsPerSample();
        for (long sequence = begin; sequence < end; sequence += batch) {
            long start = System.nanoTime();
            for (int i = 0; i < batch; i++) {
                call(context, channel, sequence + i);
            }
            recorder.record(System.nanoTime() - start);
        }
    }

    private static void call(PdContext context, Channel channel, long sequence) {
        context.mr(0, sequence);
        context.mr(1, Payload.second(sequence));
        context.mr(2, Payload.third(sequence));
        context.mr(3, Payload.fourth(sequence));
        channel.ppcall(INFO);
        check(context, sequence);
    }

    private static void check(PdContext context, long sequence) {
        Payload.check(sequence, context.mr(0), context.mr(1), context.mr(2), context.mr(3));
    }

    @Override
    public void close() {
        client.close();
        if (kernels != null) {
            kernels.close();
        }
        if (clientName != null) {
            GuestProgram.forget(clientName);
        }
    }

    /** Checks the message, whose words stay where they are, and sends it back. */
    public static final class Echo implements Handler {
        private PdContext context;
        private long next = 1;

        /** For the coordinator. */
        public Echo() {}

        @Override
        public void init(PdContext own) {
            context = own;
        }

        @Override
        public void notified(Channel channel) {
            throw new IllegalStateException("nobody signals " + channel);
        }

        @Override
        public long protectedCall(Channel channel, long info) {
            check(context, next++);
            return info;
        }
    }
}
