package io.atoll.kernel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoll.kernel.concurrency.Inbox;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * {@link Inbox} and {@link InterruptLines}: a thread is handed to another core. Figures: what the
 * core found in the inbox; what it finds afterwards, if a line tells it to look.
 */
@Description("Sender: inbox before line; core: line before inbox. Nothing stays behind.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "A line is pending for it.")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Found.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "It stays behind.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Found twice.")
public class ThreadHandedOver {
    /** What belongs to one core. */
    @State
    public static class Target {
        private static final Integer THREAD = 1;

        final InterruptLines lines = new InterruptLines();
        final Inbox<Integer> inbox = new Inbox<>();

        void put() {
            inbox.put(THREAD);
        }

        void raise() {
            lines.raise(InterruptLines.ATTENTION);
        }

        boolean takeLine() {
            return lines.takeSummary() != 0 && lines.takeWord(0) != 0;
        }

        int takeThreads() {
            int[] found = new int[1];
            inbox.takeAll(thread -> found[0] += thread);
            return found[0];
        }

        int attend() {
            return takeLine() ? takeThreads() : 0;
        }
    }

    @JCStressTest
    @JCStressMeta(ThreadHandedOver.class)
    public static class Right {
        @Actor
        public void sender(Target target) {
            target.put();
            target.raise();
        }

        @Actor
        public void core(Target target, II_Result result) {
            result.r1 = target.attend();
        }

        @Arbiter
        public void afterwards(Target target, II_Result result) {
            result.r2 = target.attend();
        }
    }

    @JCStressTest
    @JCStressMeta(ThreadHandedOver.class)
    public static class RaisesBeforePutting {
        @Actor
        public void sender(Target target) {
            target.raise();
            target.put();
        }

        @Actor
        public void core(Target target, II_Result result) {
            result.r1 = target.attend();
        }

        @Arbiter
        public void afterwards(Target target, II_Result result) {
            result.r2 = target.attend();
        }
    }

    @JCStressTest
    @JCStressMeta(ThreadHandedOver.class)
    public static class EmptiesBeforeTakingTheLine {
        @Actor
        public void sender(Target target) {
            target.put();
            target.raise();
        }

        @Actor
        public void core(Target target, II_Result result) {
            result.r1 = target.takeThreads();
            target.takeLine();
        }

        @Arbiter
        public void afterwards(Target target, II_Result result) {
            result.r2 = target.attend();
        }
    }
}
