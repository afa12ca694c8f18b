package io.atoll.kernel.context;

import io.atoll.kernel.InterruptLines;

import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/**
 * A Java stack on which programs of one core execute: a continuation. At its bottom a worker loop,
 * above it the frames of a program, and above those perhaps the frames of stackless programs that
 * it called. Only the topmost program can go on.
 */
final class JavaStack {
    private static final ContinuationScope SCOPE = new ContinuationScope("atoll");

    private final Frames continuation;

    /** For instrumented code on this stack. */
    final PreemptionPoints preemptionPoints;

    /** Whose frames are on top; null between programs. */
    ExecutionContext top;

    /** It runs, or something runs on top of it. */
    boolean mounted;

    JavaStack(Dispatcher dispatcher, InterruptLines lines) {
        continuation = new Frames(this, dispatcher);
        preemptionPoints = new PreemptionPoints(this, lines);
    }

    /** The continuation, which knows whose it is. */
    private static final class Frames extends Continuation {
        final JavaStack stack;

        Frames(JavaStack stack, Dispatcher dispatcher) {
            super(SCOPE, () -> dispatcher.work(stack));
            this.stack = stack;
        }

        @Override
        protected void onPinned(Pinned reason) {
            throw new IllegalStateException(
                    "a system call blocked inside a native frame or a class"
                            + " initialiser ("
                            + reason
                            + "); such a stack cannot be left");
        }
    }

    /** The stack that the caller runs on, or null if that is none of a core's. */
    static JavaStack current() {
        return Continuation.getCurrentContinuation(SCOPE) instanceof Frames frames
                ? frames.stack
                : null;
    }

    /**
     * The program whose frames are topmost, also if it is being served without the kernel knowing
     * it yet; null between programs.
     */
    ExecutionContext running() {
        ExecutionContext known = top;
        if (known == null) {
            return null;
        }
        StacklessContext served = known.systemCalls.served();
        return served == null ? known : served;
    }

    /**
     * The core's thread: goes on where this stack was left. Returns when it is left again. If
     * called from a frame of another stack, this one lies on top of that until then.
     */
    void run() {
        mounted = true;
        continuation.run();
        mounted = false;
    }

    /** From a frame of this stack: leaves it. Returns when it is run again. */
    void park() {
        Continuation.yield(SCOPE);
    }
}
