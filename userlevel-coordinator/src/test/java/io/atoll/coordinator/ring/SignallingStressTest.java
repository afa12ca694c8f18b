package io.atoll.coordinator.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The signalling protocol of the real rings between two threads that really sleep, on a stand-in
 * for a doorbell. A wake-up that is lost shows as a sleep that exceeds its bound. What {@link
 * SignallingProtocolModelTest} proves for the steps, this shows for the classes.
 */
class SignallingStressTest {
    private static final int ROUND_TRIPS = 20_000;
    private static final int STREAMED = 100_000;

    private enum Protocol {
        RIGHT,
        LOOKS_BEFORE_PUBLISHING,
        NO_LOOK_AFTER_REQUEST
    }

    static Stream<RingKind> rings() {
        return Stream.of(new LineRingKind(4), new ByteRingKind(256));
    }

    /** Keeps a ring that comes before the sleep, as a notification does. */
    private static final class Doorbell {
        private final AtomicBoolean isRung = new AtomicBoolean();
        private final long longestNanos;
        private volatile Thread sleeper;
        int sleeps;

        Doorbell(long longestMillis) {
            longestNanos = TimeUnit.MILLISECONDS.toNanos(longestMillis);
        }

        void ring() {
            isRung.set(true);
            LockSupport.unpark(sleeper);
        }

        void await() {
            sleeper = Thread.currentThread();
            sleeps++;
            long begin = System.nanoTime();
            while (!isRung.getAndSet(false)) {
                long leftNanos = longestNanos - (System.nanoTime() - begin);
                if (leftNanos <= 0) {
                    throw new LostWakeUp();
                }
                LockSupport.parkNanos(this, leftNanos);
            }
        }
    }

    private static final class LostWakeUp extends AssertionError {
        private static final long serialVersionUID = 1L;

        LostWakeUp() {
            super("nobody rang, though there was something to wake up for");
        }
    }

    /** One thread's ends of a ring to the other and a ring back; sleeps whenever it has to wait. */
    private static final class Side {
        private final RingKind.Sender sender;
        private final RingKind.Receiver receiver;
        private final Doorbell own;
        private final Doorbell others;
        private final Protocol protocol;
        private final SplittableRandom random;

        Side(
                RingKind.Sender sender,
                RingKind.Receiver receiver,
                Doorbell own,
                Doorbell others,
                Protocol protocol,
                long seed) {
            this.sender = sender;
            this.receiver = receiver;
            this.own = own;
            this.others = others;
            this.protocol = protocol;
            this.random = new SplittableRandom(seed);
        }

        void send(long number) {
            boolean looksFirst = protocol == Protocol.LOOKS_BEFORE_PUBLISHING;
            boolean mustRing = looksFirst && sender.requireSignal();
            pause();
            while (sender.offer(number) != RingResult.OK) {
                sender.requestSignal();
                if (sender.offer(number) == RingResult.OK) {
                    sender.cancelSignal();
                    break;
                }
                own.await();
            }
            if (looksFirst ? mustRing : sender.requireSignal()) {
                others.ring();
            }
        }

        long receive() {
            int result;
            while ((result = receiver.poll()) == RingResult.EMPTY) {
                pause();
                receiver.requestSignal();
                if (protocol != Protocol.NO_LOOK_AFTER_REQUEST
                        && receiver.poll() != RingResult.EMPTY) {
                    receiver.cancelSignal();
                } else {
                    own.await();
                }
            }
            if (result != RingResult.OK) {
                return -1;
            }
            long number = receiver.number();
            receiver.release();
            if (receiver.requireSignal()) {
                others.ring();
            }
            return number;
        }

        void close() {
            sender.close();
            receiver.close();
            others.ring();
        }

        /**
         * Now and then as long as it takes to wake a thread, so that the sides meet in all phases:
         * otherwise the one that was woken always finds the other asleep already.
         */
        private void pause() {
            int longest = random.nextInt(8) == 0 ? 2_000 : 100;
            for (int i = random.nextInt(longest); i > 0; i--) {
                Thread.onSpinWait();
            }
        }
    }

    @FunctionalInterface
    private interface Conversation {
        void run(Side here, Side there, ExecutorService other) throws Exception;
    }

    private static void between(
            RingKind kind, Protocol protocol, long longestSleepMillis, Conversation conversation)
            throws Exception {
        long seed = new SplittableRandom().nextLong();
        try (Arena arena = Arena.ofShared();
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            MemorySegment forth = arena.allocate(kind.byteSize(), 128);
            MemorySegment back = arena.allocate(kind.byteSize(), 128);
            RingKind.Sender sendForth = kind.format(forth);
            RingKind.Sender sendBack = kind.format(back);
            Doorbell bellHere = new Doorbell(longestSleepMillis);
            Doorbell bellThere = new Doorbell(longestSleepMillis);
            RingKind.Receiver receiveForth = kind.attachReceiver(forth);
            RingKind.Receiver receiveBack = kind.attachReceiver(back);
            Side here = new Side(sendForth, receiveBack, bellHere, bellThere, protocol, seed);
            Side there = new Side(sendBack, receiveForth, bellThere, bellHere, protocol, ~seed);
            try {
                conversation.run(here, there, other);
            } finally {
                here.close();
                other.shutdown();
                assertTrue(other.awaitTermination(30, TimeUnit.SECONDS), "the other side hangs");
            }
        }
    }

    /** Each side sleeps about once per round trip. */
    private static void pingPong(Side here, Side there, ExecutorService other) throws Exception {
        Future<?> echo =
                other.submit(
                        () -> {
                            long number;
                            while ((number = there.receive()) >= 0) {
                                there.send(number);
                            }
                        });
        for (long i = 0; i < ROUND_TRIPS; i++) {
            here.send(i);
            assertEquals(i, here.receive());
        }
        here.close();
        echo.get(30, TimeUnit.SECONDS);
    }

    /** The receiver sleeps when the ring is empty, the sender when it is full. */
    private static void stream(Side here, Side there, ExecutorService other) throws Exception {
        Future<?> sending =
                other.submit(
                        () -> {
                            for (long i = 0; i < STREAMED; i++) {
                                there.send(i);
                            }
                        });
        for (long i = 0; i < STREAMED; i++) {
            assertEquals(i, here.receive());
        }
        sending.get(30, TimeUnit.SECONDS);
        assertTrue(here.own.sleeps > 0, "the receiver never slept");
        assertTrue(there.own.sleeps > 0, "the sender never slept");
    }

    @ParameterizedTest
    @MethodSource("rings")
    void shouldWakeWhoWaitsForAnAnswer(RingKind kind) throws Exception {
        between(
                kind,
                Protocol.RIGHT,
                20_000,
                (here, there, other) -> {
                    pingPong(here, there, other);
                    assertTrue(here.own.sleeps > ROUND_TRIPS / 100, "hardly ever slept");
                });
    }

    @ParameterizedTest
    @MethodSource("rings")
    void shouldWakeWhoWaitsForAMessageOrForRoom(RingKind kind) throws Exception {
        between(kind, Protocol.RIGHT, 20_000, SignallingStressTest::stream);
    }

    @ParameterizedTest
    @MethodSource("rings")
    void shouldCatchATwinThatDecidesToRingBeforeItPublishes(RingKind kind) {
        assertCaught(kind, Protocol.LOOKS_BEFORE_PUBLISHING);
    }

    @ParameterizedTest
    @MethodSource("rings")
    void shouldCatchATwinThatDoesNotLookAgainAfterItsRequest(RingKind kind) {
        assertCaught(kind, Protocol.NO_LOOK_AFTER_REQUEST);
    }

    /** Both sides sleep, so either may be the one that finds out. */
    private static void assertCaught(RingKind kind, Protocol twin) {
        Throwable caught =
                assertThrows(
                        Throwable.class,
                        () -> between(kind, twin, 200, SignallingStressTest::pingPong),
                        "the twin loses no wake-up");
        if (caught instanceof ExecutionException e) {
            caught = e.getCause();
        }
        assertEquals(LostWakeUp.class, caught.getClass(), caught.toString());
    }
}
