package io.atoll.stress;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

/** The self-check of the tool: whether it finds a seeded bug on this JVM, and no other. */
class LincheckTest {
    /** Counts. */
    public static class Counter {
        private final AtomicInteger count = new AtomicInteger();

        @Operation
        public int increment() {
            return count.incrementAndGet();
        }
    }

    /** Counts, and loses one if two count at a time. */
    public static class RacyCounter {
        private int count;

        @Operation
        public int increment() {
            return ++count;
        }
    }

    @Test
    void shouldFindNothingInACounterThatCounts() {
        assertDoesNotThrow(() -> Lincheck.check(Counter.class, 2));
    }

    @Test
    void shouldFindTheRaceOfACounter() {
        LincheckAssertionError error =
                assertThrows(
                        LincheckAssertionError.class, () -> Lincheck.check(RacyCounter.class, 2));

        assertTrue(
                error.getMessage().contains("increment(): 1 | increment(): 1"), error::getMessage);
    }
}
