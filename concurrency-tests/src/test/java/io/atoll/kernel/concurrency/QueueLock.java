package io.atoll.kernel.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoll.stress.Pause;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

import java.util.concurrent.atomic.AtomicReference;

/** {@link ClhLock}: two cores that each count, under the lock, twice. The figure: the count. */
@Description("A node is up before it is queued, and down after all that was done under the lock.")
@Outcome(id = "4", expect = ACCEPTABLE, desc = "One after the other.")
@Outcome(expect = FORBIDDEN, desc = "Both had the lock at a time.")
public class QueueLock {
    /** A count that the lock guards. */
    @State
    public static class Guarded {
        final ClhLock lock = new ClhLock(2);
        int count;

        void countTwice(int core) {
            for (int i = 0; i < 2; i++) {
                lock.lock(core);
                count++;
                lock.unlock(core);
            }
        }
    }

    @JCStressTest
    @JCStressMeta(QueueLock.class)
    public static class Right {
        @Actor
        public void first(Guarded guarded) {
            guarded.countTwice(0);
        }

        @Actor
        public void second(Guarded guarded) {
            guarded.countTwice(1);
        }

        @Arbiter
        public void afterwards(Guarded guarded, I_Result result) {
            result.r1 = guarded.count;
        }
    }

    /** {@link ClhLock} for one use by each core, for twins. */
    @State
    public static class Queue {
        final AtomicReference<PaddedFlag> tail = new AtomicReference<>(new PaddedFlag());
        final PaddedFlag[] nodes = {new PaddedFlag(), new PaddedFlag()};
        int count;

        PaddedFlag queue(int core) {
            return tail.getAndSet(nodes[core]);
        }

        void count() {
            for (int i = 0; i < 2; i++) {
                int seen = count;
                Pause.briefly(); // makes the bug frequent
                count = seen + 1;
            }
        }
    }

    @JCStressTest
    @JCStressMeta(QueueLock.class)
    public static class RaisesAfterQueueing {
        private static void lockAndCount(Queue queue, int core) {
            PaddedFlag predecessor = queue.queue(core);
            Pause.briefly(); // makes the bug frequent
            queue.nodes[core].raise();
            SpinWait.untilDown(predecessor);
            queue.count();
            queue.nodes[core].lower();
        }

        @Actor
        public void first(Queue queue) {
            lockAndCount(queue, 0);
        }

        @Actor
        public void second(Queue queue) {
            lockAndCount(queue, 1);
        }

        @Arbiter
        public void afterwards(Queue queue, I_Result result) {
            result.r1 = queue.count;
        }
    }

    @JCStressTest
    @JCStressMeta(QueueLock.class)
    public static class LowersBeforeItIsDone {
        private static void lockAndCount(Queue queue, int core) {
            queue.nodes[core].raise();
            SpinWait.untilDown(queue.queue(core));
            queue.nodes[core].lower();
            queue.count();
        }

        @Actor
        public void first(Queue queue) {
            lockAndCount(queue, 0);
        }

        @Actor
        public void second(Queue queue) {
            lockAndCount(queue, 1);
        }

        @Arbiter
        public void afterwards(Queue queue, I_Result result) {
            result.r1 = queue.count;
        }
    }
}
