package io.atoll.cluster.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.SharedRegion;
import io.atoll.cluster.memory.SharedAccess;
import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.simulated.fault.FaultPlan;
import io.atoll.cluster.topology.Distance;
import io.atoll.kernel.api.Memory;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Loads and stores of shared frames through a thread's memory. A cycle is a nanosecond here. */
@Timeout(60)
class SimulatedMemoryTest {
    private static final long SHARED = 0x2_0000;
    private static final long OWN = 0x3_0000;
    private static final int LINE_BYTES = 64;

    private static final CostModel COSTS =
            CostModel.preset(CostModel.DEFAULT).with(Cost.JITTER_PERCENT, 0);
    private static final int HIT = COSTS.of(Cost.LINE_SAME_CORE);
    private static final int TRANSFER = COSTS.of(Cost.LINE_SAME_L2);

    /** Of reading the clock. */
    private static final int CLOCK = 1;

    /** Longer than anything else here. */
    private static final int LONG = 1_000_000;

    private final List<Object> found = new ArrayList<>();

    /** What one cluster does with its memory. */
    private interface Part {
        void act(Task task, Memory memory);
    }

    private void run(String faults, Part first, Part second) {
        run(1, faults, first, second);
    }

    private void run(long seed, String faults, Part first, Part second) {
        MachineConfig config =
                MachineConfig.onCpus(-1, -1)
                        .withMemoryBytes(1 << 20)
                        .withRegions(List.of(new SharedRegion("shared", 4096, Set.of(0, 1))));
        SimulatedMachine machine =
                new SimulatedMachine(
                        config,
                        Simulation.of(seed, (_, _) -> Distance.SAME_L2)
                                .withCosts(COSTS)
                                .withFaults(FaultPlan.parse("test", faults)));
        try (machine) {
            machine.boot(
                    (cluster, bootInfo) ->
                            sel4 -> {
                                Task task = new Task(sel4, bootInfo);
                                task.map(task.region("shared"), SHARED);
                                task.map(task.ownUntyped(), OWN);
                                (cluster == 0 ? first : second).act(task, sel4.memory());
                            });
            assertTrue(machine.awaitEnd(Duration.ofSeconds(30)), "still running");
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static long nanosOf(Task task, Runnable action) {
        long start = task.sel4.readClock();
        action.run();
        return task.sel4.readClock() - start - CLOCK;
    }

    /** The second cluster comes when the first has had its time. */
    private void runOneAfterTheOther(Part first, Part second) {
        run(
                "none",
                first,
                (task, memory) -> {
                    task.sel4.compute(LONG);
                    second.act(task, memory);
                });
    }

    @Nested
    class Costs {
        @Test
        void shouldBeATransferWhereAnotherCoreHadTheLine() {
            runOneAfterTheOther(
                    (_, memory) -> memory.putLong(SHARED, 7),
                    (task, memory) -> {
                        found.add(nanosOf(task, () -> found.add(memory.getLong(SHARED))));
                        found.add(nanosOf(task, () -> memory.getByte(SHARED + 9)));
                        found.add(nanosOf(task, () -> memory.putInt(SHARED, 1)));
                        found.add(nanosOf(task, () -> memory.putInt(SHARED, 2)));
                    });

            // Loaded, it is shared: the store has to take it from the other core.
            assertEquals(
                    List.<Object>of(7L, (long) TRANSFER, (long) HIT, (long) TRANSFER, (long) HIT),
                    found);
        }

        @Test
        void shouldBeThoseOfEveryLine() {
            byte[] bytes = new byte[2 * LINE_BYTES + 1];
            runOneAfterTheOther(
                    (_, memory) -> memory.write(SHARED, new byte[4 * LINE_BYTES], 0, 256),
                    (task, memory) -> {
                        found.add(nanosOf(task, () -> memory.read(SHARED, bytes, 0, 129)));
                        found.add(nanosOf(task, () -> memory.read(SHARED, bytes, 0, 129)));
                        found.add(nanosOf(task, () -> memory.write(SHARED, bytes, 0, 129)));
                    });

            assertEquals(List.<Object>of(3L * TRANSFER, 3L * HIT, 3L * TRANSFER), found);
        }

        @Test
        void shouldBeThoseOfBothLinesThatAWordLiesIn() {
            runOneAfterTheOther(
                    (_, memory) -> memory.write(SHARED, new byte[2 * LINE_BYTES], 0, 128),
                    (task, memory) -> {
                        found.add(nanosOf(task, () -> memory.getLong(SHARED + 60)));
                        found.add(nanosOf(task, () -> memory.getLong(SHARED + 56)));
                        found.add(nanosOf(task, () -> memory.getLong(SHARED + 64)));
                    });

            assertEquals(List.<Object>of(2L * TRANSFER, (long) HIT, (long) HIT), found);
        }

        @Test
        void shouldBeThoseOfTheLinesThatAWindowShows() {
            runOneAfterTheOther(
                    (_, memory) -> {
                        MemorySegment window = memory.window(SHARED, 4096);
                        SharedAccess.beforeStore(window.address() + LINE_BYTES);
                        window.set(ValueLayout.JAVA_LONG, LINE_BYTES, 8);
                    },
                    (task, memory) -> {
                        MemorySegment window = memory.window(SHARED, 4096);
                        found.add(nanosOf(task, () -> memory.getLong(SHARED + LINE_BYTES)));
                        found.add(
                                nanosOf(
                                        task,
                                        () ->
                                                SharedAccess.beforeLoad(
                                                        window.address() + LINE_BYTES)));
                    });

            assertEquals(List.<Object>of((long) TRANSFER, (long) HIT), found);
        }

        @Test
        void shouldBeHitsInMemoryThatNobodyElseCanGetAt() {
            runOneAfterTheOther(
                    (_, memory) -> memory.putLong(OWN, 1),
                    (task, memory) -> {
                        found.add(nanosOf(task, () -> memory.putLong(OWN, 2)));
                        found.add(nanosOf(task, () -> found.add(memory.getLong(OWN))));
                        found.add(nanosOf(task, () -> memory.read(OWN, new byte[129], 0, 129)));
                    });

            assertEquals(List.<Object>of((long) HIT, 2L, (long) HIT, 3L * HIT), found);
        }
    }

    @Nested
    class LooksInVain {
        /** Polls through its memory; who writes does so through memory or a window. */
        private void poll(Part writer) {
            int[] looks = {0};
            run(
                    "none",
                    (task, memory) -> {
                        task.sel4.compute(LONG);
                        writer.act(task, memory);
                        found.add(task.sel4.readClock());
                    },
                    (task, memory) -> {
                        do {
                            looks[0]++;
                        } while (memory.getLong(SHARED) == 0);
                        found.add(task.sel4.readClock());
                    });
            assertEquals(2, found.size());
            assertEquals((long) found.get(0), (long) found.get(1), 5 * TRANSFER);
            assertTrue(looks[0] <= Polling.LOOKS_BEFORE_SLEEP + 3, looks[0] + " looks");
        }

        @Test
        void shouldSleepUntilItsLineIsWritten() {
            poll((_, memory) -> memory.putLong(SHARED, 1));
        }

        @Test
        void shouldSleepUntilItsLineIsWrittenThroughAWindow() {
            poll(
                    (_, memory) -> {
                        MemorySegment window = memory.window(SHARED, 4096);
                        SharedAccess.beforeStore(window.address());
                        window.set(ValueLayout.JAVA_LONG, 0, 1);
                    });
        }

        /** Also if the line is taken away at the very cycle of a look. */
        @Test
        void shouldFindWhatWasWrittenBeforeItsLineCame() {
            for (long seed = 1; seed <= 20; seed++) {
                long[] writtenNanos = {0};
                long[] lastInVainNanos = {0};
                run(
                        seed,
                        "none",
                        (task, memory) -> {
                            task.sel4.compute(1000);
                            memory.putLong(SHARED, 1);
                            writtenNanos[0] = task.sel4.readClock();
                        },
                        (task, memory) -> {
                            while (memory.getLong(SHARED) == 0) {
                                lastInVainNanos[0] = task.sel4.readClock();
                            }
                        });
                assertTrue(
                        lastInVainNanos[0] <= writtenNanos[0] + CLOCK,
                        "seed %d: at %d nothing of what was written at %d"
                                .formatted(seed, lastInVainNanos[0], writtenNanos[0]));
            }
        }

        @Test
        void shouldNotBeWokenByWritesOfOtherLines() {
            poll(
                    (_, memory) -> {
                        memory.putLong(SHARED + LINE_BYTES, 1);
                        memory.putLong(OWN, 1);
                        memory.putLong(SHARED, 1);
                    });
        }
    }

    @Nested
    class Tearing {
        /** A message of two lines, the flag first: wrong, as is seen if it is torn. */
        private Object message(String faults) {
            byte[] ones = new byte[2 * LINE_BYTES];
            Arrays.fill(ones, (byte) 1);
            run(
                    faults,
                    (task, memory) -> {
                        task.sel4.compute(LONG);
                        memory.write(SHARED, ones, 0, ones.length);
                    },
                    (task, memory) -> {
                        while (memory.getByte(SHARED) == 0) {
                            Thread.onSpinWait();
                        }
                        task.sel4.compute(1000);
                        found.add(memory.getByte(SHARED + LINE_BYTES));
                    });
            return found.getFirst();
        }

        @Test
        void shouldNotHappenByItself() {
            assertEquals((byte) 1, message("none"));
        }

        @Test
        void shouldShowOneLineWithoutTheNext() {
            assertEquals((byte) 0, message("at store 1 of core 0 torn for 50us"));
        }
    }
}
