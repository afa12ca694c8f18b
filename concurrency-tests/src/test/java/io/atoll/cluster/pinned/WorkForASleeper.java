package io.atoll.cluster.pinned;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@link SleepFlag}: a core that goes to sleep, and who brings it work. First figure: the core
 * found the work when it looked, its flag up (0: it would park now). Second: who brought it found a
 * sleeper.
 */
@Description("Flag, fence, look for work, against work, fence, look at the flag: no lost wake-up.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Parks, and is woken.")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Does not park.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Does not park, and is woken.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Parks beside its work, and nobody wakes it.")
public class WorkForASleeper {
    /** A flag and work. Who found none waits until the other side is done, as if it were parked. */
    @State
    public static class Core {
        final SleepFlag flag = new SleepFlag();
        final AtomicInteger work = new AtomicInteger();
        volatile boolean isBrought;

        int sleep() {
            int[] seen = new int[1];
            flag.sleepUntil(
                    () -> {
                        seen[0] = work.getOpaque();
                        awaitOtherUnless(seen[0]);
                        return true;
                    });
            return seen[0];
        }

        void awaitOtherUnless(int seen) {
            while (seen == 0 && !isBrought) {
                Thread.onSpinWait();
            }
        }

        int wake() {
            int woken = flag.wake() ? 1 : 0;
            isBrought = true;
            return woken;
        }
    }

    @JCStressTest
    @JCStressMeta(WorkForASleeper.class)
    public static class Right {
        @Actor
        public void sleeper(Core core, II_Result result) {
            result.r1 = core.sleep();
        }

        @Actor
        public void bringer(Core core, II_Result result) {
            core.work.setOpaque(1);
            result.r2 = core.wake();
        }
    }

    /** The flag of a {@link SleepFlag} without its fences, for twins. */
    @State
    public static class Unfenced extends Core {
        final AtomicInteger sleeps = new AtomicInteger();

        int lookForWork() {
            int seen = work.getOpaque();
            awaitOtherUnless(seen);
            return seen;
        }

        int lookForSleeper() {
            int seen = sleeps.getOpaque();
            isBrought = true;
            return seen;
        }
    }

    @JCStressTest
    @JCStressMeta(WorkForASleeper.class)
    public static class NoFenceAfterFlag {
        @Actor
        public void sleeper(Unfenced core, II_Result result) {
            core.sleeps.setOpaque(1);
            result.r1 = core.lookForWork();
        }

        @Actor
        public void bringer(Unfenced core, II_Result result) {
            core.work.set(1);
            result.r2 = core.lookForSleeper();
        }
    }

    @JCStressTest
    @JCStressMeta(WorkForASleeper.class)
    public static class NoFenceAfterWork {
        @Actor
        public void sleeper(Unfenced core, II_Result result) {
            core.sleeps.set(1);
            result.r1 = core.lookForWork();
        }

        @Actor
        public void bringer(Unfenced core, II_Result result) {
            core.work.setOpaque(1);
            result.r2 = core.lookForSleeper();
        }
    }
}
