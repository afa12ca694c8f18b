package io.atoll.kernel.context;

import io.atoll.kernel.Core;
import io.atoll.kernel.KernelPanic;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.StacklessProgram;
import io.atoll.kernel.ipc.PendingFault;
import io.atoll.kernel.object.ThreadObject;

import java.util.List;

/**
 * A thread's execution of one program, from the program counter it was given until that is
 * overwritten. While the program has Java frames, {@link #stack} says where they are.
 */
public abstract sealed class ExecutionContext permits NoProgram, StackfulContext, StacklessContext {
    final ThreadObject thread;
    final ThreadSystemCalls systemCalls;
    private final long programCounter;

    /** Where this program's frames are; null if it has none. */
    JavaStack stack;

    /** What it raises when it runs next, for it had no time to do so; or null. */
    PendingFault pendingFault;

    /** The thread executes something else now, or nothing: frames that are left must unwind. */
    boolean abandoned;

    ExecutionContext(ThreadObject thread, long programCounter) {
        this.thread = thread;
        this.programCounter = programCounter;
        this.systemCalls = new ThreadSystemCalls(thread, this);
    }

    /** The execution of {@code program}, or of nothing if it is null. */
    public static ExecutionContext of(ThreadObject thread, Program program, long programCounter) {
        return switch (program) {
            case StackfulProgram stackful -> new StackfulContext(thread, stackful, programCounter);
            case StacklessProgram stackless ->
                    new StacklessContext(thread, stackless, programCounter);
            case null -> new NoProgram(thread, programCounter);
        };
    }

    /** The entry point: the only address that Java code has. */
    public long programCounter() {
        return programCounter;
    }

    /** Whether the program is in the middle of something. */
    public boolean hasFrames() {
        return stack != null;
    }

    /**
     * The Java frames of the program, the innermost first, and below them those of whoever runs it;
     * for dumps of a machine that stands still. An event handler that is served on its caller's
     * stack has its frames there.
     *
     * @param host the frames of the host thread that runs this thread's core
     * @return empty if it has none, or if they cannot be had
     */
    public List<StackTraceElement> frames(StackTraceElement[] host) {
        StackTraceElement[] frames = stack == null ? null : stack.frames(host);
        return frames == null ? List.of() : List.of(frames);
    }

    /** The thread will not go on with this program. */
    public void abandon() {
        abandoned = true;
    }

    /** Executes the program on top of {@code stack}, until it has no frames there any more. */
    final void executeOn(JavaStack stack) {
        if (pendingFault != null) {
            PendingFault raised = pendingFault;
            pendingFault = null;
            systemCalls.runOn(stack.carrier().core);
            systemCalls.raise(raised);
            return;
        }
        ExecutionContext below = stack.top;
        takeStack(stack);
        try {
            execute();
        } catch (Throwable thrown) {
            threw(thrown);
        } finally {
            leaveStack(below);
        }
    }

    /** From now on this program's frames are the topmost of {@code stack}. */
    final void takeStack(JavaStack stack) {
        this.stack = stack;
        stack.top = this;
        systemCalls.runOn(stack.carrier().core);
    }

    /** The frames are gone; {@code below} is topmost again. */
    final void leaveStack(ExecutionContext below) {
        Dispatcher carrier = stack.carrier();
        stack.top = below;
        stack = null;
        if (below != null) {
            carrier.uncovered(below.thread);
        }
    }

    /** The program has so many frames that they can never run again: it fails without them. */
    final void loseStack(Core core) {
        systemCalls.runOn(core);
        stack.top = null;
        stack = null;
        threw(new StackOverflowError("a thread waited with a stack too deep to go on with"));
    }

    /** Something was thrown out of the program's last frame. */
    final void threw(Throwable thrown) {
        Dispatcher.letGoOfReserve();
        switch (thrown) {
            case ThreadTerminated _ -> {
                // Its frames are gone, as they should be.
            }
            case KernelPanic panic -> throw panic;
            default -> systemCalls.userException(thrown);
        }
    }

    /**
     * A program that runs without the kernel knowing it makes a system call: the kernel gets to
     * know.
     *
     * @return whether that was so, and the thread is the core's current one now
     */
    boolean enterKernel() {
        return false;
    }

    /** Runs on the current Java stack; what it throws is the program's. */
    abstract void execute();
}
