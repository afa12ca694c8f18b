package io.atoll.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.simulated.SimulatedMachine;
import io.atoll.cluster.simulated.Simulation;
import io.atoll.cluster.simulated.SimulationEnd;
import io.atoll.cluster.topology.Distance;
import io.atoll.kernel.LockingDiscipline;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.StacklessProgram;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;

/**
 * A passive server that answers a caller of its own core and takes the next one's call, from
 * another core, belongs to that core then; in virtual time, where it can be said how soon.
 */
@Timeout(60)
class MovedServerTest {
    private static final int CLIENT_PRIORITY = 100;
    private static final int SERVER_PRIORITY = 150;
    private static final int SERVICE_CYCLES = 10_000;

    /** What the first caller does when it has its answer: no system call for a long time. */
    private static final int LOOKS = 100_000;

    private long answeredNanos;
    private long looksEndNanos;

    @ParameterizedTest
    @EnumSource(LockingDiscipline.class)
    void shouldMoveAStacklessServerAlthoughItsCallerMakesNoSystemCall(LockingDiscipline locking)
            throws InterruptedException {
        assertMovesAtOnce(
                locking,
                (endpoint, reply) ->
                        new StacklessProgram() {
                            private Sel4 sel4;

                            @Override
                            public void start(Sel4 own, NextSystemCall next) {
                                sel4 = own;
                                next.recv(endpoint, reply);
                            }

                            @Override
                            public void message(long badge, long info, NextSystemCall next) {
                                sel4.compute(SERVICE_CYCLES);
                                next.replyRecv(endpoint, 0, reply);
                            }
                        });
    }

    @ParameterizedTest
    @EnumSource(LockingDiscipline.class)
    void shouldMoveAStackfulServerAlthoughItsCallerMakesNoSystemCall(LockingDiscipline locking)
            throws InterruptedException {
        assertMovesAtOnce(
                locking,
                (endpoint, reply) ->
                        (StackfulProgram)
                                sel4 -> {
                                    sel4.recv(endpoint, reply);
                                    while (true) {
                                        sel4.compute(SERVICE_CYCLES);
                                        sel4.replyRecv(endpoint, 0, reply);
                                    }
                                });
    }

    private interface Server {
        Program on(long endpoint, long reply);
    }

    private void assertMovesAtOnce(LockingDiscipline locking, Server server)
            throws InterruptedException {
        SimulatedMachine machine =
                new SimulatedMachine(
                        MachineConfig.oneClusterOnCpus(
                                        MachineConfig.CoreConfig.UNPINNED,
                                        MachineConfig.CoreConfig.UNPINNED)
                                .withLocking(locking)
                                .withMemoryBytes(1 << 20),
                        Simulation.of(1, (_, _) -> Distance.SAME_L2));
        try (machine) {
            machine.boot((_, bootInfo) -> sel4 -> firstCaller(sel4, bootInfo, server));
            assertTrue(machine.awaitEnd(Duration.ofSeconds(30)));
        }

        assertEquals(SimulationEnd.IDLE, machine.end());
        assertTrue(answeredNanos > 0 && answeredNanos < looksEndNanos, this::told);
    }

    private String told() {
        return "answered at %,d ns, the first caller came back to its kernel after %,d ns"
                .formatted(answeredNanos, looksEndNanos);
    }

    private void firstCaller(Sel4 sel4, BootInfo bootInfo, Server server) {
        sel4.tcb(1).setPriority(sel4.tcb(1), CLIENT_PRIORITY).orThrow();
        ObjectAllocator objects = new ObjectAllocator(sel4, bootInfo);
        long endpoint = objects.make(ObjectType.ENDPOINT);
        long reply = objects.make(ObjectType.REPLY);
        long firstCore = bootInfo.schedControl().start();
        ThreadAllocator.Started passive =
                new ThreadAllocator(sel4, objects, firstCore)
                        .start("server", SERVER_PRIORITY, server.on(endpoint, reply));
        sel4.schedContext(passive.schedContext()).unbind().orThrow();
        StackfulProgram secondCaller =
                second -> {
                    second.compute(SERVICE_CYCLES / 2); // until the first one is being served
                    second.call(endpoint, 0);
                    answeredNanos = second.readClock();
                };
        new ThreadAllocator(sel4, objects, firstCore + 1)
                .start("second caller", CLIENT_PRIORITY, secondCaller);
        sel4.call(endpoint, 0);
        for (int i = 0; i < LOOKS; i++) {
            sel4.compute(10);
        }
        looksEndNanos = sel4.readClock();
    }
}
