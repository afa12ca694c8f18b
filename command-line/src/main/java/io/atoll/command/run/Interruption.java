package io.atoll.command.run;

import io.atoll.command.ExitCode;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ctrl-C, or a signal to end, stops a run in an orderly way: the machine stops and the run's folder
 * is completed before the JVM goes. Its exit code is then that of the signal; unless there was
 * another verdict before, such as that of a failed seed, whose code it is then.
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
        CompletableFuture<Verdict> written = new CompletableFuture<>();
        Thread hook =
                new Thread(
                        () -> {
                            runner.interrupt();
                            leaveWith(awaited(written));
                        },
                        "atoll-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        Verdict verdict = Verdict.interrupted(); // also of a run that throws
        try {
            verdict = run.run();
            return verdict;
        } finally {
            written.complete(verdict);
            removeUnlessEnding(hook);
        }
    }

    /** The JVM itself leaves with the code of the signal. */
    private static void leaveWith(Verdict verdict) {
        if (verdict.code() != ExitCode.INTERRUPTED) {
            System.out.flush();
            System.err.flush();
            Runtime.getRuntime().halt(verdict.code());
        }
    }

    private static void removeUnlessEnding(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the JVM is ending, which is what the hook is there for
        }
    }

    private static Verdict awaited(CompletableFuture<Verdict> written) {
        try {
            return written.get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException _) {
            return Verdict.interrupted();
        }
    }
}
