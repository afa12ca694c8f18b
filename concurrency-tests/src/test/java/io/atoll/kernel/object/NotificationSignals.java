package io.atoll.kernel.object;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIJ_Result;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two fastpaths that signal one notification at a time, by {@link NotificationObject#claim} and
 * {@link NotificationObject#release}. First two figures: the core signalled (0: it has to take the
 * slow path). Third: the word afterwards.
 */
@Description("Whoever wins the compare-and-set owns the word: no badge is lost.")
@Outcome(id = "1, 1, 3", expect = ACCEPTABLE, desc = "Both signalled.")
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "The second takes the slow path.")
@Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "The first takes the slow path.")
@Outcome(expect = FORBIDDEN, desc = "A badge was lost.")
public class NotificationSignals {
    /** An idle notification. */
    @State
    public static class Idle {
        final NotificationObject notification = new NotificationObject(0, 0);
    }

    /** As the fastpath of a signal does. */
    private static int signal(NotificationObject notification, long badge) {
        int state = notification.sharedState();
        return notification.claim(state) ? finish(notification, badge) : 0;
    }

    private static int finish(NotificationObject notification, long badge) {
        notification.word |= badge;
        notification.release(NotificationObject.ACTIVE);
        return 1;
    }

    @JCStressTest
    @JCStressMeta(NotificationSignals.class)
    public static class Right {
        @Actor
        public void first(Idle state, IIJ_Result result) {
            result.r1 = signal(state.notification, 1);
        }

        @Actor
        public void second(Idle state, IIJ_Result result) {
            result.r2 = signal(state.notification, 2);
        }

        @Arbiter
        public void afterwards(Idle state, IIJ_Result result) {
            result.r3 = state.notification.word;
        }
    }

    /** The state word of {@link NotificationObject}, for twins. */
    @State
    public static class Twin {
        static final int CLAIMED = 3;

        final AtomicInteger state = new AtomicInteger(NotificationObject.IDLE);
        long word;

        int finish(long badge) {
            word |= badge;
            state.setRelease(NotificationObject.ACTIVE);
            return 1;
        }
    }

    @JCStressTest
    @JCStressMeta(NotificationSignals.class)
    public static class ClaimsWhatIsClaimed {
        private static int signal(Twin twin, long badge) {
            int seen = twin.state.getAcquire();
            return twin.state.compareAndSet(seen, Twin.CLAIMED) ? twin.finish(badge) : 0;
        }

        @Actor
        public void first(Twin twin, IIJ_Result result) {
            result.r1 = signal(twin, 1);
        }

        @Actor
        public void second(Twin twin, IIJ_Result result) {
            result.r2 = signal(twin, 2);
        }

        @Arbiter
        public void afterwards(Twin twin, IIJ_Result result) {
            result.r3 = twin.word;
        }
    }

    @JCStressTest
    @JCStressMeta(NotificationSignals.class)
    public static class LooksAndThenClaims {
        private static int signal(Twin twin, long badge) {
            if (twin.state.getAcquire() == Twin.CLAIMED) {
                return 0;
            }
            twin.state.set(Twin.CLAIMED);
            return twin.finish(badge);
        }

        @Actor
        public void first(Twin twin, IIJ_Result result) {
            result.r1 = signal(twin, 1);
        }

        @Actor
        public void second(Twin twin, IIJ_Result result) {
            result.r2 = signal(twin, 2);
        }

        @Arbiter
        public void afterwards(Twin twin, IIJ_Result result) {
            result.r3 = twin.word;
        }
    }
}
