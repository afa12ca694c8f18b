package io.atoll.benchmarks.modelled;

import io.atoll.cluster.memory.SharedAccess;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Simulated machines run side by side on host threads; each has a result of its own, so how many
 * threads there are changes no figure.
 */
public final class Jobs {
    /** A machine uses one CPU; more at a time than this use more memory than they gain time. */
    private static final int MOST_THREADS = 2;

    private Jobs() {}

    /**
     * Runs all of them.
     *
     * @return their results, in the same order
     * @throws IllegalStateException what the first that failed said
     */
    public static <T> List<T> run(List<Callable<T>> jobs) {
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        // Machines come and go; code that uses shared memory is not to be compiled anew each time.
        SharedAccess.observe();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            return results(executor.invokeAll(jobs));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } finally {
            SharedAccess.ignore();
        }
    }

    private static <T> List<T> results(List<Future<T>> futures) throws InterruptedException {
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException failed) {
                throw new IllegalStateException(failed.getCause().getMessage(), failed.getCause());
            }
        }
        return results;
    }
}
