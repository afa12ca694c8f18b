package io.atoll.cluster.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.ClusterConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.memory.SharedAccess;
import io.atoll.cluster.topology.Distance;
import io.atoll.kernel.api.Sel4;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cores that poll until something changes, and sleep: each is woken by a write of its line, when it
 * happens, while the writer goes on.
 */
@Timeout(60)
class PollersTest {
    private static final int POLLERS = 4;
    private static final int ROUNDS = 3;

    /** Far longer than a core looks before it sleeps. */
    private static final int PAUSE_CYCLES = 100_000;

    /** A line from core to core, and looks on the way. */
    private static final long MOST_DELAY_NANOS = 100;

    private static final long SHARED_ADDRESS = 1 << 20;

    private final long[] shared = new long[POLLERS];
    private final long[][] writtenNanos = new long[ROUNDS][POLLERS];
    private final long[][] foundNanos = new long[ROUNDS][POLLERS];

    private void poll(Sel4 sel4, int poller) {
        for (int round = 0; round < ROUNDS; round++) {
            do {
                SharedAccess.beforeLoad(SHARED_ADDRESS + 64 * poller);
            } while (shared[poller] == round);
            foundNanos[round][poller] = sel4.readClock();
        }
    }

    /** In another order each time, so that they wake up in another than they fell asleep in. */
    private void write(Sel4 sel4) {
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < POLLERS; i++) {
                int poller = (round + i * (POLLERS - 1)) % POLLERS;
                sel4.compute(PAUSE_CYCLES);
                SharedAccess.beforeStore(SHARED_ADDRESS + 64 * poller);
                shared[poller]++;
                writtenNanos[round][poller] = sel4.readClock();
            }
        }
        sel4.compute(PAUSE_CYCLES);
    }

    @Test
    void shouldBeWokenByAWriteOfTheirLineWhenItHappens() throws InterruptedException {
        MachineConfig config =
                MachineConfig.of(
                                IntStream.rangeClosed(0, POLLERS)
                                        .mapToObj(c -> new CoreConfig(c, -1))
                                        .map(core -> new ClusterConfig(List.of(core)))
                                        .toList())
                        .withMemoryBytes(1 << 20);
        try (SimulatedMachine machine =
                new SimulatedMachine(config, Simulation.of(1, (_, _) -> Distance.SAME_L2))) {
            machine.boot(
                    (cluster, _) ->
                            sel4 -> {
                                if (cluster == POLLERS) {
                                    write(sel4);
                                } else {
                                    poll(sel4, cluster);
                                }
                            });
            assertTrue(machine.awaitEnd(Duration.ofSeconds(30)), "still running");
            assertEquals(SimulationEnd.IDLE, machine.end());
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int poller = 0; poller < POLLERS; poller++) {
                long delay = foundNanos[round][poller] - writtenNanos[round][poller];
                assertTrue(
                        Math.abs(delay) <= MOST_DELAY_NANOS,
                        "poller %d found what was written %d ns before".formatted(poller, delay));
            }
        }
    }
}
