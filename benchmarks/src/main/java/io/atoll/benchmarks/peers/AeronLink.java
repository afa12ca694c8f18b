package io.atoll.benchmarks.peers;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.AeronException;
import io.atoll.benchmarks.harness.ContentMismatchException;
import io.atoll.benchmarks.harness.SubjectUnavailableException;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * An embedded Aeron media driver and a client of it, for streams over {@code aeron:ipc} inside this
 * process, tuned for two busy CPUs: all of the driver's work on one thread (SHARED) that backs off
 * to sleeping, exclusive publications, buffers touched before use.
 *
 * <p>The driver's directory has a random name and goes away with the driver. {@link #open}, {@link
 * #connect} and {@link #close} are for one thread, and not a pinned one: Aeron's threads inherit
 * the pinning of the thread that starts them.
 */
final class AeronLink implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final long LOOK_AGAIN_NANOS = 100_000;

    private final AtomicReference<Throwable> firstFailure;
    private final MediaDriver driver;
    private final Aeron client;

    private AeronLink(AtomicReference<Throwable> firstFailure, MediaDriver driver, Aeron client) {
        this.firstFailure = firstFailure;
        this.driver = driver;
        this.client = client;
    }

    /**
     * Launches driver and client.
     *
     * @param termBytes length of a term, a power of two; a stream has three terms. The sender may
     *     be half a term ahead of what the driver has noticed, which looks about every millisecond
     * @throws SubjectUnavailableException when this host or JVM does not let them run
     */
    static AeronLink open(int termBytes) throws SubjectUnavailableException {
        AtomicReference<Throwable> failures = new AtomicReference<>();
        MediaDriver driver = null;
        try {
            driver = MediaDriver.launch(driverContext(termBytes, failures));
            Aeron.Context context =
                    new Aeron.Context()
                            .aeronDirectoryName(driver.aeronDirectoryName())
                            .errorHandler(failure -> onClientFailure(failures, failure));
            return new AeronLink(failures, driver, Aeron.connect(context));
        } catch (RuntimeException failure) {
            if (driver != null) {
                driver.close();
            }
            throw new SubjectUnavailableException(
                    "Aeron's media driver does not start: " + failure.getMessage(), failure);
        }
    }

    private static MediaDriver.Context driverContext(
            int termBytes, AtomicReference<Throwable> failures) {
        return new MediaDriver.Context()
                .aeronDirectoryName(CommonContext.generateRandomDirName())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .ipcTermBufferLength(termBytes)
                .termBufferSparseFile(false)
                .errorHandler(failure -> failures.compareAndSet(null, failure));
    }

    /**
     * Called where a handler of messages has thrown: inside a poll of ours, out of which a mismatch
     * must go; and on Aeron's own threads, whose failures {@link #check} reports.
     */
    private static void onClientFailure(AtomicReference<Throwable> failures, Throwable failure) {
        if (failure instanceof ContentMismatchException mismatch) {
            throw mismatch;
        }
        failures.compareAndSet(null, failure);
    }

    /** One direction: a stream and both of its ends. */
    record Stream(ExclusivePublication publication, Image image) {}

    /**
     * Connects a new stream.
     *
     * @param streamId any number, different for each stream
     * @throws SubjectUnavailableException when the host has no room for the stream's buffers, or
     *     both ends do not see each other within ten seconds
     */
    Stream connect(int streamId) throws SubjectUnavailableException {
        try {
            return connectOrThrow(streamId);
        } catch (AeronException failure) {
            throw new SubjectUnavailableException(
                    "Aeron does not set up an IPC stream: " + failure.getMessage(), failure);
        }
    }

    private Stream connectOrThrow(int streamId) throws SubjectUnavailableException {
        Subscription subscription = client.addSubscription(CommonContext.IPC_CHANNEL, streamId);
        ExclusivePublication publication =
                client.addExclusivePublication(CommonContext.IPC_CHANNEL, streamId);
        long deadline = System.nanoTime() + CONNECT_LIMIT.toNanos();
        while (!subscription.isConnected() || !publication.isConnected()) {
            check();
            if (System.nanoTime() - deadline > 0) {
                throw new SubjectUnavailableException("an Aeron IPC stream does not connect");
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return new Stream(publication, subscription.imageAtIndex(0));
    }

    /** Where Aeron keeps its buffers. */
    String directory() {
        return driver.aeronDirectoryName();
    }

    /**
     * Reports what went wrong on Aeron's own threads.
     *
     * @throws IllegalStateException if anything did, with the first failure as its cause
     */
    void check() {
        Throwable failure = firstFailure.get();
        if (failure != null) {
            throw new IllegalStateException("Aeron has failed: " + failure, failure);
        }
    }

    /** Ends client and driver and removes the directory. */
    @Override
    public void close() {
        try (driver) {
            client.close();
        }
    }
}
