package io.atoll.kernel.context;

import io.atoll.kernel.Core;
import io.atoll.kernel.KernelPanic;
import io.atoll.kernel.api.Fault;
import io.atoll.kernel.ipc.Faults;
import io.atoll.kernel.ipc.PendingFault;
import io.atoll.kernel.object.ThreadObject;

import jdk.internal.vm.annotation.ReservedStackAccess;

import java.util.ArrayDeque;

/**
 * Brings the Java stacks of a core in line with its kernel state: whatever thread is current, its
 * stack runs. Owned by the core's thread.
 *
 * <p>A thread that has frames is continued where they are. A thread that has none (a stackless
 * program at rest, or one that has not begun) executes on any free stack. If a thread's frames lie
 * below those of another thread (it called a stackless program, which blocked in the middle of an
 * event, and was then cancelled out of its call), it is <em>buried</em>: not schedulable until that
 * event has ended.
 *
 * <p>A thread that stops being the current one need not leave its stack at once: whoever is current
 * now can run on top of it ({@link #runOnTop}). When that one has had its turn, it leaves its own
 * stack, and what lies below finds itself current again, or makes room in the same way. A call and
 * its answer so cost one switch of Java stacks, not two (decision 0010).
 */
public final class Dispatcher {
    /** Stacks that may lie on one another: the core's own stack must hold the frames of all. */
    private static final int MAX_DEPTH = 8;

    private final Core core;
    private final ArrayDeque<JavaStack> freeStacks = new ArrayDeque<>();

    /** Stacks that run on top of another. */
    private int depth;

    public Dispatcher(Core core) {
        this.core = core;
    }

    /**
     * See {@link Core#dispatchUntilIdle}. The loop is here and not with the caller, so that it is
     * compiled into one frame with what it calls: when a Java stack has been left, the processor
     * mispredicts every return from a frame that was entered before, at some 7 ns each
     * (docs/decisions/0005).
     */
    public void dispatchUntilIdle() {
        while (dispatch()) {
            // the next thread
        }
    }

    /** See {@link Core#dispatch}. */
    public boolean dispatch() {
        if (core.interrupts.isPending()) {
            core.takeInterrupts();
        }
        core.scheduler.schedule();
        ThreadObject thread = core.current;
        if (thread == core.idle || core.stopping) {
            return checkPanic();
        }
        ExecutionContext context = thread.context;
        if (context == null) {
            noContext(thread);
            return true;
        }
        JavaStack stack = context.stack;
        if (stack == null) {
            stack = takeFreeStack();
        } else if (stack.top != context && !stack.top.abandoned) {
            bury(thread);
            return true;
        } else if (stack.isLost()) {
            context.loseStack();
            return true;
        }
        stack.run();
        letGoOfReserve();
        return !core.stopping || checkPanic();
    }

    /**
     * From a frame of a thread that is not the current one any more: lets the current one run on
     * top of it until it leaves its stack, unless something keeps it from going on.
     *
     * @param below the stack with that frame
     * @return false if so, and the frame's stack must be left to {@link #dispatch}
     */
    boolean runOnTop(JavaStack below) {
        ExecutionContext context = core.current.context;
        if (context == null || depth == MAX_DEPTH || core.stopping || core.interrupts.isPending()) {
            return false;
        }
        JavaStack stack = context.stack;
        if (stack != null && (stack.mounted || stack.top != context || stack.isLost())) {
            return false;
        }
        if (!below.takeCarry()) {
            return false;
        }
        if (stack == null) {
            stack = takeFreeStack();
        }
        depth++;
        try {
            stack.run();
        } finally {
            depth--;
        }
        letGoOfReserve();
        return true;
    }

    private JavaStack takeFreeStack() {
        return freeStacks.isEmpty() ? new JavaStack(this, core.interrupts) : freeStacks.pop();
    }

    /**
     * A program that was using the stack in reserve has left its Java stack, or has been unwound:
     * who runs next must not be taken to task for that. If the first goes on growing it is found
     * out again.
     */
    static void letGoOfReserve() {
        try {
            settleStack();
        } catch (StackOverflowError _) {
            // Not of whoever runs here next. The reserve is whole again.
        }
    }

    /**
     * Returning from a method with this annotation is what gives the reserve back. For that it has
     * to be a call: the JVM is told not to inline this method.
     */
    @ReservedStackAccess
    private static void settleStack() {
        // Its end is all that matters.
    }

    private boolean checkPanic() {
        KernelPanic panic = core.image.panic();
        if (panic != null) {
            throw panic;
        }
        return false;
    }

    /** The bottom of every stack: executes threads that have no frames, one after the other. */
    void work(JavaStack stack) {
        while (true) {
            ExecutionContext context = core.current.context;
            if (context == null
                    || context.stack != null
                    || core.stopping
                    || core.interrupts.isPending()) {
                freeStacks.push(stack);
                stack.park();
            } else {
                context.executeOn(stack);
                core.scheduler.schedule();
            }
        }
    }

    /** A thread that was set going without ever having been given a program counter. */
    private void noContext(ThreadObject thread) {
        if (core.scheduler.admit()) {
            Faults.raise(core, thread, new PendingFault(Fault.VM_FAULT, 0, 0, 1, 0x14));
        }
        core.scheduler.schedule();
    }

    private void bury(ThreadObject thread) {
        thread.buried = true;
        core.scheduler.dequeue(thread);
        core.scheduler.rescheduleRequired();
    }

    /** The frames above a thread's are gone. */
    void unbury(ThreadObject thread) {
        if (thread.buried) {
            thread.buried = false;
            core.scheduler.resume(thread.schedContext);
            if (thread.isSchedulable()) {
                core.scheduler.possibleSwitchTo(thread);
            }
        }
    }
}
