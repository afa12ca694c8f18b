package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.LatencySubject;
import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.harness.SidePair;
import io.atoll.benchmarks.harness.ThroughputSubject;
import io.atoll.benchmarks.harness.Waiting;
import io.atoll.benchmarks.peers.RoundTripPeer;
import io.atoll.benchmarks.peers.StreamPeer;
import io.atoll.benchmarks.subjects.TwoCores.Kernels;
import io.atoll.cluster.IdleStrategy;
import io.atoll.kernel.api.Sel4;

import java.util.List;

/** Signals between programs on two cores of one image. */
public final class CrossCoreSignals {
    private CrossCoreSignals() {}

    /** A signal to the other core and one back. */
    public static List<LatencySubject> ofRoundTrips() {
        return List.of(
                new Polled(Kernels.LOCK_FREE_FASTPATH, "notification-poll"),
                new Polled(Kernels.BIG_LOCK, "notification-poll-big-lock"),
                new Awaited(Kernels.LOCK_FREE_FASTPATH, "notification-wait"),
                new Awaited(Kernels.BIG_LOCK, "notification-wait-big-lock"));
    }

    /** Signals to the other core, which polls. */
    public static List<ThroughputSubject> ofStreams() {
        return List.of(
                new Stream(Kernels.LOCK_FREE_FASTPATH, Kernels.LOCK_FREE_FASTPATH.label),
                new Stream(Kernels.BIG_LOCK, Kernels.BIG_LOCK.label));
    }

    /** Both directions of a round trip. */
    private abstract static class RoundTrip extends RoundTripPeer {
        private final Kernels kernels;
        private MarkedSignal there;
        private MarkedSignal back;
        private Sel4 client;
        private Sel4 server;

        RoundTrip(Kernels kernels, String name) {
            super(name);
            this.kernels = kernels;
        }

        @Override
        protected final void connect() {
            // the programs do it
        }

        @Override
        protected final SidePair newPair(Placement placement) throws Exception {
            TwoCores cores = TwoCores.boot(kernels, placement, IdleStrategy.SPIN);
            client = cores.firstSel4();
            server = cores.secondSel4();
            cores.prepareFirst(task -> there = new MarkedSignal(task));
            cores.prepareSecond(task -> back = new MarkedSignal(task));
            return cores;
        }

        /** Returns the badge of the next signal. */
        abstract long receive(Sel4 sel4, MarkedSignal signal, Waiting waiting);

        @Override
        protected final void request(long sequence, Waiting waiting) {
            there.send(client, sequence);
            MarkedSignal.check(sequence, receive(client, back, waiting));
        }

        @Override
        protected final void answer(long sequence, Waiting waiting) {
            MarkedSignal.check(sequence, receive(server, there, waiting));
            back.send(server, sequence);
        }
    }

    /** The receivers look again and again. */
    private static final class Polled extends RoundTrip {
        Polled(Kernels kernels, String name) {
            super(kernels, name);
        }

        @Override
        long receive(Sel4 sel4, MarkedSignal signal, Waiting waiting) {
            return signal.poll(sel4, waiting);
        }
    }

    /** The receivers block; their cores spin until they are interrupted. */
    private static final class Awaited extends RoundTrip {
        Awaited(Kernels kernels, String name) {
            super(kernels, name);
        }

        @Override
        long receive(Sel4 sel4, MarkedSignal signal, Waiting waiting) {
            sel4.await(signal.notification);
            return sel4.ipc().senderBadge();
        }
    }

    /**
     * To a notification that the other core polls. What is signalled while the badges of earlier
     * signals have not been taken coalesces with them, so the receiver does not count; it sees when
     * the last one has come.
     */
    private static final class Stream extends StreamPeer {
        private final Kernels kernels;
        private Sel4 sender;
        private Sel4 receiver;
        private MarkedSignal signal;

        Stream(Kernels kernels, String name) {
            super(name);
            this.kernels = kernels;
        }

        @Override
        protected void connect() {
            // the programs do it
        }

        @Override
        protected SidePair newPair(Placement placement) throws Exception {
            TwoCores cores = TwoCores.boot(kernels, placement, IdleStrategy.SPIN);
            sender = cores.firstSel4();
            receiver = cores.secondSel4();
            cores.prepareFirst(task -> signal = new MarkedSignal(task));
            return cores;
        }

        @Override
        protected void sendAll(long begin, long end, Waiting waiting) {
            for (long sequence = begin; sequence < end - 1; sequence++) {
                sender.send(signal.plain, 0);
            }
            sender.send(signal.marked, 0);
        }

        @Override
        protected void receiveAll(long begin, long end, Waiting waiting) {
            long badges = 0;
            while ((badges & MarkedSignal.MARK) == 0) {
                badges = signal.poll(receiver, waiting);
            }
        }
    }
}
