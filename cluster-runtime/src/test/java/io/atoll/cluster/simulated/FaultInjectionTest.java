package io.atoll.cluster.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.ClusterBootInfo;
import io.atoll.cluster.EndedClusters;
import io.atoll.cluster.InitialTask;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.memory.SharedAccess;
import io.atoll.cluster.simulated.fault.ClusterCrash;
import io.atoll.cluster.simulated.fault.FaultPlan;
import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4Error;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What each fault does to a machine, and what it does not. A cycle is a nanosecond here. */
@Timeout(120)
class FaultInjectionTest {
    private static final int LINE = InterruptLines.FIRST_USER;
    private static final int MANY = 1_100;

    /** Works for 20 us in steps of 1 us, and prints how long that took. */
    private static final InitialTask WORK =
            (cluster, _) ->
                    sel4 -> {
                        long start = sel4.readClock();
                        for (int i = 0; i < 20; i++) {
                            sel4.compute(1000);
                        }
                        if (cluster == 0) {
                            sel4.debugPutString("" + (sel4.readClock() - start));
                        }
                    };

    /** Cluster 0 rings cluster 1 so often, 50 us apart; that prints when it was woken, in us. */
    private static InitialTask ringing(int rings) {
        return (cluster, bootInfo) ->
                sel4 -> {
                    Task task = new Task(sel4, bootInfo);
                    if (cluster == 0) {
                        long bell = task.doorbell(1, LINE);
                        for (int i = 0; i < rings; i++) {
                            sel4.compute(50_000);
                            sel4.send(bell, MessageInfo.of(0, 0));
                        }
                    } else {
                        long handler = task.listenAndAcknowledge(LINE);
                        while (true) {
                            sel4.await(task.listening());
                            sel4.debugPutString("" + sel4.readClock() / 1000);
                            sel4.irqHandler(handler).ack();
                        }
                    }
                };
    }

    @Nested
    class Time {
        private final long undisturbed = FaultyRun.of(1, "none", WORK).number();

        @Test
        void shouldStandStillWhileACoreIsStalled() {
            assertEquals(
                    undisturbed + 100_000,
                    FaultyRun.of(1, "at 5us stall core 0 for 100us", WORK).number());
        }

        @Test
        void shouldStandStillForAllThatOverlappingStallsSay() {
            assertEquals(
                    undisturbed + 150_000,
                    FaultyRun.of(
                                    1,
                                    "at 5us stall core 0 for 100us,at 50us stall cluster 0 for"
                                            + " 50us",
                                    WORK)
                            .number());
        }

        @Test
        void shouldNotStandStillForTheOtherCluster() {
            assertEquals(
                    undisturbed,
                    FaultyRun.of(2, "at 5us stall cluster 1 for 100us", WORK).number());
        }

        @Test
        void shouldPassSlowerWhileACoreIsSlow() {
            long slow = FaultyRun.of(1, "at 5us slow core 0 by 4 for 20us", WORK).number();

            // In 20 us it does the work of 5: give or take the step that is cut.
            assertEquals(undisturbed + 15_000, slow, 4_000);
        }

        @Test
        void shouldJumpAheadOnTheClockOfOneCluster() {
            InitialTask both =
                    (_, _) ->
                            sel4 -> {
                                long start = sel4.readClock();
                                sel4.compute(20_000);
                                sel4.debugPutString("" + (sel4.readClock() - start) / 10_000);
                            };

            FaultyRun run = FaultyRun.of(2, "at 5us clock cluster 1 by 5ms", both);

            assertEquals(List.of("2", "502"), run.printed.stream().sorted().toList());
            assertTrue(run.machine.virtualTime().toNanos() < 1_000_000);
        }

        @Test
        void shouldBeGivenAnEventInstead() {
            FaultyRun run = FaultyRun.of(1, "at event 1 stall core 0 for 1ms", WORK);

            assertEquals(1, run.machine.injectedFaults().size());
            assertTrue(run.machine.virtualTime().toNanos() > 1_000_000);
        }
    }

    @Nested
    class Doorbells {
        private List<String> woken(String faults) {
            return FaultyRun.of(2, faults, ringing(3)).printed;
        }

        private final List<String> undisturbed = woken("none");

        private long plus(int index, long micros) {
            return Long.parseLong(undisturbed.get(index)) + micros;
        }

        @Test
        void shouldArriveLater() {
            assertEquals(
                    List.of("" + plus(0, 20), undisturbed.get(1), undisturbed.get(2)),
                    woken("at doorbell 1 of core 0 delay for 20us"));
        }

        @Test
        void shouldOvertakeOneAnother() {
            assertEquals(
                    List.of(undisturbed.get(1), "" + plus(0, 70), undisturbed.get(2)),
                    woken("at doorbell 1 of core 0 delay for 70us"));
        }

        @Test
        void shouldBecomeOneWithTheNext() {
            assertEquals(
                    undisturbed.subList(1, 3), woken("at doorbell 1 of core 0 coalesce for 80us"));
        }

        @Test
        void shouldComeAloneIfThereIsNoNext() {
            assertEquals(
                    List.of(undisturbed.get(0), undisturbed.get(1), "" + plus(2, 80)),
                    woken("at doorbell 3 of core 0 coalesce for 80us"));
        }

        @Test
        void shouldBeLostOnlyWhereThatIsAskedFor() {
            assertEquals(
                    List.of(undisturbed.get(0), undisturbed.get(2)),
                    woken("at doorbell 2 of core 0 drop"));
            for (long seed = 1; seed <= 20; seed++) {
                FaultyRun run = FaultyRun.of(2, seed, "default,delay=0.9,coalesce=0.1", ringing(1));

                assertEquals(1, run.printed.size(), "seed " + seed);
            }
        }
    }

    @Nested
    class Writes {
        private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;

        /**
         * A protocol that does not survive: it says that there is a message before there is one,
         * and the reader gives it 5 us. Nothing but a stop between the two lines breaks it.
         */
        private static InitialTask naive(MemorySegment memory) {
            long flag = memory.address();
            return (cluster, bootInfo) ->
                    sel4 -> {
                        Task task = new Task(sel4, bootInfo);
                        if (cluster == 0) {
                            long bell = task.doorbell(1, LINE);
                            sel4.compute(50_000);
                            sel4.send(bell, MessageInfo.of(0, 0));
                            SharedAccess.beforeStore(flag);
                            memory.set(WORD, 0, 1);
                            SharedAccess.beforeStore(flag + 64);
                            memory.set(WORD, 64, 42);
                        } else {
                            sel4.await(task.listen(LINE));
                            sel4.compute(5_000);
                            SharedAccess.beforeLoad(flag);
                            if (memory.get(WORD, 0) == 1) {
                                SharedAccess.beforeLoad(flag + 64);
                                sel4.debugPutString("" + memory.get(WORD, 64));
                            }
                        }
                    };
        }

        private static FaultyRun naive(long seed, String faults) {
            try (Arena arena = Arena.ofShared()) {
                return FaultyRun.of(2, seed, faults, naive(arena.allocate(4096, 64)));
            }
        }

        @Test
        void shouldBeWholeWithoutFaults() {
            for (long seed = 1; seed <= 20; seed++) {
                assertEquals(List.of("42"), naive(seed, "none").printed);
                assertEquals(List.of("42"), naive(seed, "delay=1us..50us@1").printed);
            }
        }

        @Test
        void shouldBeTornByAStop() {
            assertEquals(List.of("0"), naive(1, "at store 1 of core 0 torn for 50us").printed);
        }

        @Test
        void shouldBeTornByACrash() {
            FaultyRun run = naive(1, "at store 1 of core 0 torn-crash");

            assertEquals(List.of("0"), run.printed);
            assertEquals(
                    List.of("0 crashed on purpose: at store 1 of core 0 torn-crash"), run.failed);
        }

        @Test
        void shouldBeTornByOneOfSomeSeeds() {
            int torn = 0;
            for (long seed = 1; seed <= 40; seed++) {
                torn += naive(seed, "torn=1us..50us@0.5").printed.contains("0") ? 1 : 0;
            }

            assertTrue(torn > 2 && torn < 38, torn + " of 40");
        }
    }

    @Nested
    class Memory {
        private static final InitialTask RETYPE =
                (_, bootInfo) ->
                        sel4 -> {
                            Task task = new Task(sel4, bootInfo);
                            StringBuilder answers = new StringBuilder();
                            for (int i = 0; i < 3; i++) {
                                Sel4Error answer = task.retypeNotification();
                                answers.append(answer == Sel4Error.NO_ERROR ? "." : answer);
                            }
                            sel4.debugPutString(answers.toString());
                        };

        @Test
        void shouldBeRefusedAsTheKernelWould() {
            assertEquals(List.of("..."), FaultyRun.of(1, "none", RETYPE).printed);
            assertEquals(
                    List.of(".NOT_ENOUGH_MEMORY."),
                    FaultyRun.of(1, "at retype 2 of cluster 0 memory", RETYPE).printed);
        }

        @Test
        void shouldBeRefusedForATime() {
            assertEquals(
                    List.of("NOT_ENOUGH_MEMORYNOT_ENOUGH_MEMORYNOT_ENOUGH_MEMORY"),
                    FaultyRun.of(1, "at 0ns memory cluster 0 for 1ms", RETYPE).printed);
        }
    }

    @Nested
    class Crashes {
        /**
         * Cluster 0 waits for the machine to say that cluster 1 has stopped; that works for 40 us.
         */
        private static final InitialTask WATCH =
                (cluster, bootInfo) ->
                        sel4 -> {
                            if (cluster == 1) {
                                for (int i = 0; i < 40; i++) {
                                    sel4.compute(1000);
                                    sel4.debugPutString(".");
                                }
                            } else {
                                Task task = new Task(sel4, bootInfo);
                                sel4.await(task.listen(ClusterBootInfo.ENDED_LINE));
                                sel4.debugPutString("told");
                            }
                        };

        @Test
        void shouldStopAClusterAndTellTheOthers() {
            FaultyRun run = FaultyRun.of(2, "at 30us crash cluster 1", WATCH);

            assertTrue(run.printed.size() > 5 && run.printed.size() < 30, "" + run.printed);
            assertEquals("told", run.printed.getLast());
            assertInstanceOf(ClusterCrash.class, run.machine.cluster(1).failure());
            assertNull(run.machine.cluster(0).failure());
            assertEquals(List.of("1 crashed on purpose: at 30us crash cluster 1"), run.failed);
            assertEquals(SimulationEnd.IDLE, run.machine.end());
        }

        /** There are fewer interrupt lines than clusters. */
        @Test
        void shouldBeHeardByAllOfManyClusters() {
            FaultyRun run = FaultyRun.of(MANY, "at 200us crash cluster 1050", hearing(1));

            assertEquals(MANY - 1, run.printed.size());
            assertEquals(Set.of("[1050]"), Set.copyOf(run.printed));
        }

        /** All in one interrupt, or one after the other: none is missed, and none heard twice. */
        @ParameterizedTest
        @ValueSource(ints = {0, 1, 300, 2_000, 50_000})
        void shouldBeHeardOneByOneHoweverCloseTheyAre(int apartNanos) {
            FaultyRun run =
                    FaultyRun.of(
                            8,
                            "at 200us crash cluster 5\nat %dns crash cluster 2\nat %dns crash cluster 7"
                                    .formatted(200_000 + apartNanos, 200_000 + 2 * apartNanos),
                            hearing(3));

            assertEquals(
                    List.of("[5, 2, 7]", "[5, 2, 7]", "[5, 2, 7]", "[5, 2, 7]", "[5, 2, 7]"),
                    run.printed);
        }

        /** It looks at the list and not at its interrupts, asleep between two changes. */
        @Test
        void shouldBeSeenByWhoPollsTheList() {
            FaultyRun run =
                    FaultyRun.of(
                            2,
                            "at 5ms crash cluster 1",
                            (cluster, bootInfo) ->
                                    sel4 -> {
                                        EndedClusters ended =
                                                bootInfo.extra(ClusterBootInfo.class).ended();
                                        while (ended.count() == 0) {
                                            Thread.onSpinWait();
                                        }
                                        long seenMicros = sel4.readClock() / 1000;
                                        sel4.debugPutString(ended.cluster(0) + " " + seenMicros);
                                    });

            assertEquals(List.of("1 5000"), run.printed);
            assertTrue(run.machine.eventHash().count() < 1000, "executed look by look");
        }

        /** Waits for so many ends and says which there were. */
        private static InitialTask hearing(int ends) {
            return (cluster, bootInfo) ->
                    sel4 -> {
                        EndedClusters ended = bootInfo.extra(ClusterBootInfo.class).ended();
                        Task task = new Task(sel4, bootInfo);
                        long handler = task.listenAndAcknowledge(ClusterBootInfo.ENDED_LINE);
                        List<Integer> heard = new ArrayList<>();
                        while (heard.size() < ends) {
                            sel4.await(task.listening());
                            sel4.irqHandler(handler).ack().orThrow();
                            while (heard.size() < ended.count()) {
                                heard.add(ended.cluster(heard.size()));
                            }
                        }
                        sel4.debugPutString(heard.toString());
                    };
        }

        @Test
        void shouldBeTheClustersIfItIsItsLastCore() {
            FaultyRun run = FaultyRun.of(2, "at 30us crash core 1", WATCH);

            assertEquals("told", run.printed.getLast());
        }

        @Test
        void shouldBeAnnouncedToNobodyIfItIsOneCoreOfSeveral() {
            MachineConfig twoCores =
                    MachineConfig.oneClusterOnCpus(
                            MachineConfig.CoreConfig.UNPINNED, MachineConfig.CoreConfig.UNPINNED);

            FaultyRun run =
                    FaultyRun.of(twoCores, 1, FaultPlan.parse("test", "at 5us crash core 1"), WORK);

            assertEquals(List.of(), run.failed);
            assertEquals(1, run.printed.size());
        }

        @Test
        void shouldComeAfterEverythingElseIsOver() {
            FaultyRun run = FaultyRun.of(2, "at 500ms crash cluster 1", WATCH);

            assertEquals(41, run.printed.size());
            assertEquals("told", run.printed.getLast());
        }

        /** The memory of a run whose kernels share nothing: what one does is nothing to others. */
        @Test
        void shouldBeContained() {
            Random random = new Random(20);
            for (int trial = 0; trial < 100; trial++) {
                int victim = random.nextInt(3);
                int event = 1 + random.nextInt(300);
                String plan = "at event %d crash cluster %d".formatted(event, victim);

                FaultyRun run = FaultyRun.of(3, trial, plan, neighbours());

                String what = "'%s', seed %d: %s".formatted(plan, trial, run.printed);
                for (int cluster = 0; cluster < 3; cluster++) {
                    assertEquals(
                            cluster != victim,
                            run.printed.contains(cluster + " is done"),
                            cluster + " with " + what);
                    assertEquals(
                            cluster == victim,
                            run.machine.cluster(cluster).failure() != null,
                            what);
                }
            }
        }

        /** Each makes objects, rings both others, and finishes whatever comes from them. */
        private InitialTask neighbours() {
            return (cluster, bootInfo) ->
                    sel4 -> {
                        Task task = new Task(sel4, bootInfo);
                        task.listenAndAcknowledge(LINE);
                        long next = task.doorbell((cluster + 1) % 3, LINE);
                        long other = task.doorbell((cluster + 2) % 3, LINE);
                        for (int i = 0; i < 20; i++) {
                            task.retypeNotification();
                            sel4.send(next, MessageInfo.of(0, 0));
                            sel4.send(other, MessageInfo.of(0, 0));
                            sel4.nbAwait(task.listening());
                            sel4.compute(700);
                        }
                        // So that every trial crashes before all is over.
                        sel4.compute(1_000_000);
                        sel4.debugPutString(cluster + " is done");
                    };
        }
    }

    @Nested
    class Schedule {
        private static final String ALL =
                "delay=0.3,coalesce=0.2,stall=1us..50us@20,slow=10,torn=0.1,clock=5,memory=0.01";

        /** What was drawn and written down, read back, is the same run: event by event. */
        @Test
        void shouldBeTheSameRunAgain() {
            for (long seed = 1; seed <= 40; seed++) {
                FaultPlan drawing = FaultPlan.parse("test", ALL + ",crash=1,faulty-for=600us");
                FaultyRun drawn = FaultyRun.of(2, seed, drawing, ringing(20));
                FaultPlan happened = drawing.withSchedule(drawn.machine.injectedFaults());
                String text = String.join("\n", happened.items());

                FaultyRun again = FaultyRun.of(2, seed, FaultPlan.parse("text", text), ringing(20));

                assertEquals(drawn.hash(), again.hash(), "seed " + seed + ":\n" + text);
                assertEquals(drawn.printed, again.printed);
                assertEquals(drawn.machine.injectedFaults(), again.machine.injectedFaults());
            }
        }

        @Test
        void shouldBeAnotherOneOfAnotherSeed() {
            FaultyRun one = FaultyRun.of(2, 1, ALL, ringing(20));
            FaultyRun other = FaultyRun.of(2, 2, ALL, ringing(20));

            assertNotEquals(one.machine.injectedFaults(), other.machine.injectedFaults());
        }
    }

    @Nested
    class Liveness {
        /** Never waits, and never comes to an end. */
        private static final InitialTask BUSY =
                (_, _) ->
                        sel4 -> {
                            while (true) {
                                sel4.compute(10_000);
                            }
                        };

        /** Faults for a millisecond, then one more to come to the end. */
        private void checkIsNoticed(String bound) {
            FaultyRun run =
                    FaultyRun.of(1, "stall=1us@1,faulty-for=1ms,liveness-bound=" + bound, BUSY);

            assertEquals(SimulationEnd.LIVENESS_BOUND, run.machine.end());
            assertEquals(2_000_000, run.machine.virtualTime().toNanos(), 20_000);
        }

        @Test
        void shouldBeMissedByWhoDoesNotComeToAnEnd() {
            checkIsNoticed("1ms");
        }

        /** The broken twin: a bound that never comes. */
        @Test
        void shouldBeFoundOutIfTheBoundNeverComes() {
            assertThrows(AssertionError.class, () -> checkIsNoticed("never"));
        }

        @Test
        void shouldBeHadByWhoGoesOnAfterAStall() {
            FaultyRun run = FaultyRun.of(1, "stall=5s@1000,faulty-for=1ms", WORK);

            assertEquals(SimulationEnd.IDLE, run.machine.end());
            assertTrue(run.machine.virtualTime().toNanos() < 1_100_000);
            assertEquals(1, run.printed.size());
        }

        @Test
        void shouldBeHadByWhoGoesOnAfterASlowPhase() {
            FaultyRun run = FaultyRun.of(1, "slow=1000*5s@1000,faulty-for=10us", WORK);

            assertEquals(SimulationEnd.IDLE, run.machine.end());
            assertTrue(run.machine.virtualTime().toNanos() < 1_100_000);
        }

        @Test
        void shouldNotBeAskedForIfFaultsDoNotEnd() {
            FaultPlan plan = FaultPlan.parse("test", "stall=5us@100").withoutLiveness();
            FaultyRun run = FaultyRun.of(1, 1, plan, BUSY);

            assertEquals(SimulationEnd.TIME_LIMIT, run.machine.end());
            assertTrue(run.machine.injectedFaults().size() > 100_000);
        }
    }
}
