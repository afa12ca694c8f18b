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
import org.openjdk.jcstress.infra.results.IJJ_Result;

/**
 * A fastpath that signals badge 2 to a notification that holds badge 1, and one that takes what it
 * holds ({@link NotificationObject#takeWord}). Figures: signalled (0: it has to take the slow
 * path), taken (0: likewise), what the word holds afterwards.
 */
@Description("Signal and poll by the claim: each badge is taken once, or stays.")
@Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "Taken before the signal.")
@Outcome(id = "1, 3, 0", expect = ACCEPTABLE, desc = "Taken after the signal.")
@Outcome(id = "1, 0, 3", expect = ACCEPTABLE, desc = "The poll takes the slow path.")
@Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "The signal takes the slow path.")
@Outcome(expect = FORBIDDEN, desc = "A badge was lost, or is there twice.")
public class NotificationSignalAndPoll {
    /** A notification that holds badge 1. */
    @State
    public static class Active {
        final NotificationObject notification = new NotificationObject(0, 0);

        Active() {
            notification.word = 1;
            notification.state = NotificationObject.ACTIVE;
        }

        /** As the fastpath of a signal does. */
        int signal() {
            int state = notification.sharedState();
            if (!notification.claim(state)) {
                return 0;
            }
            notification.word |= 2;
            notification.release(NotificationObject.ACTIVE);
            return 1;
        }

        /** As the fastpath of a poll does. */
        long poll() {
            int state = notification.sharedState();
            return state == NotificationObject.ACTIVE && notification.claim(state)
                    ? notification.takeWord()
                    : 0;
        }
    }

    @JCStressTest
    @JCStressMeta(NotificationSignalAndPoll.class)
    public static class Right {
        @Actor
        public void sender(Active state, IJJ_Result result) {
            result.r1 = state.signal();
        }

        @Actor
        public void receiver(Active state, IJJ_Result result) {
            result.r2 = state.poll();
        }

        @Arbiter
        public void afterwards(Active state, IJJ_Result result) {
            result.r3 = state.notification.word;
        }
    }

    @JCStressTest
    @JCStressMeta(NotificationSignalAndPoll.class)
    public static class PollsWithoutClaim {
        @Actor
        public void sender(Active state, IJJ_Result result) {
            result.r1 = state.signal();
        }

        @Actor
        public void receiver(Active state, IJJ_Result result) {
            NotificationObject notification = state.notification;
            if (notification.sharedState() == NotificationObject.ACTIVE) {
                result.r2 = notification.takeWord();
            }
        }

        @Arbiter
        public void afterwards(Active state, IJJ_Result result) {
            result.r3 = state.notification.word;
        }
    }
}
