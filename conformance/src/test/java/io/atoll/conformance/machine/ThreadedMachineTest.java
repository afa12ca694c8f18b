package io.atoll.conformance.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.StackfulProgram;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** A machine whose cores are host threads: how a run ends, and what it says if it does not. */
class ThreadedMachineTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(200);

    private static ThreadedMachine machine(Duration limit) {
        return new ThreadedMachine(KernelConfig.named("threaded"), 2, 1 << 20, limit);
    }

    @Test
    void shouldEndWhenTheInitialTaskReturns() {
        try (ThreadedMachine machine = machine(LONG)) {
            assertEquals(
                    TestMachine.End.FINISHED,
                    machine.run(_ -> sel4 -> sel4.debugPutString("here\n")));
            assertEquals("here\n", machine.console());
        }
    }

    private static String hang(StackfulProgram initialTask) {
        try (ThreadedMachine machine = machine(SHORT)) {
            assertEquals(TestMachine.End.OUT_OF_TIME, machine.run(_ -> initialTask));
            return machine.whereabouts();
        }
    }

    @Test
    void shouldTellThatNobodyCanRun() {
        String told = hang(sel4 -> sel4.tcb(InitCaps.TCB).suspend());
        assertTrue(told.contains("core 0 sleeps"), told);
        assertTrue(told.contains("core 1 sleeps"), told);
        assertTrue(told.contains("initial-task"), told);
    }

    @Test
    void shouldTellWhoRunsForEver() {
        String told =
                hang(
                        sel4 -> {
                            while (true) {
                                sel4.compute(1_000);
                            }
                        });
        assertTrue(told.contains("core 0 runs initial-task"), told);
        assertTrue(told.contains(ThreadedMachineTest.class.getName()), told);
        assertTrue(told.contains("core 1 sleeps"), told);
    }
}
