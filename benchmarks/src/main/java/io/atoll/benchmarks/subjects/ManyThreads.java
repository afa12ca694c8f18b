package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.Benchmark;
import io.atoll.benchmarks.harness.LatencyRecorder;
import io.atoll.benchmarks.harness.Outcome;
import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.harness.Result;
import io.atoll.benchmarks.harness.SingleShot;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;

import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Very many threads in one image at the same time, each of them an event handler that has run and
 * waits: how long one takes to boot, collections of garbage included, and how much of the heap it
 * keeps. The bytes of its result are those that are still in use after a collection, for each
 * thread: TCB, scheduling context, their slots, and what executes the program.
 */
public final class ManyThreads implements SingleShot {
    /** Log2 of 1,048,576. */
    public static final int MILLION_BITS = 20;

    private static final int OPERATIONS_PER_SAMPLE = 128;

    private final String name;
    private final int threadBits;

    /**
     * @param threadBits log2 of the number of threads, 7 or more
     */
    public ManyThreads(String name, int threadBits) {
        this.name = name;
        this.threadBits = threadBits;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Outcome measure(Placement placement) throws Exception {
        LatencyRecorder recorder = new LatencyRecorder(OPERATIONS_PER_SAMPLE);
        Image image = new Image();
        try {
            image.open(placement);
            long before = usedHeapBytes();
            image.round(recorder, 1L << threadBits);
            double bytes = (double) (usedHeapBytes() - before) / (1L << threadBits);
            Result result =
                    Result.ofLatencies(
                            name,
                            "stackless",
                            recorder.histogram(),
                            recorder.unit(),
                            OPERATIONS_PER_SAMPLE,
                            bytes);
            return new Outcome(
                    name,
                    Benchmark.Kind.LATENCY,
                    OPERATIONS_PER_SAMPLE,
                    1,
                    List.of(result),
                    List.of(),
                    List.of(),
                    List.of(
                            "%s: B/op is the heap that one of %,d threads keeps, mean %.0f ns to boot"
                                    .formatted(name, 1 << threadBits, result.mean())));
        } finally {
            image.close();
        }
    }

    /** Heap in use after a full collection. */
    private static long usedHeapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private final class Image extends ImageSubject {
        private Population population;

        Image() {
            super("stackless");
        }

        @Override
        long memoryBytes() {
            // once more for alignment, and for the CNodes
            return Population.BYTES_PER_THREAD << (threadBits + 1);
        }

        @Override
        void prepare(Task task) {
            long notification = task.objects.make(ObjectType.NOTIFICATION);
            population = Population.of(task, threadBits, Population.waitingFor(notification));
        }

        @Override
        void measure(Sel4 sel4, LatencyRecorder recorder, long operations) {
            int batch = recorder.operationsPerSample();
            for (int done = 0; done < operations; done += batch) {
                long start = System.nanoTime();
                for (int i = done; i < done + batch; i++) {
                    population.start(i, SERVER_PRIORITY);
                }
                recorder.record(System.nanoTime() - start);
            }
        }
    }
}
