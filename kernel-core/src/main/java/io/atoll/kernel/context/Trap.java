package io.atoll.kernel.context;

import io.atoll.kernel.Core;
import io.atoll.kernel.footprint.Footprint;
import io.atoll.kernel.footprint.KernelWork;
import io.atoll.kernel.ipc.Faults;
import io.atoll.kernel.ipc.PendingFault;
import io.atoll.kernel.ipc.SystemCalls;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;

/**
 * The kernel proper, for one entry of the current thread: from when the kernel has been entered
 * until it is left. A throwable here is the kernel's own mistake and stops the image.
 */
final class Trap {
    static final int SEND = 0;
    static final int NB_SEND = 1;
    static final int CALL = 2;
    static final int RECV = 3;
    static final int NB_RECV = 4;
    static final int WAIT = 5;
    static final int NB_WAIT = 6;
    static final int REPLY_RECV = 7;
    static final int NB_SEND_RECV = 8;
    static final int NB_SEND_WAIT = 9;
    static final int YIELD = 10;
    static final int EXIT = 11;

    private Trap() {}

    /**
     * Makes a system call, and leaves the kernel.
     *
     * @return false if the thread's time was over before the call, which it makes when it runs next
     */
    static boolean systemCall(
            Core core,
            ThreadObject thread,
            int number,
            long destination,
            long info,
            long source,
            long reply) {
        try {
            tellEntry(thread, KernelWork.SYSTEM_CALL);
            thread.messageInfo = info;
            boolean admitted = core.scheduler.admit();
            if (admitted) {
                perform(core, thread, number, destination, source, reply);
            }
            core.scheduler.schedule();
            return admitted;
        } catch (Throwable broken) {
            throw core.image.panic(core, broken);
        } finally {
            core.leaveKernel();
        }
    }

    /**
     * Raises a fault, and leaves the kernel.
     *
     * @return false if the thread's time was over before it could
     */
    static boolean fault(Core core, ThreadObject thread, PendingFault raised) {
        try {
            tellEntry(thread, KernelWork.FAULT);
            boolean admitted = core.scheduler.admit();
            if (admitted) {
                Faults.raise(core, thread, raised);
            }
            core.scheduler.schedule();
            return admitted;
        } catch (Throwable broken) {
            throw core.image.panic(core, broken);
        } finally {
            core.leaveKernel();
        }
    }

    /** A thread traps into the kernel, which saves its registers. */
    private static void tellEntry(ThreadObject thread, KernelWork work) {
        Footprint.does(work);
        Footprint.writes(thread);
        Footprint.writes(thread, ThreadObject.REGISTERS_LINE);
    }

    private static void perform(
            Core core, ThreadObject thread, int number, long destination, long source, long reply) {
        switch (number) {
            case SEND -> SystemCalls.send(core, thread, destination, true, false);
            case NB_SEND -> SystemCalls.send(core, thread, destination, false, false);
            case CALL -> SystemCalls.send(core, thread, destination, true, true);
            case RECV -> receive(core, thread, source, true, true, reply);
            case NB_RECV -> receive(core, thread, source, false, true, reply);
            case WAIT -> receive(core, thread, source, true, false, 0);
            case NB_WAIT -> receive(core, thread, source, false, false, 0);
            case REPLY_RECV -> {
                Footprint.does(KernelWork.REPLY_RECEIVE);
                if (SystemCalls.firstPhase(core, thread, reply)) {
                    receive(core, thread, source, true, true, reply);
                }
            }
            case NB_SEND_RECV -> {
                if (SystemCalls.firstPhase(core, thread, destination)) {
                    receive(core, thread, source, true, true, reply);
                }
            }
            case NB_SEND_WAIT -> {
                if (SystemCalls.firstPhase(core, thread, destination)) {
                    receive(core, thread, source, true, false, 0);
                }
            }
            case YIELD -> {
                Footprint.does(KernelWork.YIELD);
                SystemCalls.yieldSlice(core);
            }
            default -> {
                assert number == EXIT;
                Footprint.does(KernelWork.INVOCATION);
                core.image.observer().threadExited(thread.name);
                core.scheduler.setState(thread, ThreadState.INACTIVE);
            }
        }
    }

    private static void receive(
            Core core,
            ThreadObject thread,
            long source,
            boolean isBlocking,
            boolean canReply,
            long reply) {
        Footprint.does(isBlocking ? KernelWork.RECEIVE : KernelWork.POLL);
        SystemCalls.receive(core, thread, source, isBlocking, canReply, reply);
    }
}
