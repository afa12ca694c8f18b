package io.atoll.benchmarks.simulator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.simulated.SimulatedMachine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Of a simulated machine nothing stays behind: sweeps run thousands of seeds in one JVM. The long
 * form: {@code -Datoll.leak.seeds=20000}.
 */
@Timeout(1200)
class SimulatorLeakTest {
    private static final int SEEDS = Integer.getInteger("atoll.leak.seeds", 40);

    /** Until then classes are loaded, and what is made once is made. */
    private static final int FIRST_SEEDS = 20;

    private static final int CORES = 4;
    private static final Duration LIMIT = Duration.ofMillis(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A machine keeps some 50 KB a core. */
    private static final long BYTES_A_SEED = 400;

    /** What the heap's use differs by from one collection to the next anyhow. */
    private static final long BYTES_OF_NOISE = 200_000;

    private static long grownBytes(int seeds, Consumer<SimulatedMachine> whenClosed)
            throws InterruptedException {
        run(0, FIRST_SEEDS, whenClosed);
        long before = usedHeapBytes();
        run(FIRST_SEEDS, FIRST_SEEDS + seeds, whenClosed);
        return usedHeapBytes() - before;
    }

    private static void run(int from, int to, Consumer<SimulatedMachine> whenClosed)
            throws InterruptedException {
        SimulatorLoad[] loads = SimulatorLoad.values();
        for (int seed = from; seed < to; seed++) {
            SimulatorLoad load = loads[seed % loads.length];
            SimulatedMachine closed;
            try (SimulatedMachine machine = LoadedMachine.of(load, CORES, 1, seed, LIMIT)) {
                LoadedMachine.boot(machine, load, Pace.FREE);
                assertTrue(machine.awaitEnd(PATIENCE), "still running");
                closed = machine;
            }
            whenClosed.accept(closed);
        }
    }

    /** After a full collection. */
    private static long usedHeapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void shouldLeaveNothingBehindAfterManySeeds() throws InterruptedException {
        long grown = grownBytes(SEEDS, _ -> {});
        assertTrue(
                grown < BYTES_OF_NOISE + SEEDS * BYTES_A_SEED,
                () -> "after %,d seeds the heap has %,d bytes more".formatted(SEEDS, grown));
    }

    /** The broken twin: something keeps what every tenth machine had. */
    @Test
    void shouldFindOutIfSomeMachinesAreKept() throws InterruptedException {
        int seeds = 24;
        List<SimulatedMachine> kept = new ArrayList<>();
        int[] count = {0};
        long grown =
                grownBytes(
                        seeds,
                        machine -> {
                            if (count[0]++ % 10 == 0) {
                                kept.add(machine);
                            }
                        });
        assertTrue(
                grown > BYTES_OF_NOISE + seeds * BYTES_A_SEED,
                () -> "%d machines take %,d bytes".formatted(kept.size(), grown));
    }
}
