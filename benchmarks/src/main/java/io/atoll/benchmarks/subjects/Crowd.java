package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.ContentMismatchException;
import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StacklessProgram;

/**
 * {@code Signal} to a thread of higher priority, which runs and waits again, in an image in which
 * many other threads are ready, on one priority or on many. All of them are of lower priority than
 * the client and never run.
 */
public final class Crowd extends BatchSubject {
    private final int threadBits;
    private final int priorities;
    private long notification;
    private long woken;

    private Crowd(String name, int threadBits, int priorities) {
        super(name);
        this.threadBits = threadBits;
        this.priorities = priorities;
    }

    /** So many ready threads of one priority. */
    public static Crowd ofThreads(int threadBits) {
        return new Crowd(plural(1 << threadBits, "thread", "threads"), threadBits, 1);
    }

    /** A ready thread on each of so many priorities. */
    public static Crowd ofPriorities(int priorities) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(priorities - 1);
        return new Crowd(plural(priorities, "priority", "priorities"), bits, priorities);
    }

    private static String plural(int count, String one, String many) {
        return count + "-" + (count == 1 ? one : many);
    }

    @Override
    long memoryBytes() {
        // once more for alignment
        return Math.max(super.memoryBytes(), Population.BYTES_PER_THREAD << (threadBits + 1));
    }

    @Override
    void prepare(Task task) {
        notification = task.objects.make(ObjectType.NOTIFICATION);
        long never = task.objects.make(ObjectType.NOTIFICATION);
        Population crowd = Population.of(task, threadBits, Population.waitingFor(never));
        int threads = priorities == 1 ? 1 << threadBits : priorities;
        for (int i = 0; i < threads; i++) {
            crowd.start(i, 1 + i % priorities);
        }
        task.start("waiter", new Waiter());
    }

    @Override
    void operate(Sel4 sel4, int operations) {
        long expected = woken + operations;
        for (int i = 0; i < operations; i++) {
            sel4.send(notification, 0);
        }
        if (woken != expected) {
            throw new ContentMismatchException(expected, woken + " wake-ups");
        }
    }

    private final class Waiter implements StacklessProgram {
        @Override
        public void start(Sel4 own, NextSystemCall next) {
            next.await(notification);
        }

        @Override
        public void message(long badge, long info, NextSystemCall next) {
            woken++;
            next.await(notification);
        }
    }
}
