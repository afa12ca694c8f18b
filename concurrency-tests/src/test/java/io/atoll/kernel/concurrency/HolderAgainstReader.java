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

import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@link BigReaderLock}: a slow path that changes two things, and a fastpath of another core that
 * looks at both. The figure: how many of the changes it saw.
 */
@Description("Flag, fence, look at the holder, against holder, fence, look at the flags.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The fastpath was before the slow path.")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "The fastpath was after the slow path.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "A fastpath saw an image that was not still.")
public class HolderAgainstReader {
    /** Two things that the slow path changes together. */
    @State
    public static class Image {
        final BigReaderLock lock = new BigReaderLock(2);
        int first;
        int second;

        void change() {
            first = 1;
            second = 1;
        }

        int look() {
            int seen = first;
            Pause.briefly(); // a fastpath takes its time
            return seen + second;
        }
    }

    @JCStressTest
    @JCStressMeta(HolderAgainstReader.class)
    public static class Right {
        @Actor
        public void holder(Image image) {
            image.lock.write(0);
            image.change();
            image.lock.endWrite(0);
        }

        @Actor
        public void reader(Image image, I_Result result) {
            image.lock.read(1);
            result.r1 = image.look();
            image.lock.endRead(1);
        }
    }

    /** The two words of {@link BigReaderLock} that matter here, for twins. */
    @State
    public static class Words extends Image {
        final AtomicInteger reader = new AtomicInteger();
        final AtomicInteger holder = new AtomicInteger();

        void changeAfterReader() {
            while (reader.get() != 0) {
                Thread.onSpinWait();
            }
            change();
            holder.setRelease(0);
        }

        int lookAfterHolder() {
            if (holder.get() != 0) {
                reader.setRelease(0);
                while (holder.get() != 0) {
                    Thread.onSpinWait();
                }
            }
            int seen = look();
            reader.setRelease(0);
            return seen;
        }
    }

    @JCStressTest
    @JCStressMeta(HolderAgainstReader.class)
    public static class NoFenceInReader {
        @Actor
        public void holder(Words words) {
            words.holder.set(1);
            words.changeAfterReader();
        }

        @Actor
        public void reader(Words words, I_Result result) {
            words.reader.setOpaque(1);
            result.r1 = words.lookAfterHolder();
        }
    }

    @JCStressTest
    @JCStressMeta(HolderAgainstReader.class)
    public static class NoFenceInHolder {
        @Actor
        public void holder(Words words) {
            words.holder.setOpaque(1);
            words.changeAfterReader();
        }

        @Actor
        public void reader(Words words, I_Result result) {
            words.reader.set(1);
            result.r1 = words.lookAfterHolder();
        }
    }

    @JCStressTest
    @JCStressMeta(HolderAgainstReader.class)
    public static class HolderLooksBeforeItSays {
        @Actor
        public void holder(Words words) {
            while (words.reader.get() != 0) {
                Thread.onSpinWait();
            }
            words.holder.set(1);
            words.change();
            words.holder.setRelease(0);
        }

        @Actor
        public void reader(Words words, I_Result result) {
            words.reader.set(1);
            result.r1 = words.lookAfterHolder();
        }
    }
}
