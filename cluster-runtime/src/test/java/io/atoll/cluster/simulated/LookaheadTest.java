package io.atoll.cluster.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.InitialTask;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.ClusterConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.memory.SharedAccess;
import io.atoll.cluster.topology.Distance;
import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.KernelObserver;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * That cores run ahead of one another can be seen nowhere but in the host's time: programs that do
 * all that programs can do to one another, at random, with and without it.
 */
@Timeout(120)
class LookaheadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SEEDS = 60;
    private static final int CLUSTERS = 4;
    private static final int STEPS = 150;
    private static final int LINE = InterruptLines.FIRST_USER;
    private static final long SHARED_ADDRESS = 1 << 20;
    private static final int SHARED_WORDS = 3;
    private static final int SLICE_MICROS = 25;
    private static final int EVENTS_OF_A_STEP = 8;

    /** What a program that looks again and again tells of it. */
    private enum Polling {
        EXECUTED,
        SKIPPED
    }

    /** What can be seen of a run. */
    private record Seen(
            long hash, long events, Duration time, SimulationEnd end, List<String> printed) {}

    private static Seen run(long seed, int coresPerCluster, int lookaheadCycles) {
        return run(seed, coresPerCluster, lookaheadCycles, Polling.SKIPPED);
    }

    private static Seen run(long seed, int coresPerCluster, int lookaheadCycles, Polling polling) {
        return run(simulation(seed), coresPerCluster, lookaheadCycles, polling);
    }

    private static Seen run(
            Simulation simulation, int coresPerCluster, int lookaheadCycles, Polling polling) {
        List<String> printed = new ArrayList<>();
        SimulatedMachine ended =
                ended(simulation, coresPerCluster, lookaheadCycles, polling, printed);
        return new Seen(
                ended.eventHash().value(),
                ended.eventHash().count(),
                ended.virtualTime(),
                ended.end(),
                printed);
    }

    private static Simulation simulation(long seed) {
        return Simulation.of(seed, (_, _) -> Distance.SAME_L2).withLimit(Duration.ofMillis(5));
    }

    private static SimulatedMachine ended(
            Simulation simulation,
            int coresPerCluster,
            int lookaheadCycles,
            Polling polling,
            List<String> printed) {
        KernelObserver console =
                new KernelObserver() {
                    @Override
                    public void debugOutput(String thread, String text) {
                        printed.add(text);
                    }
                };
        MachineConfig config =
                MachineConfig.of(clusters(coresPerCluster))
                        .withMemoryBytes(1 << 20)
                        .withObserver(_ -> console);
        long seed = simulation.seed();
        try (SimulatedMachine machine =
                new SimulatedMachine(config, simulation, TieBreak.seeded(seed), lookaheadCycles)) {
            machine.boot(anything(seed, coresPerCluster, polling));
            assertTrue(machine.awaitEnd(PATIENCE), "still running");
            return machine;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static List<ClusterConfig> clusters(int coresPerCluster) {
        return IntStream.range(0, CLUSTERS)
                .mapToObj(
                        cluster ->
                                new ClusterConfig(
                                        IntStream.range(0, coresPerCluster)
                                                .map(core -> cluster * coresPerCluster + core)
                                                .mapToObj(c -> new CoreConfig(c, -1))
                                                .toList()))
                .toList();
    }

    private static InitialTask anything(long seed, int coresPerCluster, Polling polling) {
        long[] shared = new long[SHARED_WORDS];
        return (cluster, bootInfo) ->
                sel4 -> {
                    Task task = new Task(sel4, bootInfo);
                    task.isSliced(SLICE_MICROS);
                    long handler = task.listenAndAcknowledge(LINE);
                    long[] doorbells = new long[CLUSTERS];
                    for (int other = 0; other < CLUSTERS; other++) {
                        doorbells[other] = task.doorbell(other * coresPerCluster, LINE);
                    }
                    Random random = new Random(seed * CLUSTERS + cluster);
                    for (int step = 0; step < STEPS; step++) {
                        doSomething(
                                sel4, random, task, handler, doorbells, shared, cluster, polling);
                    }
                };
    }

    private static void doSomething(
            Sel4 sel4,
            Random random,
            Task task,
            long handler,
            long[] doorbells,
            long[] shared,
            int cluster,
            Polling polling) {
        int word = random.nextInt(SHARED_WORDS);
        switch (random.nextInt(9)) {
            case 0 -> sel4.compute(random.nextInt(4000));
            case 1 -> sel4.yieldNow();
            case 2 -> sel4.send(doorbells[random.nextInt(CLUSTERS)], MessageInfo.of(0, 0));
            case 3 -> {
                sel4.await(task.listening());
                sel4.irqHandler(handler).ack().orThrow();
            }
            case 4 -> {
                for (int i = random.nextInt(20); i > 0; i--) {
                    sel4.nbAwait(task.listening());
                    if (sel4.ipc().senderBadge() != 0) {
                        sel4.irqHandler(handler).ack().orThrow();
                    }
                }
            }
            case 5 -> {
                SharedAccess.beforeStore(SHARED_ADDRESS + 64 * word);
                shared[word]++;
            }
            case 6 -> {
                SharedAccess.beforeLoad(SHARED_ADDRESS + 64 * word);
                sel4.compute((int) (shared[word] % 100));
            }
            case 7 -> {
                // Looks until somebody writes, or long enough.
                sel4.readClock();
                SharedAccess.beforeLoad(SHARED_ADDRESS + 64 * word);
                long before = shared[word];
                boolean looksTwice = random.nextBoolean();
                for (int left = looksTwice ? 1500 : 3000; left > 0; left--) {
                    if (polling == Polling.SKIPPED) {
                        SharedAccess.beginLooks();
                    }
                    SharedAccess.beforeLoad(SHARED_ADDRESS + 64 * word);
                    if (shared[word] != before) {
                        break;
                    }
                    if (looksTwice) {
                        // As a ring's receiver does: has the sender closed it?
                        SharedAccess.beforeLoad(SHARED_ADDRESS + 64 * SHARED_WORDS);
                    }
                    if (polling == Polling.SKIPPED) {
                        left -= SharedAccess.skipLooks(left - 1);
                    }
                }
                sel4.readClock();
            }
            default -> sel4.debugPutString(cluster + ":" + sel4.readClock());
        }
    }

    private static final int LOOKAHEAD =
            SimulatedMachine.lookahead(Simulation.of(1, (_, _) -> Distance.SAME_L2));

    @Test
    void shouldNotBeSeenInARun() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertEquals(run(seed, 1, 0), run(seed, 1, LOOKAHEAD), "seed " + seed);
        }
    }

    /** The same for looks in vain: whether they are executed, or let pass at once. */
    @Test
    void shouldNotMatterWhetherLooksAreSkipped() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertEquals(
                    run(seed, 1, LOOKAHEAD, Polling.EXECUTED),
                    run(seed, 1, LOOKAHEAD, Polling.SKIPPED),
                    "seed " + seed);
        }
    }

    /**
     * The other cores of the clusters have nothing to do; their kernels are shared all the same.
     */
    @Test
    void shouldNotBeUsedWhereKernelsAreShared() {
        for (long seed = 1; seed <= SEEDS / 4; seed++) {
            assertEquals(run(seed, 2, 0), run(seed, 2, 1_000_000), "seed " + seed);
        }
    }

    @Nested
    class WithAnEventLimit {
        /** It has the first events that the whole run has in virtual time. */
        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void shouldNotBeUsed(int coresPerCluster) {
            for (long seed = 1; seed <= SEEDS / 2; seed++) {
                Simulation limited = limited(seed, coresPerCluster);
                String others =
                        others(limited, coresPerCluster, SimulatedMachine.lookahead(limited));

                assertEquals("", others, "seed " + seed);
            }
        }

        /** The broken twin: cores that run ahead of one another put other events first. */
        @Test
        void shouldBeSeenIfItWere() {
            assertTrue(
                    IntStream.rangeClosed(1, SEEDS / 2)
                            .anyMatch(seed -> !others(limited(seed, 1), 1, LOOKAHEAD).isEmpty()));
        }

        @Test
        void shouldNotMatterWhetherLooksAreSkipped() {
            for (long seed = 1; seed <= SEEDS / 2; seed++) {
                Simulation limited = limited(seed, 1);

                assertEquals(
                        run(limited, 1, 0, Polling.EXECUTED),
                        run(limited, 1, 0, Polling.SKIPPED),
                        "seed " + seed);
            }
        }

        private static Simulation limited(long seed, int coresPerCluster) {
            return simulation(seed)
                    .keepingEvents()
                    .withEventLimit(
                            new Random(seed).nextLong(1, whole(seed, coresPerCluster).count()));
        }

        private static EventHash whole(long seed, int coresPerCluster) {
            return ended(
                            simulation(seed).keepingEvents(),
                            coresPerCluster,
                            0,
                            Polling.SKIPPED,
                            new ArrayList<>())
                    .eventHash();
        }

        /** What a limited run has that are not the first events of the whole one; or nothing. */
        private static String others(Simulation limited, int coresPerCluster, int lookahead) {
            SimulatedMachine machine =
                    ended(limited, coresPerCluster, lookahead, Polling.SKIPPED, new ArrayList<>());
            EventHash first = machine.eventHash();
            EventHash whole = whole(limited.seed(), coresPerCluster);
            long further = first.count() - limited.eventLimit();
            assertEquals(SimulationEnd.EVENT_LIMIT, machine.end());
            assertTrue(
                    further >= 0 && further <= EVENTS_OF_A_STEP,
                    () -> "%d further events".formatted(further));
            String difference = first.firstDifference(whole);
            return difference.endsWith("; the first %,d are the same".formatted(first.count()))
                            || first.count() == whole.count()
                    ? ""
                    : difference;
        }
    }

    /** The broken twin: a lookahead that is longer than what a doorbell takes. */
    @Test
    void shouldNotBeTooLong() {
        IllegalStateException thrown =
                assertThrows(
                        IllegalStateException.class,
                        () -> {
                            for (long seed = 1; seed <= SEEDS; seed++) {
                                run(seed, 1, 4 * LOOKAHEAD);
                            }
                        });

        assertTrue(thrown.getMessage().contains("an interrupt came to core"), thrown.getMessage());
    }
}
