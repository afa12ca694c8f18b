package io.atoll.kernel.context;

import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/**
 * A Java stack on which programs of one core execute: a continuation. At its bottom a worker loop,
 * above it the frames of a program, and above those perhaps the frames of stackless programs that
 * it called. Only the topmost program can go on.
 */
final class JavaStack {
    private static final ContinuationScope SCOPE = new ContinuationScope("atoll");

    private final Continuation continuation;

    /** Whose frames are on top; null between programs. */
    ExecutionContext top;

    JavaStack(Dispatcher dispatcher) {
        continuation =
                new Continuation(SCOPE, () -> dispatcher.work(this)) {
                    @Override
                    protected void onPinned(Pinned reason) {
                        throw new IllegalStateException(
                                "a system call blocked inside a native frame or a class"
                                        + " initialiser ("
                                        + reason
                                        + "); such a stack cannot be left");
                    }
                };
    }

    /** The core's thread: goes on where this stack was left. Returns when it is left again. */
    void run() {
        continuation.run();
    }

    /** From a frame of this stack: leaves it. Returns when the dispatcher runs it again. */
    void park() {
        Continuation.yield(SCOPE);
    }
}
