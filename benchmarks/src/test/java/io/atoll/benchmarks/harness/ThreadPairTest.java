package io.atoll.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(30)
class ThreadPairTest {
    private static final Side NOTHING = () -> {};

    @Nested
    class Pinning {
        private final ConcurrentLinkedQueue<String> pinned = new ConcurrentLinkedQueue<>();

        private Placement placement(Integer... cpus) {
            return Placement.pinned(
                    List.of(cpus),
                    cpu -> pinned.add(Thread.currentThread().getName() + " on " + cpu));
        }

        @Test
        void shouldPutTheTwoSidesOnTheirCpus() {
            try (ThreadPair _ = ThreadPair.acrossCpus("pair", placement(4, 6))) {
                assertEquals(List.of("pair-client on 4", "pair-server on 6"), List.copyOf(pinned));
            }
        }

        @Test
        void shouldPutBothSidesOnOneCpuIfAsked() {
            try (ThreadPair pair = ThreadPair.onOneCpu("pair", placement(4, 6))) {
                assertEquals(List.of("pair-client on 4", "pair-server on 4"), List.copyOf(pinned));
                assertTrue(pair.waiting().isYielding());
            }
        }

        @Test
        void shouldSpinWithACpuForEachSide() {
            assertFalse(placement(0, 1).newWaiting(2).isYielding());
        }

        @Test
        void shouldGiveTheCpuAwayWithFewerCpusThanSides() {
            assertTrue(placement(3).newWaiting(2).isYielding());
            assertTrue(placement(3, 3).newWaiting(2).isYielding());
        }

        @Test
        void shouldFailAndLeaveNoThreadIfAThreadCannotBePinned() throws Exception {
            Placement refusing =
                    Placement.pinned(
                            List.of(0, 1),
                            cpu -> {
                                pinned.add(Thread.currentThread().getName());
                                if (cpu == 1) {
                                    throw new IllegalStateException("no CPU 1");
                                }
                            });

            CompletionException failure =
                    assertThrows(
                            CompletionException.class,
                            () -> ThreadPair.acrossCpus("refused", refusing));

            assertEquals("no CPU 1", failure.getCause().getMessage());
            assertTrue(
                    Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().startsWith("refused-")));
        }
    }

    @Nested
    class Rounds {
        private final Placement placement = Placement.unpinned();

        @Test
        void shouldPlayBothSidesToTheirEnds() throws Exception {
            AtomicInteger played = new AtomicInteger();
            try (ThreadPair pair = ThreadPair.acrossCpus("pair", placement)) {
                pair.play(played::incrementAndGet, played::incrementAndGet);
                pair.play(played::incrementAndGet, played::incrementAndGet);
            }

            assertEquals(4, played.get());
        }

        @Test
        void shouldEndASpinningSideWhenTheOtherFails() {
            IOException failure = new IOException("client");
            try (ThreadPair pair = ThreadPair.acrossCpus("pair", placement)) {
                Side spinning =
                        () -> {
                            while (true) {
                                pair.waiting().pause();
                            }
                        };
                Side failing =
                        () -> {
                            throw failure;
                        };

                assertSame(
                        failure,
                        assertThrows(IOException.class, () -> pair.play(failing, spinning)));
            }
        }

        @Test
        void shouldEndABlockedSideWhenTheOtherFails() {
            AssertionError failure = new AssertionError("server");
            try (ThreadPair pair = ThreadPair.acrossCpus("pair", placement)) {
                Side blocked = () -> new CountDownLatch(1).await();
                Side failing =
                        () -> {
                            throw failure;
                        };

                assertSame(
                        failure,
                        assertThrows(AssertionError.class, () -> pair.play(blocked, failing)));
            }
        }

        @Test
        void shouldNotBeginBeforeBothThreadsRun() throws Exception {
            AtomicInteger arrived = new AtomicInteger();
            CountDownLatch serverMayRun = new CountDownLatch(1);
            try (ExecutorService client = Executors.newSingleThreadExecutor();
                    ExecutorService server = Executors.newSingleThreadExecutor()) {
                server.submit(
                        () -> {
                            serverMayRun.await();
                            return arrived.incrementAndGet();
                        });
                Side checking = () -> assertEquals(1, arrived.get());
                client.submit(serverMayRun::countDown);

                new Rendezvous(new Waiting(true)).play(client, checking, server, NOTHING);
            }
        }

        @Test
        void shouldEndARoundThatTakesTooLong() {
            Waiting waiting = new Waiting(true);
            Rendezvous rendezvous = new Rendezvous(waiting, Duration.ofMillis(50));
            Side spinning =
                    () -> {
                        while (true) {
                            waiting.pause();
                        }
                    };
            try (ExecutorService client = Executors.newSingleThreadExecutor();
                    ExecutorService server = Executors.newSingleThreadExecutor()) {
                IllegalStateException failure =
                        assertThrows(
                                IllegalStateException.class,
                                () -> rendezvous.play(client, spinning, server, NOTHING));

                assertEquals("a round did not end within 50 ms", failure.getMessage());
            }
        }
    }

    @Test
    void shouldEndWaitingForGoodWhenAborted() {
        Waiting waiting = new Waiting(false);
        waiting.pause();
        waiting.abort();

        assertThrows(RoundAbortedException.class, waiting::pause);
        assertThrows(RoundAbortedException.class, waiting::pause);
    }
}
