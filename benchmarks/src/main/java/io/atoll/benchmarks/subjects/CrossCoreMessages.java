package io.atoll.benchmarks.subjects;

import static io.atoll.benchmarks.subjects.CrossCoreEndpoint.FOUR_WORDS;
import static io.atoll.benchmarks.subjects.CrossCoreEndpoint.check;
import static io.atoll.benchmarks.subjects.CrossCoreEndpoint.put;

import io.atoll.benchmarks.harness.LatencySubject;
import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.harness.SidePair;
import io.atoll.benchmarks.harness.ThroughputSubject;
import io.atoll.benchmarks.harness.Waiting;
import io.atoll.benchmarks.peers.RoundTripPeer;
import io.atoll.benchmarks.peers.StreamPeer;
import io.atoll.benchmarks.subjects.TwoCores.Kernels;

import java.util.List;

/** Messages of four words between programs on two cores of one image. */
public final class CrossCoreMessages {
    private CrossCoreMessages() {}

    /** A call to the other core and its answer. */
    public static List<LatencySubject> ofRoundTrips() {
        return List.of(
                new Calls(Kernels.LOCK_FREE_FASTPATH, "call-reply-recv"),
                new Calls(Kernels.BIG_LOCK, "call-reply-recv-big-lock"));
    }

    /** Messages that are not answered. */
    public static List<ThroughputSubject> ofStreams() {
        return List.of(
                new Stream(Kernels.LOCK_FREE_FASTPATH, "send-recv"),
                new Stream(Kernels.BIG_LOCK, "send-recv-big-lock"));
    }

    /** {@code Call} to a server with time of its own on the other core. */
    private static final class Calls extends RoundTripPeer {
        private final CrossCoreEndpoint to;

        Calls(Kernels kernels, String name) {
            super(name);
            to = new CrossCoreEndpoint(kernels);
        }

        @Override
        protected void connect() {
            // the programs do it
        }

        @Override
        protected SidePair newPair(Placement placement) throws Exception {
            return to.boot(placement);
        }

        @Override
        protected void request(long sequence, Waiting waiting) {
            put(to.first, sequence);
            to.first.call(to.endpoint, FOUR_WORDS);
            check(to.first, sequence);
        }

        @Override
        protected void answer(long sequence, Waiting waiting) {
            throw new AssertionError("all are answered together");
        }

        @Override
        protected void answerAll(long begin, long end, Waiting waiting) {
            to.second.recv(to.endpoint, to.reply);
            for (long sequence = begin; sequence < end - 1; sequence++) {
                check(to.second, sequence);
                to.second.replyRecv(to.endpoint, FOUR_WORDS, to.reply);
            }
            check(to.second, end - 1);
            to.second.send(to.reply, FOUR_WORDS);
        }
    }

    /** {@code Send} to a thread of the other core that receives. */
    private static final class Stream extends StreamPeer {
        private final CrossCoreEndpoint to;

        Stream(Kernels kernels, String name) {
            super(name);
            to = new CrossCoreEndpoint(kernels);
        }

        @Override
        protected void connect() {
            // the programs do it
        }

        @Override
        protected SidePair newPair(Placement placement) throws Exception {
            return to.boot(placement);
        }

        @Override
        protected void sendAll(long begin, long end, Waiting waiting) {
            for (long sequence = begin; sequence < end; sequence++) {
                put(to.first, sequence);
                to.first.send(to.endpoint, FOUR_WORDS);
            }
        }

        @Override
        protected void receiveAll(long begin, long end, Waiting waiting) {
            for (long sequence = begin; sequence < end; sequence++) {
                to.second.recv(to.endpoint, to.reply);
                check(to.second, sequence);
            }
        }
    }
}
