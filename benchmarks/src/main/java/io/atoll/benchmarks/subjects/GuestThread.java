package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.Rendezvous;
import io.atoll.kernel.api.Sel4;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;

/**
 * Hands work to a user program inside a machine. Between two pieces of work the program keeps its
 * core asleep: it waits as a Java thread does, not as a program of the kernel should, so that
 * nothing happens on the core while another subject is measured.
 *
 * <p>{@link #call} and {@link #close} are for a host thread, {@link #serve} for the user program.
 */
final class GuestThread {
    private final ArrayBlockingQueue<Work<?>> queue = new ArrayBlockingQueue<>(2);

    /** Something to do inside the machine. */
    interface Task<T> {
        T run(Sel4 sel4) throws Exception;
    }

    private record Work<T>(Task<T> task, CompletableFuture<T> done) {
        void run(Sel4 sel4) {
            try {
                done.complete(task.run(sel4));
            } catch (Throwable thrown) {
                done.completeExceptionally(thrown);
            }
        }
    }

    private static final Work<Object> END = new Work<>(_ -> null, new CompletableFuture<>());

    /** Begins a piece of work; the result says when it is done. */
    <T> CompletableFuture<T> begin(Task<T> task) {
        Work<T> work = new Work<>(task, new CompletableFuture<>());
        queue.add(work);
        return work.done;
    }

    /**
     * Has a piece of work done.
     *
     * @throws Exception what it threw, or that it took too long
     */
    <T> T call(Task<T> task) throws Exception {
        return Rendezvous.await(begin(task), Rendezvous.ROUND_LIMIT);
    }

    /** The program: does what it is given until {@link #close}. */
    void serve(Sel4 sel4) {
        try {
            for (Work<?> work = queue.take(); work != END; work = queue.take()) {
                work.run(sel4);
            }
        } catch (InterruptedException stopped) {
            throw new IllegalStateException("interrupted while waiting for work", stopped);
        }
    }

    /** Lets the program end. */
    void close() {
        queue.add(END);
    }
}
