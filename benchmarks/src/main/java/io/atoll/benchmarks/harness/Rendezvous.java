package io.atoll.benchmarks.harness;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One round played by two threads, platform or virtual, made so that both begin together, and so
 * that a failure of either ends the other and comes out itself, not its consequence.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>guarded by</th></tr>
 * <tr><td>toArrive</td><td>both sides</td><td>each side, once</td><td>itself</td></tr>
 * <tr><td>clientThread, serverThread</td><td>volatile, other side and player</td><td>volatile, its own
 * side, once</td><td>nothing: null until the side runs</td></tr>
 * <tr><td>firstFailure</td><td>volatile, player</td><td>compare and set by the sides</td><td>nothing</td></tr>
 * </table>
 */
public final class Rendezvous {
    /** Longest time that a round may take; one that takes longer fails the run. */
    public static final Duration ROUND_LIMIT = Duration.ofSeconds(120);

    private static final int SIDES = 2;

    private final Waiting waiting;
    private final Duration limit;
    private final CountDownLatch toArrive = new CountDownLatch(SIDES);
    private final AtomicReference<Throwable> firstFailure = new AtomicReference<>();
    private volatile Thread clientThread;
    private volatile Thread serverThread;

    /**
     * A round limited by {@link #ROUND_LIMIT}.
     *
     * @param waiting what the sides do between two looks; aborted when one fails
     */
    public Rendezvous(Waiting waiting) {
        this(waiting, ROUND_LIMIT);
    }

    Rendezvous(Waiting waiting, Duration limit) {
        this.waiting = waiting;
        this.limit = limit;
    }

    /**
     * Plays both sides; returns when both have ended. Once only.
     *
     * @throws IllegalStateException when they took longer than the limit
     * @throws Exception what the side that failed first threw
     */
    public void play(
            Executor clientExecutor, Side clientSide, Executor serverExecutor, Side serverSide)
            throws Exception {
        Future<?> serverEnd =
                CompletableFuture.runAsync(() -> playServer(serverSide), serverExecutor);
        Future<?> clientEnd =
                CompletableFuture.runAsync(() -> playClient(clientSide), clientExecutor);
        try {
            await(clientEnd, limit);
            await(serverEnd, limit);
        } catch (IllegalStateException late) {
            stop(clientThread);
            stop(serverThread);
            throw late;
        }
        switch (firstFailure.get()) {
            case null -> {}
            case Error error -> throw error;
            case Exception exception -> throw exception;
            case Throwable other -> throw new AssertionError(other);
        }
    }

    /**
     * Waits for the end of a task.
     *
     * @return what it returned
     * @throws IllegalStateException when it took longer than the limit
     * @throws Exception what it threw
     */
    public static <T> T await(Future<T> end, Duration limit) throws Exception {
        try {
            return end.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw new IllegalStateException(
                    "a round did not end within " + limit.toMillis() + " ms");
        } catch (ExecutionException failure) {
            switch (failure.getCause()) {
                case Error error -> throw error;
                case Exception exception -> throw exception;
                case Throwable other -> throw new AssertionError(other);
            }
        }
    }

    private void playClient(Side side) {
        clientThread = Thread.currentThread();
        if (!play(side)) {
            stop(serverThread);
        }
    }

    private void playServer(Side side) {
        serverThread = Thread.currentThread();
        if (!play(side)) {
            stop(clientThread);
        }
    }

    private boolean play(Side side) {
        try {
            meetOtherSide();
            side.play();
            return true;
        } catch (Exception | Error failure) {
            firstFailure.compareAndSet(null, failure);
            return false;
        }
    }

    /**
     * A platform thread spins, so that it is wide awake when the other arrives. A virtual thread
     * must block: if it yields, its carrier may prefer it for ever to the side that has not started
     * yet.
     */
    private void meetOtherSide() throws InterruptedException {
        toArrive.countDown();
        if (Thread.currentThread().isVirtual()) {
            toArrive.await();
        }
        while (toArrive.getCount() > 0) {
            waiting.pause();
        }
    }

    /** Ends a side whether it spins or blocks. */
    private void stop(Thread side) {
        waiting.abort();
        if (side != null) {
            side.interrupt();
        }
    }
}
