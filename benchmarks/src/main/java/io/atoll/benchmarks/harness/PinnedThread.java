package io.atoll.benchmarks.harness;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A thread pinned to the CPU of one side of a {@link Placement}, for a subject to run its rounds
 * on. Sleeps when it has nothing to do. Any thread may hand it tasks, which it runs one by one.
 */
public final class PinnedThread implements Executor, AutoCloseable {
    private static final Duration UNWIND_LIMIT = Duration.ofSeconds(10);

    private final ExecutorService tasks;
    private final String name;
    private volatile Thread thread;

    private PinnedThread(String name) {
        this.name = name;
        this.tasks =
                Executors.newSingleThreadExecutor(
                        runTasks ->
                                thread =
                                        Thread.ofPlatform()
                                                .name(name)
                                                .daemon()
                                                .unstarted(runTasks));
    }

    /**
     * Starts and pins a thread.
     *
     * @param name name of the thread
     * @param side whose CPU to pin it to
     * @throws CompletionException when it cannot be pinned; the cause says why
     */
    public static PinnedThread start(String name, Placement placement, int side) {
        PinnedThread pinned = new PinnedThread(name);
        try {
            // from the thread itself, which alone can pin itself
            CompletableFuture.runAsync(() -> placement.pinCurrentThread(side), pinned).join();
            return pinned;
        } catch (CompletionException failure) {
            pinned.close();
            throw failure;
        }
    }

    /** Hands over a task, after those handed over before; does not wait for it. */
    @Override
    public void execute(Runnable task) {
        tasks.execute(task);
    }

    /**
     * Runs a task and waits for its end.
     *
     * @return what the task returned
     * @throws IllegalStateException when it took longer than {@link Rendezvous#ROUND_LIMIT}
     * @throws Exception what the task threw
     */
    public <T> T call(Callable<T> task) throws Exception {
        return Rendezvous.await(tasks.submit(task), Rendezvous.ROUND_LIMIT);
    }

    /**
     * Interrupts the thread and waits for its end.
     *
     * @throws IllegalStateException when it does not end
     */
    @Override
    public void close() {
        tasks.shutdownNow();
        try {
            // the executor counts as terminated a little before its thread is gone
            if (thread != null && !thread.join(UNWIND_LIMIT)) {
                throw new IllegalStateException("thread '" + name + "' does not end");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
