package io.atoll.benchmarks.peers;

import io.atoll.benchmarks.harness.ContentMismatchException;
import io.atoll.benchmarks.harness.LatencyRecorder;
import io.atoll.benchmarks.harness.LatencySubject;
import io.atoll.benchmarks.harness.PinnedThread;
import io.atoll.benchmarks.harness.Placement;

import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/**
 * Two bare continuations that run to their next yield in turn, on one pinned thread: what switching
 * to a server and back costs on this JVM if nothing else is done. The reference of {@code
 * call-reply-recv}.
 */
public final class TwoContinuationSwitches implements LatencySubject {
    private static final ContinuationScope SCOPE = new ContinuationScope("two-switches");

    private PinnedThread thread;

    /** The reference of {@code call-reply-recv}. */
    public TwoContinuationSwitches() {}

    @Override
    public String name() {
        return "two-continuation-switches";
    }

    @Override
    public void open(Placement placement) {
        thread = PinnedThread.start(name(), placement, Placement.CLIENT);
    }

    @Override
    public void round(LatencyRecorder recorder, long operations) throws Exception {
        thread.call(
                () -> {
                    switchToAndFro(recorder, operations);
                    return null;
                });
    }

    private static void switchToAndFro(LatencyRecorder recorder, long operations) {
        Stepper client = new Stepper(operations);
        Stepper server = new Stepper(operations);
        Continuation clientContinuation = new Continuation(SCOPE, client);
        Continuation serverContinuation = new Continuation(SCOPE, server);
        int batch = recorder.operationsPerSample();
        for (long done = 0; done < operations; done += batch) {
            long start = System.nanoTime();
            for (int i = 0; i < batch; i++) {
                clientContinuation.run();
                serverContinuation.run();
            }
            recorder.record(System.nanoTime() - start);
            client.check(done + batch);
            server.check(done + batch);
        }
        // out of their last yields
        clientContinuation.run();
        serverContinuation.run();
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.close();
        }
    }

    /** Counts, and yields after each count. */
    private static final class Stepper implements Runnable {
        private final long steps;
        private long taken;

        Stepper(long steps) {
            this.steps = steps;
        }

        @Override
        public void run() {
            while (taken < steps) {
                taken++;
                Continuation.yield(SCOPE);
            }
        }

        void check(long expected) {
            if (taken != expected) {
                throw new ContentMismatchException(expected, "step " + taken);
            }
        }
    }
}
