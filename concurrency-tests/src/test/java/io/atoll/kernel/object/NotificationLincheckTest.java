package io.atoll.kernel.object;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atoll.kernel.concurrency.ImageLock;
import io.atoll.stress.Lincheck;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Signals and polls of several cores, in fastpaths as far as they go and else under the lock of the
 * slow path, are as if done one after the other.
 */
@Tag("proof")
class NotificationLincheckTest {
    private static final int CORES = 3;
    private static final long TO_SLOW_PATH = -1;

    /** The steps of the kernel's two paths, with its own lock and claim. */
    @Param(name = "core", gen = ThreadIdGen.class)
    public static class TwoPaths {
        private final ImageLock lock = ImageLock.lockFreeFastpath(CORES + 2);
        private final NotificationObject notification = new NotificationObject(0, 0);

        @Operation
        public void signal(@Param(name = "core") int core) {
            lock.enterFastpath(core);
            boolean isDone = fastSignal(1L << core);
            lock.leaveFastpath(core);
            if (isDone) {
                return;
            }
            lock.enter(core);
            notification.word |= 1L << core;
            notification.state = NotificationObject.ACTIVE;
            lock.leave(core);
        }

        boolean fastSignal(long badge) {
            int state = notification.sharedState();
            if (!notification.claim(state)) {
                return false;
            }
            notification.word |= badge;
            notification.release(NotificationObject.ACTIVE);
            return true;
        }

        @Operation
        public long poll(@Param(name = "core") int core) {
            lock.enterFastpath(core);
            long taken = fastPoll();
            lock.leaveFastpath(core);
            if (taken != TO_SLOW_PATH) {
                return taken;
            }
            lock.enter(core);
            taken = notification.state == NotificationObject.ACTIVE ? notification.take() : 0;
            lock.leave(core);
            return taken;
        }

        private long fastPoll() {
            int state = notification.sharedState();
            if (state != NotificationObject.ACTIVE) {
                return isEmpty(state) ? 0 : TO_SLOW_PATH;
            }
            return notification.claim(state) ? notification.takeWord() : TO_SLOW_PATH;
        }

        boolean isEmpty(int state) {
            return !NotificationObject.isClaim(state);
        }

        NotificationObject notification() {
            return notification;
        }
    }

    /** A fastpath that does not claim what it changes. */
    @Param(name = "core", gen = ThreadIdGen.class)
    public static class ClaimsNothing extends TwoPaths {
        @Override
        boolean fastSignal(long badge) {
            notification().word |= badge;
            notification().release(NotificationObject.ACTIVE);
            return true;
        }
    }

    /** A poll that takes another core's claim for an empty notification. */
    @Param(name = "core", gen = ThreadIdGen.class)
    public static class TakesClaimForEmpty extends TwoPaths {
        @Override
        boolean isEmpty(int state) {
            return true;
        }
    }

    @Test
    void shouldBeAsIfOneAfterTheOther() {
        assertDoesNotThrow(() -> Lincheck.check(TwoPaths.class, CORES));
    }

    @Test
    void shouldCatchATwinThatTakesAClaimForAnEmptyNotification() {
        assertThrows(
                LincheckAssertionError.class,
                () -> Lincheck.check(TakesClaimForEmpty.class, CORES));
    }

    @Test
    void shouldCatchATwinThatDoesNotClaim() {
        assertThrows(
                LincheckAssertionError.class, () -> Lincheck.check(ClaimsNothing.class, CORES));
    }
}
