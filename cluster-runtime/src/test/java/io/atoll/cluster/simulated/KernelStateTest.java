package io.atoll.cluster.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.InitialTask;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.simulated.concurrency.ControlStatistics;
import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.topology.Distance;
import io.atoll.kernel.KernelObserver;
import io.atoll.kernel.LockingDiscipline;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/** What it costs that an image's state lies in the caches of several cores. */
@Timeout(60)
class KernelStateTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long EMPTY = MessageInfo.of(0, 0);
    private static final int SERVER_PRIORITY = 200;
    private static final int CLIENT_PRIORITY = 100;

    /** A measurement: the program has its machine. */
    private static final class Measured {
        SimulatedMachine machine;
        long callCycles;
        long roundTripCycles;

        void run(MachineConfig config, CostModel costs, Distance distance, InitialTask task) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            KernelObserver failing =
                    new KernelObserver() {
                        @Override
                        public void userException(String thread, Throwable failure) {
                            thrown.compareAndSet(null, failure);
                        }
                    };
            machine =
                    new SimulatedMachine(
                            config.withObserver(_ -> failing),
                            Simulation.of(1, (_, _) -> distance)
                                    .withCosts(costs.with(Cost.JITTER_PERCENT, 0)));
            try {
                machine.boot(task);
                assertTrue(machine.awaitEnd(PATIENCE), "still running");
                if (thrown.get() != null) {
                    throw new AssertionError("a program failed", thrown.get());
                }
                assertEquals(SimulationEnd.IDLE, machine.end(), machine.waiting().toString());
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            } finally {
                machine.close();
            }
        }
    }

    private static MachineConfig image(int cores, LockingDiscipline discipline) {
        int[] cpus = new int[cores];
        Arrays.fill(cpus, CoreConfig.UNPINNED);
        return MachineConfig.oneClusterOnCpus(cpus)
                .withMemoryBytes(1 << 20)
                .withLocking(discipline);
    }

    /**
     * A client and a passive server on the last core of an image; when the fastpath has become
     * usual, all objects of the kernel are where core 0 would have left them.
     *
     * @param isMoved false for the control: they are not
     */
    private static Measured callAfterMove(
            MachineConfig config, CostModel costs, Distance distance, boolean isMoved) {
        int core = config.clusters().getFirst().cores().size() - 1;
        Measured measured = new Measured();
        measured.run(
                config,
                costs,
                distance,
                (_, bootInfo) ->
                        sel4 -> {
                            Task task = new Task(sel4, bootInfo);
                            task.isLeastUrgent();
                            long endpoint = task.object(ObjectType.ENDPOINT, 0);
                            long reply = task.object(ObjectType.REPLY, 0);
                            long[] received = new long[1];
                            task.server(
                                    core,
                                    SERVER_PRIORITY,
                                    own -> {
                                        own.recv(endpoint, reply);
                                        while (true) {
                                            received[0] = own.readClock();
                                            own.replyRecv(endpoint, EMPTY, reply);
                                        }
                                    });
                            task.thread(
                                    core,
                                    CLIENT_PRIORITY,
                                    own -> {
                                        for (int i = 0; i < 3; i++) {
                                            own.call(endpoint, EMPTY);
                                        }
                                        if (isMoved) {
                                            measured.machine.moveKernelState(0, 0);
                                        }
                                        long start = own.readClock();
                                        own.call(endpoint, EMPTY);
                                        long end = own.readClock();
                                        // A look at the clock takes a cycle.
                                        measured.callCycles = received[0] - start - 1;
                                        measured.roundTripCycles = end - start - 2;
                                    });
                        });
        return measured;
    }

    @Nested
    class TheMail {
        private static final int CALL_LINES = 10;

        /**
         * The answer adds the server's capability root, the caller's address space and the slot of
         * the reply object; both use the same slot for the endpoint.
         */
        private static final int ROUND_TRIP_LINES = 13;

        private static Measured call(String model, Distance distance, boolean isMoved) {
            return callAfterMove(
                    image(2, LockingDiscipline.LOCK_FREE_FASTPATH),
                    CostModel.preset(model),
                    distance,
                    isMoved);
        }

        @Test
        void shouldHaveAFastpathOf300Cycles() {
            Measured near = call("mail", Distance.SAME_L2, false);

            assertEquals(300, near.callCycles);
            assertEquals(600, near.roundTripCycles);
        }

        /** 300 and ten lines; and as many more as an answer touches beside them. */
        @ParameterizedTest
        @CsvSource({
            "mail,      SAME_L2,        12,   420",
            "mail-low,  SAME_NUMA_NODE, 300,  3300",
            "mail-high, SAME_NUMA_NODE, 1000, 10300"
        })
        void shouldComeOutOfTheLinesThatACallTouches(
                String model, Distance distance, int lineCycles, int callCycles) {
            Measured moved = call(model, distance, true);

            assertEquals(callCycles, moved.callCycles);
            assertEquals(300 + CALL_LINES * lineCycles, moved.callCycles);
            assertEquals(600 + ROUND_TRIP_LINES * lineCycles, moved.roundTripCycles);
        }

        @Test
        void shouldCostNothingInAnImageOfOneCore() {
            Measured alone =
                    callAfterMove(
                            image(1, LockingDiscipline.LOCK_FREE_FASTPATH),
                            CostModel.preset("mail-high"),
                            Distance.SAME_NUMA_NODE,
                            true);

            assertEquals(300, alone.callCycles);
        }
    }

    @Nested
    class Pairs {
        private static final int ROUNDS = 200;

        /** Until everybody has begun, or ended: others' fastpaths wait for slow paths. */
        private static final int PAUSE_CYCLES = 100_000;

        private static long roundCycles(int pairs, LockingDiscipline discipline) {
            return roundCycles(pairs, discipline, PAUSE_CYCLES);
        }

        /** Each core but the first has a client and a server of its own; cycles of a round. */
        private static long roundCycles(int pairs, LockingDiscipline discipline, int pauseCycles) {
            Measured measured = new Measured();
            long[] last = new long[1];
            measured.run(
                    image(pairs + 1, discipline),
                    CostModel.preset("odroid-c4"),
                    Distance.SAME_L2,
                    (_, bootInfo) ->
                            sel4 -> {
                                Task task = new Task(sel4, bootInfo);
                                long start = task.object(ObjectType.NOTIFICATION, 0);
                                for (int core = 1; core <= pairs; core++) {
                                    long endpoint = task.object(ObjectType.ENDPOINT, 0);
                                    long reply = task.object(ObjectType.REPLY, 0);
                                    task.server(core, SERVER_PRIORITY, serving(endpoint, reply));
                                    task.thread(
                                            core,
                                            CLIENT_PRIORITY,
                                            calling(start, endpoint, last, pauseCycles));
                                }
                                for (int core = 1; core <= pairs; core++) {
                                    sel4.send(start, EMPTY);
                                }
                            });
            return last[0] / ROUNDS;
        }

        private static StackfulProgram serving(long endpoint, long reply) {
            return own -> {
                own.recv(endpoint, reply);
                while (true) {
                    own.replyRecv(endpoint, EMPTY, reply);
                }
            };
        }

        private static StackfulProgram calling(
                long start, long endpoint, long[] last, int pauseCycles) {
            return own -> {
                own.call(endpoint, EMPTY);
                own.await(start);
                own.compute(pauseCycles);
                long from = own.readClock();
                for (int i = 0; i < ROUNDS; i++) {
                    own.call(endpoint, EMPTY);
                }
                last[0] = Math.max(last[0], cycles(own, from));
                own.compute(pauseCycles);
            };
        }

        private static long cycles(Sel4 own, long from) {
            return (own.readClock() - from) * 2016 / 1000;
        }

        /** The multikernel study has 954, 1,704, 2,677 and 3,356 for one to four. */
        @Test
        void shouldWaitForEachOtherUnderTheBigLock() {
            long one = roundCycles(1, LockingDiscipline.BIG_LOCK);
            long two = roundCycles(2, LockingDiscipline.BIG_LOCK);
            long four = roundCycles(4, LockingDiscipline.BIG_LOCK);

            assertTrue(one < 1100, "" + one);
            assertTrue(two > 1.5 * one, one + " " + two);
            assertTrue(four > 1.8 * two, two + " " + four);
        }

        @ParameterizedTest
        @EnumSource(
                value = LockingDiscipline.class,
                mode = EnumSource.Mode.EXCLUDE,
                names = "BIG_LOCK")
        void shouldNotWaitForEachOtherOtherwise(LockingDiscipline discipline) {
            long one = roundCycles(1, discipline);
            long four = roundCycles(4, discipline);

            assertTrue(four < 1.1 * one, one + " " + four);
        }

        /**
         * They begin with slow paths, all at once. Fastpaths that became slow paths, because they
         * met one, never came out of that: a round of four took four times as long.
         */
        @Test
        void shouldComeOutOfTheSlowPathsInWhichTheyBegin() {
            long one = roundCycles(1, LockingDiscipline.LOCK_FREE_FASTPATH, 1);
            long four = roundCycles(4, LockingDiscipline.LOCK_FREE_FASTPATH, 1);

            assertTrue(four < 1.2 * one, one + " " + four);
        }
    }

    @Test
    void shouldCountWhatHappened() {
        Measured measured =
                callAfterMove(
                        image(2, LockingDiscipline.BIG_LOCK),
                        CostModel.preset("odroid-c4"),
                        Distance.SAME_L2,
                        false);
        ControlStatistics entries = measured.machine.kernelEntries(0);

        assertTrue(entries.entries() > 20, "" + entries.entries());
        assertTrue(entries.heldCycles() > entries.entries() * 31, "" + entries.heldCycles());
        assertTrue(entries.acquireCycles() >= entries.entries() * 46);
    }
}
