package io.atoll.kernel.context;

import io.atoll.kernel.Core;
import io.atoll.kernel.KernelPanic;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;

/**
 * The way of one thread from its program into the kernel, and back. The program's Java stack is
 * left where the thread does not go on at once, and returned to when it is current again.
 *
 * <p>On the thread of the core where the program runs. A program can run out of stack anywhere, and
 * the kernel works on the program's stack: whoever calls {@link #enter} is marked to have stack in
 * reserve ({@code docs/decisions/0012-stack-of-user-programs.md}).
 */
abstract class KernelEntry {
    final ThreadObject thread;
    final ExecutionContext context;

    /** Where the program runs: set when its frames are put on a stack, or taken up again. */
    Core core;

    KernelEntry(ThreadObject thread, ExecutionContext context) {
        this.thread = thread;
        this.context = context;
        this.core = thread.core;
    }

    /** The program runs there from now on. */
    void runOn(Core core) {
        this.core = core;
    }

    /** Where the program runs. */
    Core core() {
        return core;
    }

    // In.

    /**
     * The way into the kernel: pending interrupts come first, and may cost this thread the core.
     * Whoever calls this leaves the kernel afterwards, by {@link Core#leaveKernel}.
     */
    Core enter() {
        Core core = this.core;
        if (core.current != thread && !context.enterKernel()) {
            throw notCurrent();
        }
        core.enterKernel();
        while (core.interrupts.isPending()) {
            takeInterrupts(core);
            if (mustLeaveStack(core)) {
                core.leaveKernel();
                park();
                core = this.core;
                core.enterKernel();
            }
        }
        return core;
    }

    /**
     * After interrupts were taken, or another thread ran on this stack: whether another thread is
     * to run, or another core wants what lies on it.
     */
    boolean mustLeaveStack(Core core) {
        return core.current != thread
                || core.stopping
                || context.abandoned
                || core.dispatcher.isUnwinding();
    }

    IllegalStateException notCurrent() {
        return new IllegalStateException(
                "system call of "
                        + thread
                        + " made while that thread is not running: only its own program may call");
    }

    static void takeInterrupts(Core core) {
        try {
            core.takeInterrupts();
            core.scheduler.schedule();
        } catch (Throwable broken) {
            KernelPanic panic = core.image.panic(core, broken);
            core.leaveKernel();
            throw panic;
        }
    }

    // Out.

    /** After a server ran on top of this thread's frames: goes on if this thread may. */
    void parkUnlessCurrent() {
        Core core = context.stack.carrier().core;
        runOn(core);
        if (mustLeaveStack(core)) {
            park();
        }
    }

    /**
     * Whether the thread waits to be sent something. Programs do that at the top of a loop, where
     * their stack is shallow; they call, send or are preempted at any depth.
     */
    boolean isWaiting() {
        int state = thread.state;
        return state == ThreadState.BLOCKED_ON_RECEIVE
                || state == ThreadState.BLOCKED_ON_NOTIFICATION;
    }

    /** Leaves the Java stack to whoever is current now; returns when this thread is again. */
    void park() {
        JavaStack stack = context.stack;
        Core core;
        do {
            if (!isWaiting() || !stack.carrier().runOnTop(stack)) {
                stack.park();
            }
            core = stack.carrier().core;
        } while ((core.current != thread || core.stopping || core.dispatcher.isUnwinding())
                && !context.abandoned);
        this.core = core;
        if (context.abandoned) {
            throw ThreadTerminated.INSTANCE;
        }
        if (stack.takeOverflown()) {
            throw new StackOverflowError("a thread's stack grew beyond all limits");
        }
    }
}
