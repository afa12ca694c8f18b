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
 * {@link BigReaderLock}: two slow paths, one after the other, and a fastpath of another core that
 * waits for the end of the first: it is let in, and the second waits for it, also if that has begun
 * before the fastpath has noticed. The figure: after how many slow paths it was (3: in the middle
 * of one).
 */
@Description("Who waits for the end of one phase is inside for the holder of the next.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The fastpath was before both slow paths.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The fastpath was between them.")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "The fastpath was after both.")
@Outcome(id = "3", expect = FORBIDDEN, desc = "A fastpath saw an image that was not still.")
public class ReaderBetweenHolders {
    private static final int TORN = 3;

    /** Two things that each slow path changes together. */
    @State
    public static class Image {
        final BigReaderLock lock = new BigReaderLock(2);
        int first;
        int second;

        void change() {
            first++;
            Pause.briefly(); // a slow path takes its time, in which fastpaths come
            second++;
        }

        int look() {
            int seen = first;
            Pause.briefly(); // a fastpath does, too
            return seen == second ? seen : TORN;
        }
    }

    @JCStressTest
    @JCStressMeta(ReaderBetweenHolders.class)
    public static class Right {
        @Actor
        public void holders(Image image) {
            for (int i = 0; i < 2; i++) {
                image.lock.write(0);
                image.change();
                image.lock.endWrite(0);
            }
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
        static final int INSIDE = 2;

        final AtomicInteger reader = new AtomicInteger();
        final AtomicInteger phase = new AtomicInteger();

        int begin() {
            return phase.incrementAndGet();
        }

        void changeAndEnd() {
            change();
            phase.setRelease(phase.getPlain() + 1);
        }

        int lookAfterPhase(boolean saysThatItWaits) {
            reader.set(INSIDE);
            int seen = phase.get();
            if ((seen & 1) != 0) {
                reader.setRelease(saysThatItWaits ? seen : 0);
                while (phase.get() == seen) {
                    Thread.onSpinWait();
                }
            }
            int looked = look();
            reader.setRelease(0);
            return looked;
        }
    }

    @JCStressTest
    @JCStressMeta(ReaderBetweenHolders.class)
    public static class HolderPassesOverAllThatWait {
        @Actor
        public void holders(Words words) {
            for (int i = 0; i < 2; i++) {
                words.begin();
                while (words.reader.get() == Words.INSIDE) {
                    Thread.onSpinWait();
                }
                words.changeAndEnd();
            }
        }

        @Actor
        public void reader(Words words, I_Result result) {
            result.r1 = words.lookAfterPhase(true);
        }
    }

    @JCStressTest
    @JCStressMeta(ReaderBetweenHolders.class)
    public static class ReaderDoesNotSayThatItWaits {
        @Actor
        public void holders(Words words) {
            for (int i = 0; i < 2; i++) {
                int phase = words.begin();
                for (int seen = words.reader.get();
                        seen != 0 && seen != phase;
                        seen = words.reader.get()) {
                    Thread.onSpinWait();
                }
                words.changeAndEnd();
            }
        }

        @Actor
        public void reader(Words words, I_Result result) {
            result.r1 = words.lookAfterPhase(false);
        }
    }
}
