package io.atoll.benchmarks.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.benchmarks.harness.AllocationCounter;
import io.atoll.benchmarks.harness.Benchmark;
import io.atoll.benchmarks.harness.BenchmarkRunner;
import io.atoll.benchmarks.harness.Comparison;
import io.atoll.benchmarks.harness.Instruments;
import io.atoll.benchmarks.harness.LatencyRecorder;
import io.atoll.benchmarks.harness.LatencySubject;
import io.atoll.benchmarks.harness.Outcome;
import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.harness.Plan;
import io.atoll.benchmarks.harness.Result;
import io.atoll.benchmarks.harness.RoundListener;
import io.atoll.benchmarks.harness.Subject;
import io.atoll.benchmarks.harness.ThroughputSubject;
import io.atoll.benchmarks.subjects.ManyThreads;
import io.atoll.cluster.pinned.CpuAffinity;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The suites: their names are an interface that scripts rely on. */
@Timeout(180)
class SuiteTest {
    /** The CPU of each side; as many as there are, two at most. */
    private static Placement placement() {
        List<Integer> cpus = CpuAffinity.allowed().stream().limit(2).boxed().toList();
        return CpuAffinity.isSupported()
                ? Placement.pinned(cpus, CpuAffinity::pinCurrentThread)
                : Placement.unpinned();
    }

    private static List<Outcome> run(Plan plan, List<Benchmark> benchmarks) throws Exception {
        return new BenchmarkRunner(plan, placement(), Instruments.ofThisJvm(), RoundListener.NONE)
                .runAll(benchmarks);
    }

    private static Map<String, List<String>> namesIn(Suite suite) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (Benchmark benchmark : suite.benchmarks()) {
            names.put(benchmark.name(), benchmark.subjects().stream().map(Subject::name).toList());
        }
        return names;
    }

    @Nested
    class Names {
        @Test
        void shouldBeThoseOfCallsInsideOneImage() {
            assertEquals(
                    Map.of(
                            "call-reply-recv",
                            List.of(
                                    "stackful",
                                    "stackless",
                                    "two-continuation-switches",
                                    "virtual-threads",
                                    "synchronous-queue"),
                            "null-system-call",
                            List.of("stackful"),
                            "signal-nobody",
                            List.of("stackful"),
                            "signal-waiter",
                            List.of("stackful", "stackless"),
                            "send-recv",
                            List.of("stackful", "stackless")),
                    namesIn(Suite.IPC));
            assertEquals(
                    Optional.of("two-continuation-switches"),
                    Suite.IPC.benchmarks().getFirst().reference());
        }

        @Test
        void shouldBeThoseOfRoundTripsBetweenClusters() {
            assertEquals(
                    Map.of(
                            "round-trip",
                            List.of(
                                    "line-ring",
                                    "channel",
                                    "remote-call",
                                    "bare-line",
                                    "aeron-ipc",
                                    "agrona-one-to-one",
                                    "jctools-spsc",
                                    "disruptor",
                                    "array-blocking-queue")),
                    namesIn(Suite.MESSAGING));
            assertEquals(
                    Optional.of("bare-line"), Suite.MESSAGING.benchmarks().getFirst().reference());
        }

        @Test
        void shouldBeThoseOfStreamsBetweenClusters() {
            assertEquals(
                    Map.of(
                            "stream-32-bytes",
                            List.of(
                                    "line-ring",
                                    "channel",
                                    "aeron-ipc",
                                    "agrona-one-to-one",
                                    "jctools-spsc",
                                    "disruptor")),
                    namesIn(Suite.THROUGHPUT));
            assertEquals(
                    Optional.of("aeron-ipc"), Suite.THROUGHPUT.benchmarks().getFirst().reference());
        }

        @Test
        void shouldBeThoseOfMachinesThatAreSimulated() {
            List<String> calls = List.of("calls-stackful", "calls-stackless");
            List<String> loads = List.of("calls-stackful", "calls-stackless", "rings", "doorbells");
            assertEquals(
                    Map.of(
                            "simulated-16-cores",
                            loads,
                            "simulated-1024-cores",
                            loads,
                            "simulated-16-cores-in-clusters-of-4",
                            calls,
                            "simulated-1024-cores-in-clusters-of-4",
                            calls),
                    namesIn(Suite.SIMULATOR));
        }
    }

    @Nested
    class Multicore {
        private static final List<String> KERNELS =
                List.of("two-images", "lock-free-fastpath", "big-lock");

        private Benchmark named(String name) {
            return Suite.MULTICORE.benchmarks().stream()
                    .filter(benchmark -> benchmark.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        private List<String> subjectsOf(Benchmark benchmark) {
            return benchmark.subjects().stream().map(Subject::name).toList();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "interference-own-objects",
                    "interference-null-system-call",
                    "interference-slow-path"
                })
        void shouldCompareEachWithItsOwnIdleness(String name) {
            Benchmark benchmark = named(name);

            for (String kernels : KERNELS) {
                assertTrue(subjectsOf(benchmark).contains(kernels));
                assertTrue(
                        benchmark
                                .comparisons()
                                .contains(Comparison.ratio(kernels, "idle", kernels + "-idle")));
            }
        }

        @Test
        void shouldTellThePriceOfASecondCoreInNanoseconds() {
            for (String name : List.of("call-reply-recv", "call-reply-recv-stackless")) {
                assertEquals(
                        List.of("one-core", "lock-free-fastpath", "big-lock"),
                        subjectsOf(named(name)));
                assertEquals(
                        List.of(
                                Comparison.difference("lock-free-fastpath", "one-core"),
                                Comparison.difference("big-lock", "one-core")),
                        named(name).comparisons());
            }
        }

        @Test
        void shouldCompareMessagesBetweenCoresWithABareLineAndTheRing() {
            Benchmark roundTrip = named("cross-core-round-trip");

            assertEquals(Optional.of("bare-line"), roundTrip.reference());
            assertTrue(
                    subjectsOf(roundTrip)
                            .containsAll(
                                    List.of(
                                            "notification-poll",
                                            "notification-wait",
                                            "call-reply-recv",
                                            "channel")));
            assertEquals(Optional.of("channel"), named("cross-core-messages").reference());
        }
    }

    @Nested
    class Only {
        @Test
        void shouldKeepWhatTheComparisonsOfAChosenSubjectNeed() {
            Benchmark chosen = Suite.MULTICORE.only(List.of("big-lock")).getFirst();

            assertEquals(
                    List.of("two-images", "two-images-idle", "big-lock", "big-lock-idle"),
                    chosen.subjects().stream().map(Subject::name).toList());
            assertEquals(3, chosen.comparisons().size());
        }

        @Test
        void shouldKeepTheReferenceOfAChosenSubject() {
            List<Benchmark> chosen = Suite.MESSAGING.only(List.of("channel"));

            assertEquals(
                    List.of("channel", "bare-line"),
                    chosen.getFirst().subjects().stream().map(Subject::name).toList());
        }

        @Test
        void shouldKeepAWholeBenchmark() {
            List<Benchmark> chosen = Suite.IPC.only(List.of("signal-waiter"));

            assertEquals(List.of("signal-waiter"), chosen.stream().map(Benchmark::name).toList());
            assertEquals(2, chosen.getFirst().subjects().size());
        }

        @Test
        void shouldKeepNothingForAnUnknownName() {
            assertEquals(List.of(), Suite.IPC.only(List.of("nothing-of-this-name")));
        }
    }

    /** Every subject checks what it receives: a wrong message would end the run. */
    @ParameterizedTest
    @EnumSource
    void shouldDeliverTheRightMessagesInEverySubject(Suite suite) throws Exception {
        Plan plan = new Plan(Duration.ofMillis(5), 2, Duration.ofMillis(1));
        List<Benchmark> benchmarks = suite.benchmarks();

        List<Outcome> outcomes = run(plan, benchmarks);

        for (int i = 0; i < benchmarks.size(); i++) {
            Outcome outcome = outcomes.get(i);
            assertEquals(List.of(), outcome.skipped());
            assertEquals(benchmarks.get(i).subjects().size(), outcome.results().size());
            outcome.results().forEach(result -> assertTrue(result.count() > 0, result::toString));
        }
    }

    @Nested
    class Allocation {
        private static final Plan PLAN = new Plan(Duration.ofMillis(150), 3, Duration.ofMillis(20));

        private static final int TRIES = 5;
        private static final long SHORT_ROUND = 1_000;
        private static final long LONG_ROUND = 21_000;

        private void assertNothingIsAllocated(List<Benchmark> benchmarks) throws Exception {
            assertNothingIsAllocated(benchmarks, LONG_ROUND);
        }

        /**
         * @param first operations until the JVM has compiled what it can
         */
        private void assertNothingIsAllocated(List<Benchmark> benchmarks, long first)
                throws Exception {
            for (Benchmark benchmark : benchmarks) {
                for (Subject subject : benchmark.subjects()) {
                    try {
                        subject.open(placement());
                        bytesOf(
                                subject,
                                new LatencyRecorder(benchmark.operationsPerSample()),
                                first);
                        assertNothingIsAllocated(benchmark, subject);
                    } finally {
                        subject.close();
                    }
                }
            }
        }

        /**
         * A number of operations and not a time, for a busy machine may fit three into a round. The
         * thriftiest of some tries, for whatever else the JVM does allocates as well.
         */
        private void assertNothingIsAllocated(Benchmark benchmark, Subject subject)
                throws Exception {
            LatencyRecorder recorder = new LatencyRecorder(benchmark.operationsPerSample());
            long least = Long.MAX_VALUE;
            for (int i = 0; i < TRIES && least >= LONG_ROUND - SHORT_ROUND; i++) {
                long shortRound = bytesOf(subject, recorder, SHORT_ROUND);
                long longRound = bytesOf(subject, recorder, LONG_ROUND);
                least = Math.min(least, longRound - shortRound);
            }
            long more = least;
            assertTrue(
                    more < LONG_ROUND - SHORT_ROUND,
                    () -> "%s of %s: %d bytes".formatted(subject.name(), benchmark.name(), more));
        }

        private static long bytesOf(Subject subject, LatencyRecorder recorder, long operations)
                throws Exception {
            AllocationCounter counter = AllocationCounter.ofThisJvm();
            long before = counter.ofAllThreads();
            switch (subject) {
                case LatencySubject latency -> latency.round(recorder, operations);
                case ThroughputSubject throughput -> throughput.round(operations);
            }
            return counter.ofAllThreads() - before;
        }

        private List<Benchmark> without(List<Benchmark> benchmarks, String... peers) {
            List<String> left = List.of(peers);
            return benchmarks.stream()
                    .map(
                            whole ->
                                    new Benchmark(
                                                    whole.name(),
                                                    whole.kind(),
                                                    whole.operationsPerSample(),
                                                    Optional.empty(),
                                                    List.of(),
                                                    List.of())
                                            .with(
                                                    whole.subjects().stream()
                                                            .filter(s -> !left.contains(s.name()))
                                                            .toList()))
                    .toList();
        }

        @Test
        void shouldBeZeroForSystemCalls() throws Exception {
            assertNothingIsAllocated(
                    without(Suite.IPC.benchmarks(), "virtual-threads", "synchronous-queue"));
        }

        @Test
        void shouldBeZeroForRingsAndChannels() throws Exception {
            assertNothingIsAllocated(
                    Suite.MESSAGING.only(List.of("line-ring", "channel", "bare-line")));
            assertNothingIsAllocated(
                    without(
                            Suite.THROUGHPUT.benchmarks(),
                            "aeron-ipc",
                            "agrona-one-to-one",
                            "jctools-spsc",
                            "disruptor"));
        }

        /**
         * The others take longer: until all is compiled, the JVM makes their stacks' pieces anew.
         */
        @Test
        void shouldBeZeroForEventsOfSimulatedMachines() throws Exception {
            assertNothingIsAllocated(
                    without(
                            Suite.SIMULATOR.only(List.of("simulated-16-cores")),
                            "rings",
                            "doorbells"),
                    4_000_000);
        }

        @Test
        void shouldBeZeroForCallsBesideAnotherCoreAtWork() throws Exception {
            assertNothingIsAllocated(
                    Suite.MULTICORE.only(
                            List.of(
                                    "interference-own-objects",
                                    "interference-null-system-call",
                                    "interference-slow-path",
                                    "interference-own-objects-stackless")));
        }

        @Test
        void shouldBeZeroForMessagesBetweenCores() throws Exception {
            assertNothingIsAllocated(
                    Suite.MULTICORE.only(
                            List.of(
                                    "cross-core-round-trip",
                                    "cross-core-messages",
                                    "cross-core-signals")));
        }

        @Test
        void shouldBeSeenWhereThereIsSome() throws Exception {
            // hands over a node of the queue with every item
            List<Outcome> outcomes = run(PLAN, Suite.IPC.only(List.of("synchronous-queue")));

            Result result = outcomes.getFirst().results().getLast();
            assertEquals("synchronous-queue", result.subject());
            assertTrue(result.bytesPerOp() >= 16, result::toString);
        }
    }

    @Test
    void shouldKeepAtMostAKibibyteOfHeapForEachThread() throws Exception {
        Result result = new ManyThreads("threads", 14).measure(placement()).results().getFirst();

        assertEquals(1 << 14, result.count());
        assertTrue(result.bytesPerOp() > 100, result::toString);
        assertTrue(result.bytesPerOp() <= 1024, result::toString);
    }
}
