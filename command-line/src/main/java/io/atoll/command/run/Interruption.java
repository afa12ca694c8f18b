package io.atoll.command.run;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or a signal to end, stops a run in an orderly way: the machine stops and the run's folder
 * is completed before the JVM goes. Its exit code is then that of the signal.
 */
public final class Interruption {
    /** How long an interrupted run may take to stop and to write what is left. */
    private static final int STOP_SECONDS = 15;

    private Interruption() {}

    /** A run that its thread's interrupt ends. */
    @FunctionalInterface
    public interface Run {
        /** Runs, writes and prints what there is to say. */
        Verdict run() throws IOException;
    }

    /** Runs it on this thread. */
    public static Verdict whileRunning(Run run) throws IOException {
        Thread runner = Thread.currentThread();
        CountDownLatch written = new CountDownLatch(1);
        Thread hook =
                new Thread(
                        () -> {
                            runner.interrupt();
                            awaitQuietly(written);
                        },
                        "atoll-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return run.run();
        } finally {
            written.countDown();
            removeUnlessEnding(hook);
        }
    }

    private static void removeUnlessEnding(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the JVM is ending, which is what the hook is there for
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
