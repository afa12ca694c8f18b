package io.atoll.coordinator.ring;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Two threads, one on each end: every message arrives, whole, once and in order. For each kind two
 * million messages; in the long form a hundred million:
 *
 * <pre>
 *    mvn -pl userlevel-coordinator -am verify -Dtest=RingStressTest \
 *        -Dsurefire.failIfNoSpecifiedTests=false -Datoll.long=true
 * </pre>
 *
 * Small rings, which get a quarter of them, are full or empty most of the time; large ones stream.
 */
class RingStressTest {
    private static final boolean LONG = Boolean.getBoolean("atoll.long");
    private static final long MESSAGES = LONG ? 100_000_000 : 2_000_000;
    private static final Duration LIMIT = LONG ? Duration.ofMinutes(30) : Duration.ofSeconds(60);

    /** Fruitless attempts after which a thread lets another one run: there may be one CPU only. */
    private static final int SPINS = 200;

    static Stream<Arguments> rings() {
        return Stream.of(
                Arguments.of(new LineRingKind(4), MESSAGES / 4),
                Arguments.of(new LineRingKind(1 << 10), MESSAGES / 4 * 3),
                Arguments.of(new ByteRingKind(1 << 8), MESSAGES / 4),
                Arguments.of(new ByteRingKind(1 << 16), MESSAGES / 4 * 3));
    }

    @ParameterizedTest
    @MethodSource("rings")
    void shouldDeliverEveryMessageWholeOnceAndInOrder(RingKind kind, long messages)
            throws Exception {
        try (Arena arena = Arena.ofShared();
                ExecutorService sending = Executors.newSingleThreadExecutor()) {
            MemorySegment memory = arena.allocate(kind.byteSize(), 128);
            RingKind.Sender sender = kind.format(memory);
            RingKind.Receiver receiver = kind.attachReceiver(memory);
            Future<?> sent = sending.submit(() -> sendAll(sender, messages));
            try {
                assertTimeoutPreemptively(LIMIT, () -> receiveAll(receiver, messages));
            } finally {
                receiver.close(); // whatever happened here, the sender ends
                sending.shutdownNow();
                sending.awaitTermination(10, TimeUnit.SECONDS);
            }
            sent.get(10, TimeUnit.SECONDS);
        }
    }

    private static void sendAll(RingKind.Sender sender, long messages) {
        int failures = 0;
        for (long number = 0; number < messages; ) {
            int result = sender.offer(number);
            if (result == RingResult.OK) {
                number++;
                failures = 0;
            } else if (result == RingResult.CLOSED) {
                throw new AssertionError("closed at message " + number);
            } else {
                pause(++failures);
            }
        }
        sender.close();
    }

    private static void receiveAll(RingKind.Receiver receiver, long messages) {
        int failures = 0;
        long expected = 0;
        int result;
        while ((result = receiver.poll()) != RingResult.CLOSED) {
            if (result == RingResult.OK) {
                long number = receiver.number();
                if (number != expected) {
                    throw new AssertionError(
                            "message %d came where %d was due".formatted(number, expected));
                }
                expected++;
                receiver.release();
                failures = 0;
            } else {
                pause(++failures);
            }
        }
        if (expected != messages) {
            throw new AssertionError("closed after %d messages".formatted(expected));
        }
    }

    private static void pause(int failures) {
        if (failures % SPINS == 0) {
            if (Thread.interrupted()) {
                throw new AssertionError("given up");
            }
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }
}
