package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.ContentMismatchException;
import io.atoll.benchmarks.harness.LatencySubject;
import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.harness.SidePair;
import io.atoll.benchmarks.harness.ThroughputSubject;
import io.atoll.benchmarks.harness.Waiting;
import io.atoll.benchmarks.peers.Payload;
import io.atoll.benchmarks.peers.RoundTripPeer;
import io.atoll.benchmarks.peers.StreamPeer;
import io.atoll.benchmarks.subjects.TwoCores.Kernels;
import io.atoll.cluster.IdleStrategy;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;

import java.util.List;

/** Signals and messages between programs on two cores of one image. */
public final class CrossCore {
    private static final long FOUR_WORDS = MessageInfo.of(0, 4);

    /**
     * Of signals; every so many one has another badge, so that a lost or doubled one is noticed.
     */
    private static final long BADGE = 1;

    private static final long MARK = 2;
    private static final long SIGNALS_TO_MARK = 64;

    private CrossCore() {}

    /** A signal or a call to the other core and back. */
    public static List<LatencySubject> ofRoundTrips() {
        return List.of(
                new NotificationPoll(Kernels.LOCK_FREE_FASTPATH, "notification-poll"),
                new NotificationPoll(Kernels.BIG_LOCK, "notification-poll-big-lock"),
                new NotificationWait(Kernels.LOCK_FREE_FASTPATH, "notification-wait"),
                new NotificationWait(Kernels.BIG_LOCK, "notification-wait-big-lock"),
                new CallToOtherCore(Kernels.LOCK_FREE_FASTPATH, "call-reply-recv"),
                new CallToOtherCore(Kernels.BIG_LOCK, "call-reply-recv-big-lock"));
    }

    /** Messages of four words to the other core. */
    public static List<ThroughputSubject> ofMessages() {
        return List.of(
                new Messages(Kernels.LOCK_FREE_FASTPATH, "send-recv"),
                new Messages(Kernels.BIG_LOCK, "send-recv-big-lock"));
    }

    /** Signals to the other core, which polls. */
    public static List<ThroughputSubject> ofSignals() {
        return List.of(
                new Signals(Kernels.LOCK_FREE_FASTPATH, Kernels.LOCK_FREE_FASTPATH.label),
                new Signals(Kernels.BIG_LOCK, Kernels.BIG_LOCK.label));
    }

    private static TwoCores boot(Kernels kernels, Placement placement) throws Exception {
        return TwoCores.boot(kernels, placement, IdleStrategy.SPIN);
    }

    /** A notification, and capabilities to signal it. */
    private static final class Signal {
        final long notification;
        private final long plain;
        private final long marked;

        Signal(Task task) {
            notification = task.objects.make(ObjectType.NOTIFICATION);
            plain = task.objects.mint(notification, CapRights.ALL, BADGE);
            marked = task.objects.mint(notification, CapRights.ALL, MARK);
        }

        private static boolean isMarked(long sequence) {
            return sequence % SIGNALS_TO_MARK == 0;
        }

        void send(Sel4 sel4, long sequence) {
            sel4.send(isMarked(sequence) ? marked : plain, 0);
        }

        void mark(Sel4 sel4) {
            sel4.send(marked, 0);
        }

        static void check(long sequence, long badge) {
            if (badge != (isMarked(sequence) ? MARK : BADGE)) {
                throw new ContentMismatchException(sequence, "badge " + badge);
            }
        }
    }

    /** Both directions of a round trip of signals. */
    private abstract static class NotificationRoundTrip extends RoundTripPeer {
        private final Kernels kernels;
        private Signal there;
        private Signal back;
        private Sel4 client;
        private Sel4 server;

        NotificationRoundTrip(Kernels kernels, String name) {
            super(name);
            this.kernels = kernels;
        }

        @Override
        protected final void connect() {
            // the programs do it
        }

        @Override
        protected final SidePair newPair(Placement placement) throws Exception {
            TwoCores cores = boot(kernels, placement);
            client = cores.firstSel4();
            server = cores.secondSel4();
            cores.prepareFirst(task -> there = new Signal(task));
            cores.prepareSecond(task -> back = new Signal(task));
            return cores;
        }

        /** Returns the badge of the next signal. */
        abstract long receive(Sel4 sel4, long notification, Waiting waiting);

        @Override
        protected final void request(long sequence, Waiting waiting) {
            there.send(client, sequence);
            Signal.check(sequence, receive(client, back.notification, waiting));
        }

        @Override
        protected final void answer(long sequence, Waiting waiting) {
            Signal.check(sequence, receive(server, there.notification, waiting));
            back.send(server, sequence);
        }
    }

    /** The receivers look again and again. */
    private static final class NotificationPoll extends NotificationRoundTrip {
        NotificationPoll(Kernels kernels, String name) {
            super(kernels, name);
        }

        @Override
        long receive(Sel4 sel4, long notification, Waiting waiting) {
            return poll(sel4, notification, waiting);
        }
    }

    /** The receivers block; their cores spin until they are interrupted. */
    private static final class NotificationWait extends NotificationRoundTrip {
        NotificationWait(Kernels kernels, String name) {
            super(kernels, name);
        }

        @Override
        long receive(Sel4 sel4, long notification, Waiting waiting) {
            sel4.await(notification);
            return sel4.ipc().senderBadge();
        }
    }

    private static long poll(Sel4 sel4, long notification, Waiting waiting) {
        while (true) {
            sel4.nbAwait(notification);
            long badge = sel4.ipc().senderBadge();
            if (badge != 0) {
                return badge;
            }
            waiting.pause();
        }
    }

    /** {@code Call} to a server with time of its own on the other core. */
    private static final class CallToOtherCore extends RoundTripPeer {
        private final Kernels kernels;
        private Sel4 client;
        private Sel4 server;
        private long endpoint;
        private long reply;

        CallToOtherCore(Kernels kernels, String name) {
            super(name);
            this.kernels = kernels;
        }

        @Override
        protected void connect() {
            // the programs do it
        }

        @Override
        protected SidePair newPair(Placement placement) throws Exception {
            TwoCores cores = boot(kernels, placement);
            client = cores.firstSel4();
            server = cores.secondSel4();
            cores.prepareFirst(task -> endpoint = task.objects.make(ObjectType.ENDPOINT));
            cores.prepareSecond(task -> reply = task.objects.make(ObjectType.REPLY));
            return cores;
        }

        @Override
        protected void request(long sequence, Waiting waiting) {
            put(client, sequence);
            client.call(endpoint, FOUR_WORDS);
            check(client, sequence);
        }

        @Override
        protected void answer(long sequence, Waiting waiting) {
            throw new AssertionError("all are answered together");
        }

        @Override
        protected void answerAll(long begin, long end, Waiting waiting) {
            server.recv(endpoint, reply);
            for (long sequence = begin; sequence < end - 1; sequence++) {
                check(server, sequence);
                server.replyRecv(endpoint, FOUR_WORDS, reply);
            }
            check(server, end - 1);
            server.send(reply, FOUR_WORDS);
        }
    }

    /** {@code Send} to a thread of the other core that receives. */
    private static final class Messages extends StreamPeer {
        private final Kernels kernels;
        private Sel4 sender;
        private Sel4 receiver;
        private long endpoint;
        private long reply;

        Messages(Kernels kernels, String name) {
            super(name);
            this.kernels = kernels;
        }

        @Override
        protected void connect() {
            // the programs do it
        }

        @Override
        protected SidePair newPair(Placement placement) throws Exception {
            TwoCores cores = boot(kernels, placement);
            sender = cores.firstSel4();
            receiver = cores.secondSel4();
            cores.prepareFirst(task -> endpoint = task.objects.make(ObjectType.ENDPOINT));
            cores.prepareSecond(task -> reply = task.objects.make(ObjectType.REPLY));
            return cores;
        }

        @Override
        protected void sendAll(long begin, long end, Waiting waiting) {
            for (long sequence = begin; sequence < end; sequence++) {
                put(sender, sequence);
                sender.send(endpoint, FOUR_WORDS);
            }
        }

        @Override
        protected void receiveAll(long begin, long end, Waiting waiting) {
            for (long sequence = begin; sequence < end; sequence++) {
                receiver.recv(endpoint, reply);
                check(receiver, sequence);
            }
        }
    }

    /**
     * {@code Signal} to a notification that the other core polls. What is signalled while the
     * badges of earlier signals have not been taken coalesces with them, so the receiver does not
     * count; it sees when the last one has come.
     */
    private static final class Signals extends StreamPeer {
        private final Kernels kernels;
        private Sel4 sender;
        private Sel4 receiver;
        private Signal signal;

        Signals(Kernels kernels, String name) {
            super(name);
            this.kernels = kernels;
        }

        @Override
        protected void connect() {
            // the programs do it
        }

        @Override
        protected SidePair newPair(Placement placement) throws Exception {
            TwoCores cores = boot(kernels, placement);
            sender = cores.firstSel4();
            receiver = cores.secondSel4();
            cores.prepareFirst(task -> signal = new Signal(task));
            return cores;
        }

        @Override
        protected void sendAll(long begin, long end, Waiting waiting) {
            for (long sequence = begin; sequence < end - 1; sequence++) {
                sender.send(signal.plain, 0);
            }
            signal.mark(sender);
        }

        @Override
        protected void receiveAll(long begin, long end, Waiting waiting) {
            long badges = 0;
            while ((badges & MARK) == 0) {
                badges = poll(receiver, signal.notification, waiting);
            }
        }
    }

    private static void put(Sel4 sel4, long sequence) {
        sel4.ipc().mr(0, sequence);
        sel4.ipc().mr(1, Payload.second(sequence));
        sel4.ipc().mr(2, Payload.third(sequence));
        sel4.ipc().mr(3, Payload.fourth(sequence));
    }

    private static void check(Sel4 sel4, long sequence) {
        Payload.check(
                sequence, sel4.ipc().mr(0), sel4.ipc().mr(1), sel4.ipc().mr(2), sel4.ipc().mr(3));
    }
}
