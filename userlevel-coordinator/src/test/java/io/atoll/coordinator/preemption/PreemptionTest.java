package io.atoll.coordinator.preemption;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.coordinator.system.EndBuilder;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.testing.RunningSystem;
import io.atoll.programs.Listener;
import io.atoll.programs.Spinner;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

/** Programs that make no system call, on one core with another of the same priority. */
@Timeout(60)
class PreemptionTest {
    private static SystemBuilder system(Class<?> spinner) {
        return SystemBuilder.named("spinning")
                .protectionDomain("spinner", pd -> pd.priority(100).program(spinner))
                .protectionDomain("listener", pd -> pd.priority(100).program(Listener.class))
                .channel(EndBuilder.end("spinner").id(0), EndBuilder.end("listener").id(0));
    }

    private static List<String> preempted(Class<?> spinner) throws Exception {
        try (RunningSystem running = RunningSystem.bootWithPreemption(1, system(spinner))) {
            return running.untilIdle();
        }
    }

    @Test
    void shouldShareTheCoreWithAProgramThatMakesNoSystemCall() throws Exception {
        assertEquals(List.of("listener: notified spinning"), preempted(Spinner.class));
    }

    @Test
    void shouldBeNeeded() throws Exception {
        // The broken twin: without points such a program keeps the core.
        try (RunningSystem running = RunningSystem.boot(1, system(Spinner.Brief.class))) {
            assertEquals(List.of("listener: notified after spinning"), running.untilIdle());
        }
    }

    @Test
    void shouldPreemptRecursion() throws Exception {
        assertEquals(List.of("listener: notified recursing"), preempted(Spinner.Recursive.class));
    }

    @Test
    void shouldStopAMachineWithAnEndlessProgram() throws Exception {
        try (RunningSystem running =
                RunningSystem.bootWithPreemption(1, system(Spinner.Endless.class))) {
            running.awaitLine("listener: notified spinning"::equals);
        }
    }

    @Test
    void shouldKeepTheCoreWhileAMonitorIsHeld() throws Exception {
        assertEquals(List.of("listener: notified about to leave"), preempted(Spinner.Holder.class));
    }

    @Test
    void shouldCountMonitorsRightHoweverTheyAreGivenBack() throws Exception {
        assertEquals(List.of("listener: notified spinning"), preempted(Spinner.Leaver.class));
    }
}
