package io.atoll.cluster.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.InitialTask;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.WaitReport;
import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.topology.Distance;
import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.KernelObserver;
import io.atoll.kernel.api.MessageInfo;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

@Timeout(60)
class SimulatedMachineTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LINE = InterruptLines.FIRST_USER;

    /** Two clusters of one core each that share an L2 cache. */
    private static final MachineConfig TWO_CLUSTERS =
            MachineConfig.onCpus(
                            MachineConfig.CoreConfig.UNPINNED, MachineConfig.CoreConfig.UNPINNED)
                    .withMemoryBytes(1 << 20);

    private static final MachineConfig ONE_CLUSTER =
            MachineConfig.onCpus(MachineConfig.CoreConfig.UNPINNED).withMemoryBytes(1 << 20);

    /** A run, and what was printed, with the virtual nanoseconds. */
    private static final class Run {
        final List<String> printed = new ArrayList<>();
        final SimulatedMachine machine;

        Run(MachineConfig config, Simulation simulation, InitialTask programs) {
            this(
                    config,
                    simulation,
                    TieBreak.seeded(simulation.seed()),
                    SimulatedMachine.lookahead(simulation),
                    programs);
        }

        Run(
                MachineConfig config,
                Simulation simulation,
                TieBreak ties,
                int lookaheadCycles,
                InitialTask programs) {
            KernelObserver console =
                    new KernelObserver() {
                        @Override
                        public void debugOutput(String thread, String text) {
                            printed.add(text);
                        }
                    };
            machine =
                    new SimulatedMachine(
                            config.withObserver(_ -> console), simulation, ties, lookaheadCycles);
            try {
                machine.boot(programs);
                assertTrue(machine.awaitEnd(PATIENCE), "still running");
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            } finally {
                machine.close();
            }
        }

        long hash() {
            return machine.eventHash().value();
        }
    }

    private static Simulation seed(long seed) {
        return Simulation.of(seed, (_, _) -> Distance.SAME_L2);
    }

    private static Simulation withoutJitter(long seed) {
        return seed(seed)
                .withCosts(CostModel.preset(CostModel.DEFAULT).with(Cost.JITTER_PERCENT, 0));
    }

    /** Each cluster prints its number again and again, at the same virtual times as the other. */
    private static final InitialTask IN_STEP =
            (cluster, _) ->
                    sel4 -> {
                        for (int i = 0; i < 20; i++) {
                            sel4.compute(1000);
                            sel4.debugPutString("" + cluster);
                        }
                    };

    @Nested
    class Determinism {
        @Test
        void shouldDoTheSameWithTheSameSeed() {
            Run first = new Run(TWO_CLUSTERS, seed(1), IN_STEP);
            Run second = new Run(TWO_CLUSTERS, seed(1), IN_STEP);

            assertEquals(first.printed, second.printed);
            assertEquals(first.hash(), second.hash());
            assertEquals(first.machine.virtualTime(), second.machine.virtualTime());
        }

        /** With no jitter, so that only the order among equals can differ. */
        @Test
        void shouldOrderEqualsByTheSeed() {
            Set<List<String>> orders = new HashSet<>();
            for (long seed = 1; seed <= 8; seed++) {
                orders.add(new Run(TWO_CLUSTERS, withoutJitter(seed), IN_STEP).printed);
            }

            assertTrue(orders.size() > 4, orders.toString());
        }

        @Test
        void shouldHaveAnotherHashWithAnotherSeed() {
            assertNotEquals(
                    new Run(TWO_CLUSTERS, seed(1), IN_STEP).hash(),
                    new Run(TWO_CLUSTERS, seed(2), IN_STEP).hash());
        }

        /** The broken twin: one machine whose order among equals comes from identity hashes. */
        @Test
        void shouldShowInTheHashThatEqualsAreNotOrdered() {
            TieBreak unordered = (_, _) -> System.identityHashCode(new Object());
            Simulation simulation = withoutJitter(1).keepingEvents();
            Run first = new Run(TWO_CLUSTERS, simulation, unordered, 0, IN_STEP);
            Run second = new Run(TWO_CLUSTERS, simulation, unordered, 0, IN_STEP);

            assertNotEquals(first.hash(), second.hash());
            String difference =
                    first.machine.eventHash().firstDifference(second.machine.eventHash());
            assertTrue(difference.matches("event [\\d,]+ was .* on core \\d at .*"), difference);
        }
    }

    @Nested
    class Time {
        /** Yielding is a kernel entry, and nothing else happens. */
        @Test
        void shouldPassAsTheModelSays() {
            CostModel costs = CostModel.preset(CostModel.DEFAULT).with(Cost.JITTER_PERCENT, 0);
            Run run =
                    new Run(
                            ONE_CLUSTER,
                            seed(1).withCosts(costs.with(Cost.MITIGATIONS, 50)),
                            (_, _) ->
                                    sel4 -> {
                                        long start = sel4.readClock();
                                        sel4.compute(1234);
                                        sel4.yieldNow();
                                        long end = sel4.readClock();
                                        sel4.debugPutString("" + (end - start));
                                    });

            // The second look at the clock takes a cycle.
            int expected = 1234 + costs.of(Cost.YIELD) + 50 + costs.of(Cost.LINE_SAME_CORE);
            assertEquals(List.of("" + expected), run.printed);
        }

        @Test
        void shouldEndTheRunAtItsLimit() {
            Run run =
                    new Run(
                            ONE_CLUSTER,
                            seed(1).withLimit(Duration.ofMillis(5)),
                            (_, _) ->
                                    sel4 -> {
                                        while (true) {
                                            sel4.compute(1000);
                                        }
                                    });

            assertEquals(SimulationEnd.TIME_LIMIT, run.machine.end());
            assertTrue(run.machine.virtualTime().compareTo(Duration.ofMillis(6)) < 0);
        }
    }

    @Nested
    class Waiting {
        /** The other cluster works for a second; meanwhile this one polls. */
        @Test
        void shouldPollForASecondWithoutCost() {
            Run run =
                    new Run(
                            TWO_CLUSTERS,
                            seed(1),
                            (cluster, bootInfo) ->
                                    sel4 -> {
                                        Task task = new Task(sel4, bootInfo);
                                        if (cluster == 0) {
                                            long bell = task.doorbell(1, LINE);
                                            for (int i = 0; i < 1000; i++) {
                                                sel4.compute(1_000_000);
                                            }
                                            sel4.send(bell, MessageInfo.of(0, 0));
                                        } else {
                                            long notification = task.listen(LINE);
                                            do {
                                                sel4.nbAwait(notification);
                                            } while (sel4.ipc().senderBadge() == 0);
                                            long end = sel4.readClock();
                                            sel4.debugPutString("" + end / 1_000_000);
                                        }
                                    });

            assertEquals(List.of("1000"), run.printed);
            assertEquals(SimulationEnd.IDLE, run.machine.end());
            // A second of polls is some 1,600,000 kernel entries.
            assertTrue(run.machine.eventHash().count() < 20_000);
        }

        @Test
        void shouldNameWhoWaitsForEver() {
            Run run =
                    new Run(
                            ONE_CLUSTER,
                            seed(1),
                            (_, bootInfo) ->
                                    sel4 -> sel4.await(new Task(sel4, bootInfo).notification()));

            assertEquals(SimulationEnd.IDLE, run.machine.end());
            assertEquals(1, run.machine.waiting().size(), run.machine.waiting().toString());
            String line = run.machine.waiting().getFirst();
            assertTrue(
                    line.matches(
                            "cluster 0  \\S+ +blocked on ntfn notification_\\S+ \\(its cap"
                                    + " 0x\\S+\\)  could be woken by: nobody"),
                    line);
        }

        /** It rang before there was a handler, and nothing has been acknowledged: nobody heard. */
        @Test
        void shouldSayThatALineWasRaisedBeforeAnybodyListened() {
            assertEquals(
                    "interrupt line 2, raised before it had anybody to signal and never"
                            + " acknowledged since",
                    lineOfWhoAcknowledgesNothing(1_000_000));
        }

        @Test
        void shouldSayThatALineWasRaisedAgain() {
            assertEquals(
                    "interrupt line 2, raised again and not acknowledged",
                    lineOfWhoAcknowledgesNothing(0));
        }

        /** Cluster 1 listens so late to a line that is raised twice, and waits for ever. */
        private static String lineOfWhoAcknowledgesNothing(int lateCycles) {
            Run run =
                    new Run(
                            TWO_CLUSTERS,
                            seed(1),
                            (cluster, bootInfo) ->
                                    sel4 -> {
                                        Task task = new Task(sel4, bootInfo);
                                        if (cluster == 0) {
                                            long bell = task.doorbell(1, LINE);
                                            for (int i = 0; i < 2; i++) {
                                                sel4.compute(100_000);
                                                sel4.send(bell, MessageInfo.of(0, 0));
                                            }
                                        } else {
                                            sel4.compute(lateCycles);
                                            long notification = task.listen(LINE);
                                            while (true) {
                                                sel4.await(notification);
                                            }
                                        }
                                    });
            List<WaitReport.Waiting> waiting = run.machine.waitingThreads();
            assertEquals(1, waiting.size(), waiting::toString);
            return waiting.getFirst().thread().lines().getFirst().toString();
        }

        @Test
        void shouldTellWhoPollsInVain() {
            Run run =
                    new Run(
                            ONE_CLUSTER,
                            seed(1),
                            (_, bootInfo) ->
                                    sel4 -> {
                                        long notification = new Task(sel4, bootInfo).notification();
                                        while (true) {
                                            sel4.nbAwait(notification);
                                        }
                                    });

            assertEquals(SimulationEnd.POLLING_IN_VAIN, run.machine.end());
            assertTrue(
                    run.machine.waiting().getLast().contains("polls on core 0"),
                    run.machine.waiting().toString());
        }
    }

    @Nested
    class Ends {
        @Test
        void shouldKeepTheOtherClusterGoingWhenOneFails() {
            Run run =
                    new Run(
                            TWO_CLUSTERS,
                            seed(1),
                            (cluster, _) ->
                                    sel4 -> {
                                        if (cluster == 1) {
                                            sel4.debugPutString("goes on");
                                        } else {
                                            throw new IllegalStateException("of its own");
                                        }
                                    });

            assertEquals(List.of("goes on"), run.printed);
            assertEquals(SimulationEnd.IDLE, run.machine.end());
        }

        @Test
        void shouldSayThatAClusterDidNotBoot() {
            SimulatedMachine machine = new SimulatedMachine(ONE_CLUSTER, seed(1));

            IllegalStateException thrown =
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    machine.boot(
                                            (_, _) -> {
                                                throw new IllegalArgumentException("no task");
                                            }));

            assertTrue(thrown.getMessage().contains("no task"), thrown.getMessage());
        }

        @Test
        void shouldStopAProgramThatWouldGoOnForEver() throws InterruptedException {
            SimulatedMachine machine = new SimulatedMachine(ONE_CLUSTER, seed(1));
            machine.boot(
                    (_, _) ->
                            sel4 -> {
                                while (true) {
                                    sel4.compute(1);
                                }
                            });

            assertFalse(machine.awaitIdle(Duration.ofMillis(50)));
            machine.close();
            assertEquals(SimulationEnd.STOPPED, machine.end());
        }
    }
}
