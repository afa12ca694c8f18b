package io.atoll.kernel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atoll.stress.Lincheck;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The lines of one word are a set: a raise that has returned is seen by the next take, whatever
 * other raisers are at. Of the steps of {@link InterruptLines}, not of that class itself: Lincheck
 * 3.7 never switches threads before a {@code VarHandle.getAndBitwiseOr}.
 */
@Tag("proof")
class InterruptLinesLincheckTest {
    /** The steps of {@link InterruptLines#raise} and of the core. */
    @Param(name = "line", gen = IntGen.class, conf = "2:3")
    public static class Steps {
        private final AtomicLong word = new AtomicLong();
        private final AtomicLong summary = new AtomicLong();

        @Operation
        public void raise(@Param(name = "line") int line) {
            long bit = 1L << line;
            long before = word.getAndAccumulate(bit, (lines, raised) -> lines | raised);
            if ((before & bit) == 0 || !isInSummary()) {
                summary.set(1);
            }
        }

        boolean isInSummary() {
            return summary.get() != 0;
        }

        @Operation(nonParallelGroup = "core")
        public long take() {
            return summary.getAndSet(0) == 0 ? 0 : word.getAndSet(0);
        }
    }

    /** Whoever finds the line up leaves the summary to the one who raised it. */
    @Param(name = "line", gen = IntGen.class, conf = "2:3")
    public static class LeavesSummaryToTheFirst extends Steps {
        @Override
        boolean isInSummary() {
            return true;
        }
    }

    @Test
    void shouldBeASet() {
        assertDoesNotThrow(() -> Lincheck.check(Steps.class, 3));
    }

    @Test
    void shouldCatchATwinThatLeavesTheSummaryToTheFirstRaiser() {
        assertThrows(
                LincheckAssertionError.class,
                () -> Lincheck.check(LeavesSummaryToTheFirst.class, 3));
    }
}
