package io.atoll.kernel.scheduling;

import io.atoll.kernel.Core;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;

/**
 * What one core does, in the slow path, to threads of another: seL4's remote-call and migration
 * code, without its stall. seL4 stops the other core while a thread that runs there is changed;
 * here that core is <em>called</em>: it learns of the change at its next kernel entry or preemption
 * point, and until then the thread goes on as it was. All do nothing in an image of one core.
 */
public final class OtherCores {
    private OtherCores() {}

    /**
     * A thread is about to be changed by the current one of {@code core}; if it runs on another
     * core, that core is called; seL4: {@code remoteTCBStall}.
     */
    public static void interfere(Core core, ThreadObject thread) {
        if (core.isShared && thread.core != core && thread.core.current == thread) {
            core.call(thread.core);
        }
    }

    /** Whether a thread is the current one of a core. */
    static boolean isRunning(Core core, ThreadObject thread) {
        return thread == core.current || thread.core.current == thread;
    }

    /**
     * A thread that is in no queue belongs to the core of its scheduling context; seL4: {@code
     * migrateTCB}. If it runs on another it loses that at its next kernel entry there, and is not
     * schedulable until then.
     */
    static void migrate(Core core, ThreadObject thread) {
        SchedContextObject schedContext = thread.schedContext;
        if (!core.isShared || schedContext == null || !schedContext.isConfigured()) {
            return;
        }
        Core home = core.image.core(schedContext.coreIndex);
        Core left = thread.core;
        if (home == left) {
            return;
        }
        thread.core = home;
        if (left.current == thread) {
            core.dispatcher.takeFrom(left, thread);
            if (left == core) {
                core.scheduler.rescheduleRequired();
            } else {
                core.call(left);
            }
        }
    }

    /**
     * Calls a ready thread's core if that would let it run, or would end a slice for it; seL4:
     * {@code remoteQueueUpdate}.
     */
    static void callIfBetter(Core core, ThreadObject thread) {
        Core home = thread.core;
        ThreadObject rival = home.current;
        if (rival == home.idle || thread.priority >= rival.priority) {
            core.call(home);
        }
    }
}
