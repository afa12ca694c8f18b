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
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** Among them the lines of a shared kernel. */
    private static final int EVENTS_OF_A_STEP = 32;

    private static final int PRIORITY = 255;

    /** What a program that looks again and again tells of it. */
    private enum Polling {
        EXECUTED,
        SKIPPED
    }

    /** What can be seen of a run. */
    private record Seen(
            long hash, long events, Duration time, SimulationEnd end, List<String> printed) {
        /** Behind its last event a core may have come further: what it is at has not happened. */
        Seen withoutTime() {
            return new Seen(hash, events, Duration.ZERO, end, printed);
        }
    }

    private static Seen run(long seed, int coresPerCluster, int lookaheadCycles) {
        return run(seed, coresPerCluster, lookaheadCycles, Polling.SKIPPED);
    }

    private static Seen run(long seed, int coresPerCluster, int lookaheadCycles, Polling polling) {
        return run(simulation(seed), coresPerCluster, lookaheadCycles, polling);
    }

    private static Seen run(
            Simulation simulation, int coresPerCluster, int lookaheadCycles, Polling polling) {
        return run(
                simulation,
                coresPerCluster,
                lookaheadCycles,
                anything(simulation.seed(), coresPerCluster, polling));
    }

    private static Seen run(
            Simulation simulation, int coresPerCluster, int lookaheadCycles, InitialTask task) {
        List<String> printed = new ArrayList<>();
        SimulatedMachine ended = ended(simulation, coresPerCluster, lookaheadCycles, task, printed);
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
            InitialTask task,
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
            machine.boot(task);
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

    /**
     * What the programs of one cluster have in common.
     *
     * @param handler of the interrupts that all of them may wait for
     * @param doorbells of all clusters
     * @param shared words, of all clusters
     * @param endpoint of a server, which goes from core to core with its callers
     * @param bells a notification for each core
     */
    private record Scene(
            Task task,
            int cluster,
            long handler,
            long[] doorbells,
            long[] shared,
            Polling polling,
            long endpoint,
            long[] bells) {
        boolean isOfOneCore() {
            return bells.length == 1;
        }
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
                    long[] bells = new long[coresPerCluster];
                    Arrays.setAll(bells, _ -> task.notification());
                    long endpoint = coresPerCluster == 1 ? 0 : server(task);
                    Scene scene =
                            new Scene(
                                    task, cluster, handler, doorbells, shared, polling, endpoint,
                                    bells);
                    for (int core = 1; core < coresPerCluster; core++) {
                        Random random = new Random((seed * CLUSTERS + cluster) * 31 + core);
                        int own = core;
                        task.thread(core, PRIORITY, other -> steps(other, random, scene, own));
                    }
                    steps(sel4, new Random(seed * CLUSTERS + cluster), scene, 0);
                };
    }

    private static long server(Task task) {
        long endpoint = task.object(ObjectType.ENDPOINT, 0);
        long reply = task.object(ObjectType.REPLY, 0);
        task.server(
                0,
                PRIORITY,
                sel4 -> {
                    sel4.recv(endpoint, reply);
                    while (true) {
                        sel4.compute((int) (sel4.ipc().mr(0) % 300));
                        sel4.replyRecv(endpoint, MessageInfo.of(0, 0), reply);
                    }
                });
        return endpoint;
    }

    private static void steps(Sel4 sel4, Random random, Scene scene, int core) {
        for (int step = 0; step < STEPS; step++) {
            if (scene.isOfOneCore() || random.nextInt(3) == 0) {
                doSomething(sel4, random, scene);
            } else {
                doSomethingInCluster(sel4, random, scene, core);
            }
        }
    }

    private static void doSomethingInCluster(Sel4 sel4, Random random, Scene scene, int core) {
        switch (random.nextInt(6)) {
            case 0 -> sel4.compute(random.nextInt(1000));
            case 1 -> {
                sel4.ipc().mr(0, random.nextInt(1000));
                sel4.call(scene.endpoint(), MessageInfo.of(0, 1));
            }
            case 2 -> sel4.nbAwait(scene.bells()[core]);
            case 3 -> {
                if (random.nextInt(4) == 0) {
                    sel4.await(scene.bells()[core]);
                }
            }
            default ->
                    sel4.send(
                            scene.bells()[random.nextInt(scene.bells().length)],
                            MessageInfo.of(0, 0));
        }
    }

    private static void doSomething(Sel4 sel4, Random random, Scene scene) {
        Task task = scene.task();
        long handler = scene.handler();
        long[] doorbells = scene.doorbells();
        long[] shared = scene.shared();
        Polling polling = scene.polling();
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
            default -> sel4.debugPutString(scene.cluster() + ":" + sel4.readClock());
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

    /** Cores of one kernel keep their order among themselves. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void shouldNotBeSeenWhereKernelsAreShared(int coresPerCluster) {
        for (long seed = 1; seed <= SEEDS / 2; seed++) {
            assertEquals(
                    run(seed, coresPerCluster, 0),
                    run(seed, coresPerCluster, LOOKAHEAD),
                    "seed " + seed);
        }
    }

    /** Whoever is woken may ring back before anybody who was awake. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldBeginAnewWithWhomACoreWakes(int coresPerCluster) {
        Seen seen = run(simulation(1), coresPerCluster, 0, wakesWhoRingsBack(coresPerCluster));

        assertEquals(1, seen.printed().size());
        assertEquals(
                seen,
                run(simulation(1), coresPerCluster, LOOKAHEAD, wakesWhoRingsBack(coresPerCluster)));
    }

    private static InitialTask wakesWhoRingsBack(int coresPerCluster) {
        return (cluster, bootInfo) ->
                sel4 -> {
                    Task task = new Task(sel4, bootInfo);
                    long handler = task.listenAndAcknowledge(LINE);
                    sel4.irqHandler(handler).ack().orThrow();
                    if (cluster == 0) {
                        sel4.compute(20_000);
                        sel4.send(task.doorbell(coresPerCluster, LINE), MessageInfo.of(0, 0));
                        do {
                            sel4.nbAwait(task.listening());
                        } while (sel4.ipc().senderBadge() == 0);
                        sel4.debugPutString("heard at " + sel4.readClock());
                    } else if (cluster == 1) {
                        long doorbell = task.doorbell(0, LINE);
                        sel4.await(task.listening());
                        sel4.send(doorbell, MessageInfo.of(0, 0));
                    }
                };
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
                        run(limited, 1, 0, Polling.EXECUTED).withoutTime(),
                        run(limited, 1, 0, Polling.SKIPPED).withoutTime(),
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
                            anything(seed, coresPerCluster, Polling.SKIPPED),
                            new ArrayList<>())
                    .eventHash();
        }

        /** What a limited run has that are not the first events of the whole one; or nothing. */
        private static String others(Simulation limited, int coresPerCluster, int lookahead) {
            SimulatedMachine machine =
                    ended(
                            limited,
                            coresPerCluster,
                            lookahead,
                            anything(limited.seed(), coresPerCluster, Polling.SKIPPED),
                            new ArrayList<>());
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
