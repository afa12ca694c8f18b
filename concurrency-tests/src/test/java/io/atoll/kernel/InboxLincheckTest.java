package io.atoll.kernel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atoll.kernel.concurrency.Inbox;
import io.atoll.stress.Lincheck;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two cores hand something to a third: when all have come to rest, the third has it, or is told to
 * look. Not that it is there at once: a sender that is half-way may hold back what others put in
 * after it, until its own raise.
 */
@Tag("proof")
class InboxLincheckTest {
    /** Sender: inbox before line. Core: line before inbox. */
    public static class Handover {
        final Inbox<Integer> inbox = new Inbox<>();
        final InterruptLines lines = new InterruptLines();
        final AtomicInteger handed = new AtomicInteger();
        int received;

        @Operation
        public void hand() {
            inbox.put(1);
            lines.raise(InterruptLines.ATTENTION);
            handed.incrementAndGet();
        }

        @Operation(nonParallelGroup = "core")
        public void attend() {
            look();
        }

        void look() {
            if (takeLine()) {
                takeAll();
            }
        }

        boolean takeLine() {
            return lines.takeSummary() != 0 && lines.takeWord(0) != 0;
        }

        void takeAll() {
            inbox.takeAll(each -> received += each);
        }

        /** At rest, one more look if the line says so. */
        @Validate
        public void nothingStaysBehind() {
            if (lines.isPending()) {
                look();
            }
            if (received != handed.get()) {
                throw new IllegalStateException(
                        "%d handed over, %d received".formatted(handed.get(), received));
            }
        }
    }

    /** The core empties the inbox before it takes the line. */
    public static class EmptiesFirst extends Handover {
        @Override
        void look() {
            takeAll();
            takeLine();
        }
    }

    @Test
    void shouldLeaveNothingBehind() {
        assertDoesNotThrow(() -> Lincheck.check(Handover.class, 3));
    }

    @Test
    void shouldCatchATwinThatEmptiesTheInboxBeforeItTakesTheLine() {
        assertThrows(LincheckAssertionError.class, () -> Lincheck.check(EmptiesFirst.class, 3));
    }
}
