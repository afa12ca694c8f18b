package io.atoll.benchmarks.harness;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/**
 * Tells how many heap bytes threads have allocated so far. Any thread may ask.
 *
 * <p>A round is charged with what <em>all</em> threads of the JVM allocated during it, ended ones
 * included: both sides of a message, a subject's own threads, the carriers of virtual threads. So
 * zero means that nobody allocated, and a subject need not tell its threads. Only threads that some
 * other subject started when it was opened are left out (a driver that works in the background).
 */
public interface AllocationCounter {
    /** Stands for a number of bytes that is not known. */
    long UNKNOWN = -1;

    /** Bytes allocated so far by all threads of the JVM, ended ones too, or {@link #UNKNOWN}. */
    long ofAllThreads();

    /**
     * Bytes allocated so far by each of some threads, {@link #UNKNOWN} for those that have ended.
     *
     * @param threadIds of platform threads
     */
    long[] ofThreads(long[] threadIds);

    /** The platform threads that live. */
    long[] liveThreadIds();

    /** The counter of the running JVM; knows nothing if the JVM does not count. */
    static AllocationCounter ofThisJvm() {
        if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
                && threads.isThreadAllocatedMemorySupported()) {
            threads.setThreadAllocatedMemoryEnabled(true);
            return new OfJvm(threads);
        }
        return new Nothing();
    }

    /** Asks HotSpot, which counts whenever a thread takes a new allocation buffer or is asked. */
    record OfJvm(ThreadMXBean threads) implements AllocationCounter {
        @Override
        public long ofAllThreads() {
            return threads.getTotalThreadAllocatedBytes();
        }

        @Override
        public long[] ofThreads(long[] threadIds) {
            return threads.getThreadAllocatedBytes(threadIds);
        }

        @Override
        public long[] liveThreadIds() {
            return threads.getAllThreadIds();
        }
    }

    /** A JVM that does not count. */
    record Nothing() implements AllocationCounter {
        @Override
        public long ofAllThreads() {
            return UNKNOWN;
        }

        @Override
        public long[] ofThreads(long[] threadIds) {
            return new long[0];
        }

        @Override
        public long[] liveThreadIds() {
            return new long[0];
        }
    }
}
