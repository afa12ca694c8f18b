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
 * {@link InterruptLines#raise} against the core that takes the lines. First figure: the core took
 * the line. Second: it can take it afterwards.
 */
@Description("Raiser: word before summary; core: summary before word. No interrupt is lost.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Pending.")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Taken.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Lost.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Taken twice.")
public class InterruptRaised {
    private static final int LINE = 70;
    private static final int WORD = LINE >>> 6;
    private static final long BIT = 1L << LINE;

    /** The lines of one core. */
    @State
    public static class Lines {
        final InterruptLines lines = new InterruptLines();

        int take() {
            long summary = lines.takeSummary();
            return (summary >>> WORD & 1) != 0 && (lines.takeWord(WORD) & BIT) != 0 ? 1 : 0;
        }
    }

    @JCStressTest
    @JCStressMeta(InterruptRaised.class)
    public static class Right {
        @Actor
        public void raiser(Lines state) {
            state.lines.raise(LINE);
        }

        @Actor
        public void core(Lines state, II_Result result) {
            result.r1 = state.take();
        }

        @Arbiter
        public void afterwards(Lines state, II_Result result) {
            result.r2 = state.take();
        }
    }

    /** One word of lines, as {@link InterruptLines} has it, for twins. */
    @State
    public static class WordAndSummary {
        final AtomicLong word = new AtomicLong();
        final AtomicLong summary = new AtomicLong();

        int take() {
            return summary.getAndSet(0) != 0 && word.getAndSet(0) != 0 ? 1 : 0;
        }
    }

    @JCStressTest
    @JCStressMeta(InterruptRaised.class)
    public static class SummaryBeforeWord {
        @Actor
        public void raiser(WordAndSummary state) {
            state.summary.getAndSet(1);
            state.word.getAndSet(1);
        }

        @Actor
        public void core(WordAndSummary state, II_Result result) {
            result.r1 = state.take();
        }

        @Arbiter
        public void afterwards(WordAndSummary state, II_Result result) {
            result.r2 = state.take();
        }
    }

    @JCStressTest
    @JCStressMeta(InterruptRaised.class)
    public static class TakesWordBeforeSummary {
        @Actor
        public void raiser(WordAndSummary state) {
            state.word.getAndSet(1);
            state.summary.getAndSet(1);
        }

        @Actor
        public void core(WordAndSummary state, II_Result result) {
            long word = state.word.getAndSet(0);
            result.r1 = state.summary.getAndSet(0) != 0 && word != 0 ? 1 : 0;
        }

        @Arbiter
        public void afterwards(WordAndSummary state, II_Result result) {
            result.r2 = state.take();
        }
    }
}
