package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.ContentMismatchException;
import io.atoll.benchmarks.harness.Waiting;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;

/**
 * A notification, and capabilities to signal it: every so many signals have another badge, so that
 * a lost or doubled one is noticed.
 */
final class MarkedSignal {
    static final long MARK = 2;
    private static final long BADGE = 1;
    private static final long SIGNALS_TO_MARK = 64;

    final long notification;
    final long plain;
    final long marked;

    MarkedSignal(Task task) {
        notification = task.objects.make(ObjectType.NOTIFICATION);
        plain = task.objects.mint(notification, CapRights.ALL, BADGE);
        marked = task.objects.mint(notification, CapRights.ALL, MARK);
    }

    private static boolean isMarked(long sequence) {
        return sequence % SIGNALS_TO_MARK == 0;
    }

    void send(Sel4 sel4, long sequence) {
        sel4.send(isMarked(sequence) ? marked : plain, 0);
    }

    static void check(long sequence, long badge) {
        if (badge != (isMarked(sequence) ? MARK : BADGE)) {
            throw new ContentMismatchException(sequence, "badge " + badge);
        }
    }

    /** Looks again and again; returns the badges of the signals that came. */
    long poll(Sel4 sel4, Waiting waiting) {
        while (true) {
            sel4.nbAwait(notification);
            long badge = sel4.ipc().senderBadge();
            if (badge != 0) {
                return badge;
            }
            waiting.pause();
        }
    }
}
