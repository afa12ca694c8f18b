package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.harness.SidePair;
import io.atoll.benchmarks.harness.Waiting;
import io.atoll.benchmarks.peers.Payload;
import io.atoll.benchmarks.peers.RoundTripPeer;
import io.atoll.benchmarks.peers.StreamPeer;
import io.atoll.coordinator.channel.LineChannel;
import io.atoll.coordinator.ring.RingResult;

/**
 * {@code channel}: two user programs in two kernels, over a channel that their coordinators bound.
 * Every message is sent so that a sleeping receiver would be rung; the receivers poll, as everybody
 * else's do.
 */
public final class Channels {
    private static final String NAME = "channel";

    /** Messages after which a sleeping receiver of a stream would be woken. */
    private static final int MESSAGES_TO_FLUSH = 64;

    private Channels() {}

    /** A message through the channel and one back. */
    public static final class RoundTrip extends RoundTripPeer {
        private LineChannel client;
        private LineChannel server;

        /** A subject of {@code round-trip}. */
        public RoundTrip() {
            super(NAME);
        }

        @Override
        protected void connect() {
            // the programs do it
        }

        @Override
        protected SidePair newPair(Placement placement) throws Exception {
            ChannelPair pair = ChannelPair.open(placement);
            client = pair.clientEnd();
            server = pair.serverEnd();
            return pair;
        }

        @Override
        protected void request(long sequence, Waiting waiting) {
            send(client, sequence, waiting);
            receive(client, sequence, waiting);
        }

        @Override
        protected void answer(long sequence, Waiting waiting) {
            receive(server, sequence, waiting);
            send(server, sequence, waiting);
        }
    }

    /** Messages one way through the channel. */
    public static final class Stream extends StreamPeer {
        private LineChannel client;
        private LineChannel server;

        /** A subject of {@code stream-32-bytes}. */
        public Stream() {
            super(NAME);
        }

        @Override
        protected void connect() {
            // the programs do it
        }

        @Override
        protected SidePair newPair(Placement placement) throws Exception {
            ChannelPair pair = ChannelPair.open(placement);
            client = pair.clientEnd();
            server = pair.serverEnd();
            return pair;
        }

        @Override
        protected void sendAll(long begin, long end, Waiting waiting) {
            LineChannel channel = client;
            for (long sequence = begin; sequence < end; sequence++) {
                while (channel.offer(
                                sequence,
                                Payload.second(sequence),
                                Payload.third(sequence),
                                Payload.fourth(sequence))
                        != RingResult.OK) {
                    channel.flush();
                    waiting.pause();
                }
                if (sequence % MESSAGES_TO_FLUSH == 0) {
                    channel.flush();
                }
            }
            channel.flush();
        }

        @Override
        protected void receiveAll(long begin, long end, Waiting waiting) {
            LineChannel channel = server;
            for (long sequence = begin; sequence < end; sequence++) {
                receive(channel, sequence, waiting);
            }
        }
    }

    private static void send(LineChannel channel, long sequence, Waiting waiting) {
        while (channel.send(
                        sequence,
                        Payload.second(sequence),
                        Payload.third(sequence),
                        Payload.fourth(sequence))
                != RingResult.OK) {
            waiting.pause();
        }
    }

    private static void receive(LineChannel channel, long sequence, Waiting waiting) {
        while (channel.poll() != RingResult.OK) {
            waiting.pause();
        }
        Payload.check(sequence, channel.word(0), channel.word(1), channel.word(2), channel.word(3));
        channel.release();
    }
}
