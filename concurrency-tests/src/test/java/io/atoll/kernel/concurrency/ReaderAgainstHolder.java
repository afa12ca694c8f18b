package io.atoll.kernel.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoll.stress.Pause;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * {@link BigReaderLock}: a fastpath that changes two things, and a slow path of another core that
 * looks at both. The figure: how many of the changes it saw.
 */
@Description("A holder waits for readers to leave, and sees all that they did.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "No fastpath before the slow path.")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "The fastpath was before the slow path.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "A slow path saw an image that was not still.")
public class ReaderAgainstHolder {
    /** Two things that a fastpath changes together. */
    @State
    public static class Image {
        final BigReaderLock lock = new BigReaderLock(2);
        int first;
        int second;

        void change() {
            first = 1;
            Pause.briefly(); // a fastpath takes its time
            second = 1;
        }

        int look() {
            return first + second;
        }
    }

    @JCStressTest
    @JCStressMeta(ReaderAgainstHolder.class)
    public static class Right {
        @Actor
        public void holder(Image image, I_Result result) {
            image.lock.write(0);
            result.r1 = image.look();
            image.lock.endWrite(0);
        }

        @Actor
        public void reader(Image image) {
            image.lock.read(1);
            image.change();
            image.lock.endRead(1);
        }
    }

    @JCStressTest
    @JCStressMeta(ReaderAgainstHolder.class)
    public static class HolderDoesNotWait {
        @Actor
        public void holder(Image image, I_Result result) {
            result.r1 = image.look();
        }

        @Actor
        public void reader(Image image) {
            image.lock.read(1);
            image.change();
            image.lock.endRead(1);
        }
    }

    @JCStressTest
    @JCStressMeta(ReaderAgainstHolder.class)
    public static class LeavesBeforeItsLastChange {
        @Actor
        public void holder(Image image, I_Result result) {
            image.lock.write(0);
            result.r1 = image.look();
            image.lock.endWrite(0);
        }

        @Actor
        public void reader(Image image) {
            image.lock.read(1);
            image.first = 1;
            image.lock.endRead(1);
            Pause.briefly(); // makes the bug frequent
            image.second = 1;
        }
    }
}
