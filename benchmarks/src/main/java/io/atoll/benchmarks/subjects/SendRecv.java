package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.ContentMismatchException;
import io.atoll.benchmarks.harness.LatencyRecorder;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.StacklessProgram;

/** {@code Send} of one word to a thread of higher priority, which takes it and receives again. */
public abstract sealed class SendRecv extends ImageSubject {
    private static final long ONE_WORD = MessageInfo.of(0, 1);

    private long endpoint;

    /** Written by the receiver, read by the client: threads of one core. */
    private long received;

    private SendRecv(String name) {
        super(name);
    }

    /** The receiver's program. */
    abstract Program receiver(long source, long reply);

    @Override
    final void prepare(Task task) {
        endpoint = task.objects.make(ObjectType.ENDPOINT);
        task.start("receiver", receiver(endpoint, task.objects.make(ObjectType.REPLY)));
    }

    final void take(Sel4 sel4) {
        received = sel4.ipc().mr(0);
    }

    @Override
    final void measure(Sel4 sel4, LatencyRecorder recorder, long operations) {
        int batch = recorder.operationsPerSample();
        long word = received;
        for (long done = 0; done < operations; done += batch) {
            long start = System.nanoTime();
            for (int i = 0; i < batch; i++) {
                sel4.ipc().mr(0, ++word);
                sel4.send(endpoint, ONE_WORD);
                if (received != word) {
                    throw new ContentMismatchException(word, Long.toString(received));
                }
            }
            recorder.record(System.nanoTime() - start);
        }
    }

    /** The receiver has a Java stack of its own. */
    public static final class Stackful extends SendRecv {
        public Stackful() {
            super("stackful");
        }

        @Override
        Program receiver(long source, long reply) {
            return (StackfulProgram)
                    sel4 -> {
                        while (true) {
                            sel4.recv(source, reply);
                            take(sel4);
                        }
                    };
        }
    }

    /** The receiver is an event handler. */
    public static final class Stackless extends SendRecv {
        public Stackless() {
            super("stackless");
        }

        @Override
        Program receiver(long source, long reply) {
            return new StacklessProgram() {
                private Sel4 sel4;

                @Override
                public void start(Sel4 own, NextSystemCall next) {
                    sel4 = own;
                    next.recv(source, reply);
                }

                @Override
                public void message(long badge, long info, NextSystemCall next) {
                    take(sel4);
                }
            };
        }
    }
}
