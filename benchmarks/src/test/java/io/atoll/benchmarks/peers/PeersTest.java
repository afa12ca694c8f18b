package io.atoll.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.benchmarks.harness.Benchmark;
import io.atoll.benchmarks.harness.BenchmarkRunner;
import io.atoll.benchmarks.harness.Instruments;
import io.atoll.benchmarks.harness.Outcome;
import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.harness.Plan;
import io.atoll.benchmarks.harness.Result;
import io.atoll.benchmarks.harness.RoundListener;
import io.atoll.benchmarks.harness.Subject;
import io.atoll.cluster.pinned.CpuAffinity;

import jdk.management.VirtualThreadSchedulerMXBean;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Every peer plays short rounds, in which it checks all that it receives: on a CPU for each side,
 * on one CPU for both, and unpinned. The tests run with {@code
 * --sun-misc-unsafe-memory-access=deny}.
 */
@Timeout(120)
class PeersTest {
    private static final Plan SHORT = new Plan(Duration.ofMillis(20), 2, Duration.ofMillis(2));

    static List<Subject> all() {
        return List.of(
                new TwoContinuationSwitches(),
                new SynchronousQueues(),
                new BareLine(),
                new AeronRoundTrip(),
                new AgronaRoundTrip(),
                new JctoolsRoundTrip(),
                new DisruptorRoundTrip(),
                new ArrayBlockingQueues(),
                new AeronStream(),
                new AgronaStream(),
                new JctoolsStream(),
                new DisruptorStream());
    }

    /** The CPU of each side; as many as there are, two at most. */
    private static Placement pinned(int most) {
        List<Integer> cpus = CpuAffinity.allowed().stream().limit(most).boxed().toList();
        return CpuAffinity.isSupported()
                ? Placement.pinned(cpus, CpuAffinity::pinCurrentThread)
                : Placement.unpinned();
    }

    private static Outcome run(Placement placement, Subject subject) throws Exception {
        Benchmark benchmark =
                Peers.ofStream().stream().anyMatch(peer -> peer.getClass() == subject.getClass())
                        ? Benchmark.throughput("stream")
                        : Benchmark.latency("round-trip", 2);
        return new BenchmarkRunner(SHORT, placement, Instruments.ofThisJvm(), RoundListener.NONE)
                .run(benchmark.with(subject));
    }

    private static void shouldRun(Placement placement, Subject subject) throws Exception {
        Outcome outcome = run(placement, subject);

        assertEquals(List.of(), outcome.skipped());
        Result result = outcome.results().getFirst();
        assertEquals(subject.name(), result.subject());
        assertTrue(result.count() >= 2 * SHORT.rounds(), result::toString);
        assertTrue(0 < result.min() && result.min() <= result.p50(), result::toString);
        assertTrue(result.p50() <= result.max(), result::toString);
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldCarryItsMessagesBetweenTwoCpus(Subject subject) throws Exception {
        shouldRun(pinned(2), subject);
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldCarryItsMessagesOnOneCpu(Subject subject) throws Exception {
        shouldRun(pinned(1), subject);
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldCarryItsMessagesUnpinned(Subject subject) throws Exception {
        shouldRun(Placement.unpinned(), subject);
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldLeaveNoThreadBehind(Subject subject) throws Exception {
        run(pinned(2), subject);

        assertEquals(
                List.of(),
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.startsWith(subject.name()) || name.contains("aeron"))
                        .toList());
    }

    @Nested
    class NamesAndReferences {
        private static List<String> names(List<? extends Subject> subjects) {
            return subjects.stream().map(Subject::name).toList();
        }

        @Test
        void shouldBeThoseOfTheReportsFormat() {
            assertEquals(
                    List.of("two-continuation-switches", "virtual-threads", "synchronous-queue"),
                    names(Peers.ofCallReplyRecv()));
            assertEquals(
                    List.of(
                            "bare-line",
                            "aeron-ipc",
                            "agrona-one-to-one",
                            "jctools-spsc",
                            "disruptor",
                            "array-blocking-queue"),
                    names(Peers.ofRoundTrip()));
            assertEquals(
                    List.of("aeron-ipc", "agrona-one-to-one", "jctools-spsc", "disruptor"),
                    names(Peers.ofStream()));
        }
    }

    /** One subject for the whole JVM: its carrier can be placed once only. */
    @Nested
    class VirtualThreadsOnTheirCarrier {
        @Test
        void shouldRunOnThePinnedCpuAndLeaveTheSchedulerAsItWas() throws Exception {
            Placement placement = pinned(2);
            VirtualThreads subject = new VirtualThreads();
            Benchmark benchmark = Benchmark.latency("round-trip", 2).with(subject);
            BitSet[] carrierCpus = {null};
            RoundListener looking =
                    _ -> {
                        CompletableFuture<BitSet> answer = new CompletableFuture<>();
                        Thread.startVirtualThread(
                                () -> answer.complete(CpuAffinity.ofCurrentThread()));
                        carrierCpus[0] = answer.join();
                    };
            int parallelismBefore = schedulerParallelism();

            Outcome outcome =
                    new BenchmarkRunner(SHORT, placement, Instruments.ofThisJvm(), looking)
                            .run(benchmark);

            assertEquals(List.of(), outcome.skipped());
            assertTrue(outcome.results().getFirst().count() > 0);
            assertEquals(parallelismBefore, schedulerParallelism());
            if (!placement.cpus().isEmpty()) {
                BitSet client = new BitSet();
                client.set(placement.cpus().getFirst());
                assertEquals(client, carrierCpus[0]);
            }
        }

        private static int schedulerParallelism() {
            return ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class)
                    .getParallelism();
        }
    }
}
