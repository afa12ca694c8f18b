package io.atoll.kernel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import java.util.concurrent.atomic.AtomicLong;

/**
 * {@link InterruptLines#raise} of a line that is pending already, after some data was written,
 * against the core that takes the line and looks at the data. First figure: the core saw the data.
 * Second: the line is pending afterwards.
 */
@Description("Data before the raise, also of a line that is pending: who takes it sees the data.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Taken before the data came; pending again.")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Taken with the data.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Data seen early; pending again.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "The data lies there and nobody is told.")
public class InterruptRaisedAgain {
    private static final int LINE = 3;

    /** Line 3 is pending. */
    @State
    public static class Lines {
        final InterruptLines lines = new InterruptLines();
        int data;

        Lines() {
            lines.raise(LINE);
        }

        boolean take() {
            return (lines.takeSummary() & 1) != 0 && lines.takeWord(0) != 0;
        }
    }

    @JCStressTest
    @JCStressMeta(InterruptRaisedAgain.class)
    public static class Right {
        @Actor
        public void raiser(Lines state) {
            state.data = 1;
            state.lines.raise(LINE);
        }

        @Actor
        public void core(Lines state, II_Result result) {
            if (state.take()) {
                result.r1 = state.data;
            }
        }

        @Arbiter
        public void afterwards(Lines state, II_Result result) {
            result.r2 = state.take() ? 1 : 0;
        }
    }

    /** One word of lines, as {@link InterruptLines} has it, for twins; its line is pending. */
    @State
    public static class WordAndSummary {
        final AtomicLong word = new AtomicLong(1);
        final AtomicLong summary = new AtomicLong(1);
        int data;

        boolean take() {
            return summary.getAndSet(0) != 0 && word.getAndSet(0) != 0;
        }

        void raise() {
            if (word.getAndSet(1) == 0) {
                summary.getAndSet(1);
            }
        }
    }

    @JCStressTest
    @JCStressMeta(InterruptRaisedAgain.class)
    public static class LooksInsteadOfRaising {
        @Actor
        public void raiser(WordAndSummary state) {
            state.data = 1;
            if (state.word.getAcquire() == 0) {
                state.raise();
            }
        }

        @Actor
        public void core(WordAndSummary state, II_Result result) {
            if (state.take()) {
                result.r1 = state.data;
            }
        }

        @Arbiter
        public void afterwards(WordAndSummary state, II_Result result) {
            result.r2 = state.take() ? 1 : 0;
        }
    }

    @JCStressTest
    @JCStressMeta(InterruptRaisedAgain.class)
    public static class RaisesBeforeData {
        @Actor
        public void raiser(WordAndSummary state) {
            state.raise();
            state.data = 1;
        }

        @Actor
        public void core(WordAndSummary state, II_Result result) {
            if (state.take()) {
                result.r1 = state.data;
            }
        }

        @Arbiter
        public void afterwards(WordAndSummary state, II_Result result) {
            result.r2 = state.take() ? 1 : 0;
        }
    }
}
