package io.atoll.kernel.context;

import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.api.PreemptibleClasses;
import io.atoll.kernel.api.PreemptionPoints;

import java.util.stream.Stream;

/**
 * The preemption points of one Java stack.
 *
 * <p>A point that finds nothing pending costs one load and one branch. If something is pending, the
 * thread enters the kernel as by a system call, unless its stack cannot be left now:
 *
 * <ul>
 *   <li>An instrumented method on the stack is inside {@code synchronized}. Its monitor would stay
 *       locked, and the next program of this core that enters it would block the core for ever.
 *   <li>A frame on the stack is not instrumented code (the JDK calls back a comparator, say):
 *       nobody knows what it holds. Frames of this kernel and of the coordinator are known to hold
 *       nothing.
 *   <li>A class is being initialised: the JVM's own frames lie on the stack.
 * </ul>
 *
 * Then the interrupt stays pending until a later point, or the next system call.
 *
 * <p>Used by the thread of the core that runs the stack.
 */
final class StackPoints extends PreemptionPoints {
    /** Points that are passed by after one that found a frame it does not know: looking costs. */
    private static final int POINTS_BETWEEN_LOOKS = 256;

    /** Of code that runs on no emulated core: nothing is ever pending. */
    private static final StackPoints NOWHERE = new StackPoints(null, new InterruptLines());

    private static final StackWalker FRAMES =
            StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private final JavaStack stack;
    private InterruptLines lines;
    private int monitorsHeld;
    private int pointsToPass;

    StackPoints(JavaStack stack, InterruptLines lines) {
        this.stack = stack;
        this.lines = lines;
    }

    /** The stack goes on, on that core. */
    void listenTo(InterruptLines linesOfCore) {
        lines = linesOfCore;
    }

    /** Finds the points of the stack that the caller runs on; the service of this kernel. */
    public static final class OfCaller implements Finder {
        @Override
        public PreemptionPoints current() {
            JavaStack stack = JavaStack.current();
            return stack == null ? NOWHERE : stack.preemptionPoints;
        }
    }

    @Override
    public void point() {
        if (lines.isPending()) {
            pending();
        }
    }

    @Override
    public void monitorEntered() {
        monitorsHeld++;
    }

    @Override
    public void monitorExited() {
        monitorsHeld--;
    }

    /** Whether an instrumented method on this stack holds a monitor. */
    boolean holdsMonitor() {
        return monitorsHeld > 0;
    }

    private void pending() {
        if (stack == null || holdsMonitor()) {
            return;
        }
        if (pointsToPass > 0) {
            pointsToPass--;
            return;
        }
        if (!FRAMES.walk(StackPoints::mayBeLeft)) {
            pointsToPass = POINTS_BETWEEN_LOOKS;
            return;
        }
        ExecutionContext running = stack.running();
        if (running != null) {
            running.systemCalls.preemptionPoint();
        }
    }

    /** Looks at the frames down to the bottom of the Java stack, which is the dispatcher's. */
    private static boolean mayBeLeft(Stream<StackWalker.StackFrame> frames) {
        return frames.takeWhile(frame -> frame.getDeclaringClass() != Dispatcher.class)
                .allMatch(StackPoints::mayBeLeft);
    }

    private static boolean mayBeLeft(StackWalker.StackFrame frame) {
        Class<?> type = frame.getDeclaringClass();
        String name = type.getName();
        if (frame.getMethodName().equals("<clinit>")) {
            return false;
        }
        return type.getClassLoader() instanceof PreemptibleClasses
                || type.isHidden()
                || name.startsWith("io.atoll.kernel.")
                || name.startsWith("io.atoll.coordinator.");
    }
}
