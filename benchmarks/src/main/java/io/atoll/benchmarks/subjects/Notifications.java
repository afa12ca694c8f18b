package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.ContentMismatchException;
import io.atoll.benchmarks.harness.LatencyRecorder;
import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.StacklessProgram;

/** Signals: looked for, sent to nobody, sent to a thread that waits. */
public final class Notifications {
    private Notifications() {}

    /**
     * {@code Poll} of a notification that nobody signalled: into the kernel and out, nothing else.
     */
    public static final class PollNothing extends ImageSubject {
        private long notification;

        public PollNothing() {
            super("stackful");
        }

        @Override
        void prepare(Task task) {
            notification = task.objects.make(ObjectType.NOTIFICATION);
        }

        @Override
        void measure(Sel4 sel4, LatencyRecorder recorder, long operations) {
            int batch = recorder.operationsPerSample();
            for (long done = 0; done < operations; done += batch) {
                long start = System.nanoTime();
                for (int i = 0; i < batch; i++) {
                    sel4.nbAwait(notification);
                }
                recorder.record(System.nanoTime() - start);
            }
        }
    }

    /** {@code Signal} to a notification for which nobody waits. */
    public static final class SignalNobody extends ImageSubject {
        private long notification;

        public SignalNobody() {
            super("stackful");
        }

        @Override
        void prepare(Task task) {
            notification = task.objects.make(ObjectType.NOTIFICATION);
        }

        @Override
        void measure(Sel4 sel4, LatencyRecorder recorder, long operations) {
            int batch = recorder.operationsPerSample();
            for (long done = 0; done < operations; done += batch) {
                long start = System.nanoTime();
                for (int i = 0; i < batch; i++) {
                    sel4.send(notification, 0);
                }
                recorder.record(System.nanoTime() - start);
            }
        }
    }

    /** {@code Signal} to a thread of higher priority, which runs and waits again. */
    public abstract static sealed class SignalWaiter extends ImageSubject {
        private long notification;

        /** Written by the waiter, read by the client: threads of one core. */
        private long woken;

        private SignalWaiter(String name) {
            super(name);
        }

        /** The waiter's program. */
        abstract Program waiter(long awaited);

        @Override
        final void prepare(Task task) {
            notification = task.objects.make(ObjectType.NOTIFICATION);
            task.start("waiter", waiter(notification));
        }

        final void countOne() {
            woken++;
        }

        @Override
        final void measure(Sel4 sel4, LatencyRecorder recorder, long operations) {
            int batch = recorder.operationsPerSample();
            long expected = woken;
            for (long done = 0; done < operations; done += batch) {
                long start = System.nanoTime();
                for (int i = 0; i < batch; i++) {
                    sel4.send(notification, 0);
                    if (woken != ++expected) {
                        throw new ContentMismatchException(expected, woken + " wake-ups");
                    }
                }
                recorder.record(System.nanoTime() - start);
            }
        }

        /** The waiter has a Java stack of its own. */
        public static final class Stackful extends SignalWaiter {
            public Stackful() {
                super("stackful");
            }

            @Override
            Program waiter(long awaited) {
                return (StackfulProgram)
                        sel4 -> {
                            while (true) {
                                sel4.await(awaited);
                                countOne();
                            }
                        };
            }
        }

        /** The waiter is an event handler. */
        public static final class Stackless extends SignalWaiter {
            public Stackless() {
                super("stackless");
            }

            @Override
            Program waiter(long awaited) {
                return new StacklessProgram() {
                    @Override
                    public void start(Sel4 sel4, NextSystemCall next) {
                        next.await(awaited);
                    }

                    @Override
                    public void message(long badge, long info, NextSystemCall next) {
                        countOne();
                    }
                };
            }
        }
    }
}
