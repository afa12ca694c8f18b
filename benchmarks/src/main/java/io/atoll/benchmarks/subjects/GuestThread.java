package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.Rendezvous;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Hands work to a user program inside a machine. Between two pieces of work the program keeps its
 * core asleep: it waits as a Java thread does, not as a program of the kernel should, so that
 * nothing happens on the core while another subject is measured.
 *
 * <p>{@link #execute}, {@link #call} and {@link #close} are for a host thread, {@link #serve} for
 * the user program.
 *
 * @param <C> what the program has in the machine: its system calls, its end of a channel
 */
final class GuestThread<C> implements Executor {
    private final ArrayBlockingQueue<Task<C>> queue = new ArrayBlockingQueue<>(2);
    private final Task<C> end = _ -> {};

    /** Something to do inside the machine, which throws nothing. */
    private interface Task<C> {
        void run(C context);
    }

    /** Something to do inside the machine, with a result. */
    interface Work<C, T> {
        T run(C context) throws Exception;
    }

    /** Has something done that needs nothing of the machine. */
    @Override
    public void execute(Runnable task) {
        queue.add(_ -> task.run());
    }

    /**
     * Has a piece of work done.
     *
     * @throws Exception what it threw, or that it took too long
     */
    <T> T call(Work<C, T> work) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        queue.add(
                context -> {
                    try {
                        done.complete(work.run(context));
                    } catch (Throwable thrown) {
                        done.completeExceptionally(thrown);
                    }
                });
        return Rendezvous.await(done, Rendezvous.ROUND_LIMIT);
    }

    /** The program: does what it is given until {@link #close}. */
    void serve(C context) {
        try {
            for (Task<C> task = queue.take(); task != end; task = queue.take()) {
                task.run(context);
            }
        } catch (InterruptedException stopped) {
            throw new IllegalStateException("interrupted while waiting for work", stopped);
        }
    }

    /** Lets the program end. */
    void close() {
        queue.add(end);
    }
}
