package io.atoll.kernel.context;

import io.atoll.kernel.Core;
import io.atoll.kernel.KernelPanic;
import io.atoll.kernel.api.Fault;
import io.atoll.kernel.ipc.Faults;
import io.atoll.kernel.ipc.PendingFault;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.scheduling.Budgets;

import jdk.internal.vm.annotation.ReservedStackAccess;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

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

    final Core core;
    private final ArrayDeque<JavaStack> freeStacks = new ArrayDeque<>();

    /** Stacks that run on top of another. */
    private int depth;

    /** Threads, buried, that go on elsewhere when no stack of this core is in use. */
    private final List<ThreadObject> wanted = new ArrayList<>(0);

    /** Every stack of this core is to be left. */
    private boolean isUnwinding;

    /** The stack that was left by {@link #suspend}; null if none was. */
    private JavaStack suspended;

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
        if (core.interrupts.isPending() || isUnwinding || !core.scheduler.isSettled()) {
            settle();
        }
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
        } else if (stack.isMounted() || isBelowOthers(context)) {
            bury(thread);
            return true;
        } else if (context.stack == null) {
            // Another core was just leaving it.
            return true;
        } else if (stack.isLost()) {
            context.loseStack(core);
            return true;
        }
        stack.run(this);
        letGoOfReserve();
        return !core.stopping || checkPanic();
    }

    /** See {@link Core#suspend}. */
    public void suspend() {
        JavaStack stack = JavaStack.current();
        if (stack == null || stack.carrier() != this) {
            throw new IllegalStateException("no program of this core makes the call");
        }
        suspended = stack;
        stack.park();
        if (stack.takeOverflown()) {
            throw new StackOverflowError("a thread's stack grew beyond all limits");
        }
    }

    /** See {@link Core#isSuspended}. */
    public boolean isSuspended() {
        return suspended != null;
    }

    /** Whether that stack was left by {@link #suspend}, so that nobody else may take it up. */
    boolean isSuspended(JavaStack stack) {
        return suspended == stack;
    }

    /** See {@link Core#resume}. */
    public boolean resume() {
        JavaStack stack = suspended;
        suspended = null;
        if (stack.isLost()) {
            stack.release();
            return dispatch();
        }
        stack.run(this);
        letGoOfReserve();
        return !core.stopping || checkPanic();
    }

    /** Takes what is pending, gives back stacks that others want, and decides who runs. */
    private void settle() {
        core.enterKernel();
        try {
            if (core.interrupts.isPending()) {
                core.takeInterrupts();
            }
            if (isUnwinding) {
                giveBack();
            }
            core.scheduler.schedule();
        } catch (Throwable broken) {
            throw core.image.panic(core, broken);
        } finally {
            core.leaveKernel();
        }
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
        if (context == null
                || depth == MAX_DEPTH
                || core.stopping
                || isUnwinding
                || core.interrupts.isPending()) {
            return false;
        }
        JavaStack stack = context.stack;
        if (stack != null && (stack.isMounted() || stack.top != context || stack.isLost())) {
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
            stack.run(this);
        } finally {
            depth--;
        }
        letGoOfReserve();
        if (suspended != null) {
            // The machine wants its thread: this stack is left too, as if nobody had lain on it.
            below.park();
        }
        return true;
    }

    private JavaStack takeFreeStack() {
        return freeStacks.isEmpty() ? new JavaStack(this) : freeStacks.pop();
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
    static void work(JavaStack stack) {
        while (true) {
            Dispatcher carrier = stack.carrier();
            Core core = carrier.core;
            ExecutionContext context = core.current.context;
            if (context == null
                    || context.stack != null
                    || core.stopping
                    || carrier.isUnwinding
                    || core.interrupts.isPending()) {
                carrier.freeStacks.push(stack);
                stack.park();
            } else {
                context.executeOn(stack);
                if (!core.scheduler.isSettled()) {
                    carrier.schedule();
                }
            }
        }
    }

    /** Decides who runs; whatever is pending waits until the stacks have been left. */
    private void schedule() {
        core.enterKernel();
        try {
            core.scheduler.schedule();
        } catch (Throwable broken) {
            throw core.image.panic(core, broken);
        } finally {
            core.leaveKernel();
        }
    }

    /** A thread that was set going without ever having been given a program counter. */
    private void noContext(ThreadObject thread) {
        core.enterKernel();
        try {
            if (core.isShared && core.interrupts.isPending()) {
                return;
            }
            if (core.scheduler.admit()) {
                Faults.raise(core, thread, new PendingFault(Fault.VM_FAULT, 0, 0, 1, 0x14));
            }
            core.scheduler.schedule();
        } catch (Throwable broken) {
            throw core.image.panic(core, broken);
        } finally {
            core.leaveKernel();
        }
    }

    // Threads whose frames cannot be run.

    /** Whether frames of another thread lie above those of a thread, on a stack that was left. */
    private static boolean isBelowOthers(ExecutionContext context) {
        JavaStack stack = context.stack;
        if (stack == null) {
            return false;
        }
        ExecutionContext top = stack.top;
        return top != context && !top.abandoned;
    }

    /**
     * The thread to be run has frames that cannot be run now: they lie below others', or another
     * core is in them. It waits until they are free. Whoever is in the way is asked to look again
     * when that may be.
     */
    private void bury(ThreadObject thread) {
        core.enterKernel();
        try {
            if (core.isShared && core.interrupts.isPending()) {
                // Something may have been done to the thread: that first.
                return;
            }
            thread.buried = true;
            core.scheduler.dequeue(thread);
            core.scheduler.rescheduleRequired();
            if (core.isShared) {
                wantBack(thread, holderOf(thread.context.stack));
            }
        } catch (Throwable broken) {
            throw core.image.panic(core, broken);
        } finally {
            core.leaveKernel();
        }
    }

    /** The core that is in a stack's frames, or that will go on with the topmost. */
    private Dispatcher holderOf(JavaStack stack) {
        if (stack == null) {
            return this;
        }
        Dispatcher carrier = stack.lastSeenCarrier();
        if (carrier != null) {
            return carrier;
        }
        ExecutionContext top = stack.top;
        return top == null ? this : top.thread.core.dispatcher;
    }

    /**
     * In the slow path: a thread that is buried wants the frames back that another core is in, or
     * may be.
     */
    private void wantBack(ThreadObject thread, Dispatcher holder) {
        holder.wanted.add(thread);
        if (holder == this) {
            isUnwinding = true;
        } else {
            core.call(holder.core);
        }
    }

    /**
     * In the slow path: a thread runs on that core, and belongs to another from now on. It is not
     * schedulable until the core it runs on has let go of it.
     */
    public void takeFrom(Core holder, ThreadObject thread) {
        thread.buried = true;
        wantBack(thread, holder.dispatcher);
    }

    /**
     * In the slow path: another core called. If it wants frames back, every stack of this core is
     * left as soon as its program enters the kernel.
     */
    public void called() {
        isUnwinding |= !wanted.isEmpty();
    }

    /** Whether programs of this core have to leave their stacks, also the current thread's. */
    boolean isUnwinding() {
        return isUnwinding;
    }

    /** All of this core's stacks have been left. */
    private void giveBack() {
        isUnwinding = false;
        for (ThreadObject thread : wanted) {
            ExecutionContext context = thread.context;
            JavaStack stack = context == null ? null : context.stack;
            // Otherwise it is unburied when the event of whoever lies above has ended.
            if (stack == null || !isBelowOthers(context)) {
                unbury(thread);
            }
        }
        wanted.clear();
    }

    /** A program has ended, on this core; the frames of another lay below its own. */
    void uncovered(ThreadObject below) {
        if (below.buried) {
            core.enterKernel();
            try {
                unbury(below);
            } catch (Throwable broken) {
                throw core.image.panic(core, broken);
            } finally {
                core.leaveKernel();
            }
        }
    }

    /** The frames above a thread's are gone. */
    private void unbury(ThreadObject thread) {
        if (thread.buried) {
            thread.buried = false;
            Budgets.resume(core, thread.schedContext);
            if (thread.isSchedulable()) {
                core.scheduler.possibleSwitchTo(thread);
            }
        }
    }
}
