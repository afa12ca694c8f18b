package io.atoll.kernel.context;

import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import jdk.internal.vm.StackChunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A Java stack on which programs execute: a continuation. At its bottom a worker loop, above it the
 * frames of a program, and above those perhaps the frames of stackless programs that it called.
 * Only the topmost program can go on. It is run by one core at a time, and may be left on one core
 * and taken up by another.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read</th><th>written</th><th>guarded by</th></tr>
 * <tr><td>carrier</td><td>the core whose current thread has frames here, acquire</td><td>the core that
 * runs it; to null, release</td><td>–</td></tr>
 * <tr><td>the rest</td><td colspan="2">the core that runs it; after {@link #isMounted} said no, the
 * core whose current thread has frames here</td><td>carrier</td></tr>
 * </table>
 */
final class JavaStack {
    private static final ContinuationScope SCOPE = new ContinuationScope("atoll");

    /**
     * Pieces of a stack that are set aside, after which it counts as overflown. A stack that is
     * left again and again while it grows is set aside piece by piece, and would fill the heap
     * before it ever reached the end of the host thread's stack. A piece is about a kilobyte.
     */
    private static final int MAX_PIECES = 1 << 14;

    /** How often a stack is left between two looks at its pieces, less one. */
    private static final int LOOK_MASK = (1 << 10) - 1;

    /**
     * Words of a stack on which others may run, at most: all of them share the host thread's stack,
     * and who runs on top must not run out of it because of who lies below.
     */
    private static final int MAX_WORDS_BELOW = 1 << 11;

    /**
     * How often others may run on top of a stack before it is looked at again: it grows by what its
     * program does between two system calls.
     */
    private static final int MAX_CARRIES = 64;

    /**
     * Words set aside at a time, after which a stack counts as overflown: 128 KiB. It still goes
     * on, and its program has a StackOverflowError to unwind it.
     */
    private static final int MAX_WORDS = 1 << 14;

    /**
     * Words that can be taken up again, at most: 512 KiB. The JVM checks that what was set aside
     * fits before it goes on, and crashes if it does not (JDK 25); so that is never tried.
     */
    private static final int MAX_WORDS_TO_RETURN = 1 << 16;

    /** The newest piece; null if this JVM does not let us see it, and stacks grow without limit. */
    private static final VarHandle TAIL = find(Continuation.class, "tail", StackChunk.class);

    /** Whether its frames are on a host thread's stack; null as above. */
    private static final VarHandle MOUNTED = find(Continuation.class, "mounted", boolean.class);

    /** End and beginning of what a piece holds, in words. */
    private static final VarHandle PIECE_END = find(StackChunk.class, "bottom", int.class);

    private static final VarHandle PIECE_START = find(StackChunk.class, "sp", int.class);

    private static final VarHandle CARRIER;

    static {
        try {
            CARRIER =
                    MethodHandles.lookup()
                            .findVarHandle(JavaStack.class, "carrier", Dispatcher.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final boolean PIECES_ARE_VISIBLE =
            TAIL != null && PIECE_END != null && PIECE_START != null;

    private final Frames continuation;

    /** For instrumented code on this stack. */
    final StackPoints preemptionPoints;

    /** Whose frames are on top; null between programs. */
    ExecutionContext top;

    /** The core that it runs on, or where something runs on top of it; null if it was left. */
    private Dispatcher carrier;

    /** How often others may still run on top of this stack. */
    private int carriesLeft;

    private int timesLeft;
    private boolean overflown;
    private boolean lost;

    JavaStack(Dispatcher first) {
        continuation = new Frames(this);
        preemptionPoints = new StackPoints(this, first.core.interrupts);
    }

    /** The continuation, which knows whose it is. */
    private static final class Frames extends Continuation {
        final JavaStack stack;

        Frames(JavaStack stack) {
            super(SCOPE, () -> Dispatcher.work(stack));
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

    /** Whether some core is in this stack's frames, or in those of another on top of it. */
    boolean isMounted() {
        return CARRIER.getAcquire(this) != null;
    }

    /** The core that runs this stack; for what runs on it. */
    Dispatcher carrier() {
        return carrier;
    }

    /** A core that is in this stack's frames, if one still is. */
    Dispatcher lastSeenCarrier() {
        return (Dispatcher) CARRIER.getAcquire(this);
    }

    /**
     * The core's thread: goes on where this stack was left. Returns when it is left again. If
     * called from a frame of another stack, this one lies on top of that until then.
     */
    void run(Dispatcher core) {
        carrier = core;
        preemptionPoints.listenTo(core.core.interrupts);
        continuation.run();
        measure();
        if (!core.isSuspended(this)) {
            release();
        }
    }

    /** Any core may take it up. What its frames did is done for whichever does. */
    void release() {
        CARRIER.setRelease(this, (Dispatcher) null);
    }

    /** Looks how much was set aside. */
    private void measure() {
        if (carriesLeft == 0 && isShallow()) {
            carriesLeft = MAX_CARRIES;
        }
        StackChunk newest = newestPiece();
        int words = newest == null ? 0 : wordsOf(newest);
        if (words > MAX_WORDS) {
            overflown = true;
            lost = words > MAX_WORDS_TO_RETURN;
        }
    }

    /** Whether what was set aside is so much that it can never be run again. */
    boolean isLost() {
        return lost;
    }

    /** The piece that is taken up first; null if there is none, or it cannot be seen. */
    private StackChunk newestPiece() {
        return PIECES_ARE_VISIBLE ? (StackChunk) TAIL.get((Continuation) continuation) : null;
    }

    private static int wordsOf(StackChunk piece) {
        return (int) PIECE_END.get(piece) - (int) PIECE_START.get(piece);
    }

    /**
     * Whether another stack may run on top of this one now; counts it if so. A stack that has not
     * been left for long, or was deep when it was, has to be left first.
     */
    boolean takeCarry() {
        if (carriesLeft == 0) {
            return false;
        }
        carriesLeft--;
        return true;
    }

    /** Whether there are few frames; only while they are set aside. */
    private boolean isShallow() {
        if (!PIECES_ARE_VISIBLE) {
            return false;
        }
        int words = 0;
        StackChunk piece = newestPiece();
        while (piece != null && words <= MAX_WORDS_BELOW) {
            words += wordsOf(piece);
            piece = piece.parent();
        }
        return words <= MAX_WORDS_BELOW;
    }

    /**
     * For dumps: the frames, the innermost first; null if this JVM does not let us see whether the
     * stack runs.
     *
     * @param host all frames of the host thread that runs this stack if any does, which must stand
     *     still; of stacks that run on one another it has those of each, down to where it was run
     */
    StackTraceElement[] frames(StackTraceElement[] host) {
        if (MOUNTED == null) {
            return null;
        }
        if (!(boolean) MOUNTED.getVolatile((Continuation) continuation)) {
            return continuation.getStackTrace();
        }
        int runBelow = 0;
        for (Continuation below = continuation.getParent();
                below != null;
                below = below.getParent()) {
            runBelow++;
        }
        int end = host.length;
        for (int i = host.length - 1; i >= 0; i--) {
            if (isRun(host[i]) && runBelow-- == 0) {
                end = i;
                break;
            }
        }
        int start = end;
        while (start > 0 && !isRun(host[start - 1])) {
            start--;
        }
        return Arrays.copyOfRange(host, start, end);
    }

    private static boolean isRun(StackTraceElement frame) {
        return frame.getMethodName().equals("run")
                && frame.getClassName().equals(Continuation.class.getName());
    }

    /** From a frame of this stack: leaves it. Returns when it is run again. */
    void park() {
        Continuation.yield(SCOPE);
        if ((++timesLeft & LOOK_MASK) == 0 && hasTooManyPieces()) {
            overflown = true;
        }
    }

    /** Whether this stack has grown beyond all limits: told once, for the program to be stopped. */
    boolean takeOverflown() {
        if (overflown) {
            overflown = false;
            return true;
        }
        return false;
    }

    private boolean hasTooManyPieces() {
        int pieces = 0;
        for (StackChunk piece = newestPiece(); piece != null; piece = piece.parent()) {
            if (++pieces > MAX_PIECES) {
                return true;
            }
        }
        return false;
    }

    private static VarHandle find(Class<?> holder, String field, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(holder, MethodHandles.lookup())
                    .findVarHandle(holder, field, type);
        } catch (ReflectiveOperationException _) {
            return null;
        }
    }
}
