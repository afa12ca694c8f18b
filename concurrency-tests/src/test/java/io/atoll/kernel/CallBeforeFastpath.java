package io.atoll.kernel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoll.kernel.concurrency.ImageLock;
import io.atoll.stress.Pause;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * {@link ImageLock} and {@link InterruptLines}: a slow path wants something of another core, raises
 * its line and lets the lock go; the other core enters a fastpath. The figure: 0, in the fastpath
 * before that slow path; 1, in the fastpath after it; 2, not in the fastpath.
 */
@Description(
        "Line before lock; lock before the look at the line: who is called enters no fastpath.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "In the fastpath before the slow path.")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Not in the fastpath.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "In a fastpath, though the slow path has called.")
public class CallBeforeFastpath {
    private static final int NOT_ENTERED = 2;

    /** What a slow path changes, and the core that it calls. */
    @State
    public static class Image {
        final ImageLock lock = ImageLock.lockFreeFastpath(2);
        final InterruptLines lines = new InterruptLines();
        int changed;

        void call() {
            lines.raise(InterruptLines.ATTENTION);
        }

        /** As {@link Core#enterFastpath}. */
        int enterFastpath() {
            lock.enterFastpath(1);
            int seen = lines.isPending() ? NOT_ENTERED : changed;
            lock.leaveFastpath(1);
            return seen;
        }
    }

    @JCStressTest
    @JCStressMeta(CallBeforeFastpath.class)
    public static class Right {
        @Actor
        public void caller(Image image) {
            image.lock.enter(0);
            image.changed = 1;
            image.call();
            image.lock.leave(0);
        }

        @Actor
        public void called(Image image, I_Result result) {
            result.r1 = image.enterFastpath();
        }
    }

    @JCStressTest
    @JCStressMeta(CallBeforeFastpath.class)
    public static class CallsAfterLeaving {
        @Actor
        public void caller(Image image) {
            image.lock.enter(0);
            image.changed = 1;
            image.lock.leave(0);
            Pause.briefly(); // makes the bug frequent
            image.call();
        }

        @Actor
        public void called(Image image, I_Result result) {
            result.r1 = image.enterFastpath();
        }
    }

    @JCStressTest
    @JCStressMeta(CallBeforeFastpath.class)
    public static class LooksBeforeEntering {
        @Actor
        public void caller(Image image) {
            image.lock.enter(0);
            image.changed = 1;
            image.call();
            image.lock.leave(0);
        }

        @Actor
        public void called(Image image, I_Result result) {
            boolean isPending = image.lines.isPending();
            Pause.briefly(); // makes the bug frequent
            image.lock.enterFastpath(1);
            result.r1 = isPending ? NOT_ENTERED : image.changed;
            image.lock.leaveFastpath(1);
        }
    }
}
