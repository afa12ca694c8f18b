package io.atoll.programs;

import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.PdContext;

/**
 * Notifies channel 0, then computes without any system call until that was heard of, which on one
 * core takes a preemption.
 */
public class Spinner implements DirectProgram {
    /** Much more than a time slice. */
    private static final long BRIEF_NANOS = 300_000_000;

    /** A host with other work lets a timer come late. */
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    /** What the program is doing; writing it is no system call. */
    static volatile String phase = "";

    /** Whether the listener was notified. */
    static volatile boolean heard;

    @Override
    public void run(PdContext context) {
        run(context, PATIENCE_NANOS);
    }

    static void run(PdContext context, long mostNanos) {
        heard = false;
        context.channel(0).signal();
        phase = "spinning"; // before the first point of preemption, which is the call
        spin(mostNanos);
        phase = "after spinning";
    }

    private static void spin(long mostNanos) {
        long end = System.nanoTime() + mostNanos;
        while (!heard && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** Does not wait for long. */
    public static final class Brief extends Spinner {
        @Override
        public void run(PdContext context) {
            run(context, BRIEF_NANOS);
        }
    }

    /** Never comes to an end. */
    public static final class Endless extends Spinner {
        @Override
        public void run(PdContext context) {
            context.channel(0).signal();
            phase = "spinning";
            for (long i = 1; i != 0; i |= 1) {
                Thread.onSpinWait();
            }
        }
    }

    /** Recurses instead of looping. */
    public static final class Recursive extends Spinner {
        @Override
        public void run(PdContext context) {
            context.channel(0).signal();
            phase = "recursing";
            for (int i = 0; i < 300; i++) {
                fibonacci(25);
            }
            phase = "after recursing";
        }

        private static long fibonacci(int n) {
            return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
        }
    }

    /** Computes inside a synchronized block first, then outside. */
    public static final class Holder extends Spinner {
        private final Object monitor = new Object();

        @Override
        public void run(PdContext context) {
            heard = false;
            context.channel(0).signal();
            synchronized (monitor) {
                phase = "inside";
                spin(BRIEF_NANOS);
                phase = "about to leave";
            }
            spin(PATIENCE_NANOS);
        }
    }

    /** Leaves synchronized code in every way there is, and computes afterwards. */
    public static final class Leaver extends Spinner {
        private final Object monitor = new Object();

        @Override
        public void run(PdContext context) {
            try {
                throwing(0);
            } catch (IllegalStateException _) {
                // On purpose.
            }
            returning();
            try {
                synchronized (monitor) {
                    throwing(1);
                }
            } catch (IllegalStateException _) {
                // On purpose.
            }
            super.run(context);
        }

        private synchronized int throwing(int depth) {
            if (depth < 3) {
                return throwing(depth + 1);
            }
            throw new IllegalStateException();
        }

        private int returning() {
            for (int i = 0; ; i++) {
                synchronized (monitor) {
                    if (i > 2) {
                        return i;
                    }
                }
            }
        }
    }
}
