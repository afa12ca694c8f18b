package io.atoll.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The runner, with subjects and a clock made up: no test here depends on real time. */
class BenchmarkRunnerTest {
    private static final Plan PLAN = new Plan(Duration.ofMillis(1), 5, Duration.ofNanos(20_000));

    private final FakeInstruments fake = new FakeInstruments();
    private final List<String> log = new ArrayList<>();
    private final List<Round> rounds = new ArrayList<>();
    private final ScriptedSubject a = new ScriptedSubject("a", fake, log);
    private final ScriptedSubject b = new ScriptedSubject("b", fake, log);
    private final ScriptedSubject c = new ScriptedSubject("c", fake, log);

    private Outcome run(Benchmark benchmark) throws Exception {
        return runner(rounds::add).run(benchmark);
    }

    private BenchmarkRunner runner(RoundListener listener) {
        return new BenchmarkRunner(PLAN, Placement.unpinned(), fake.instruments(), listener);
    }

    private Benchmark timing(Subject... subjects) {
        return Benchmark.latency("timing", 1).with(subjects);
    }

    @Nested
    class Rounds {
        @Test
        void shouldAlternateBetweenTheSubjectsInChangingOrder() throws Exception {
            run(timing(a, b, c));

            String order =
                    String.join(
                            "",
                            rounds.stream().map(round -> round.subject() + round.index()).toList());
            assertEquals("a0b0c0" + "b1a1c1" + "c2a2b2" + "a3c3b3" + "b4c4a4", order);
        }

        @Test
        void shouldGiveEverySubjectAsManyOperationsAsFillARound() throws Exception {
            a.nanosInRound = _ -> 100;
            b.nanosInRound = _ -> 4_000;

            run(timing(a, b));

            assertEquals(200, a.lastOperations);
            assertEquals(5, b.lastOperations);
        }

        @Test
        void shouldPlayWholeBatches() throws Exception {
            a.nanosInRound = _ -> 150;

            Outcome outcome = run(Benchmark.latency("timing", 100).with(a));

            assertEquals(200, a.lastOperations); // 134 would fill a round
            assertEquals(200 * PLAN.rounds(), outcome.results().getFirst().count());
            assertEquals(150.0, outcome.results().getFirst().p50(), 0.2);
        }

        @Test
        void shouldIgnoreSlowBeginningsWhenItFillsARound() throws Exception {
            a.nanosInRound = round -> round < 3 ? 1_000 : 100;

            run(timing(a));

            assertEquals(200, a.lastOperations);
        }

        @Test
        void shouldNotRecordTheWarmUp() throws Exception {
            a.nanosInRound = round -> round == 0 ? 9_999 : 100;

            Outcome outcome = run(timing(a));

            assertEquals(200L * PLAN.rounds(), outcome.results().getFirst().count());
            assertEquals(100, outcome.results().getFirst().max());
        }

        @Test
        void shouldRefuseASubjectThatDoesNotRecordAllItsOperations() {
            a.operationsForgotten = 1;

            IllegalStateException failure =
                    assertThrows(IllegalStateException.class, () -> run(timing(a)));

            assertEquals("subject 'a' recorded 63 operations of 64", failure.getMessage());
        }
    }

    @Nested
    class Ratios {
        @Test
        void shouldNotMindAHostThatGetsSlower() throws Exception {
            a.nanosInRound = _ -> 1_000 + fake.nanos / 1_000;
            b.nanosInRound = _ -> 2 * (1_000 + fake.nanos / 1_000);

            Outcome outcome = run(timing(a, b).comparedWith("a"));

            Result slowing = outcome.results().getFirst();
            assertTrue(slowing.max() > 1.02 * slowing.min(), slowing::toString);
            Ratio ratio = outcome.ratios().getFirst();
            assertEquals("b", ratio.subject());
            assertEquals("a", ratio.reference());
            assertEquals(2, ratio.median(), 0.1);
        }

        @Test
        void shouldExistForAllButTheReference() throws Exception {
            Outcome outcome = run(timing(a, b, c).comparedWith("b"));

            assertEquals(List.of("a", "c"), outcome.ratios().stream().map(Ratio::subject).toList());
        }

        @Test
        void shouldBeMissingWithAWarningIfTheReferenceDidNotRun() throws Exception {
            b.onOpen = new SubjectUnavailableException("no such thing");

            Outcome outcome = run(timing(a, b).comparedWith("b"));

            assertEquals(List.of(), outcome.ratios());
            assertEquals(
                    List.of("timing: no ratios, because the reference 'b' did not run"),
                    outcome.warnings());
        }

        @Test
        void shouldCompareAsTheBenchmarkAsks() throws Exception {
            a.nanosInRound = _ -> 1_000;
            b.nanosInRound = _ -> 3_000;

            Outcome outcome =
                    run(
                            timing(a, b)
                                    .comparing(
                                            List.of(
                                                    Comparison.ratio("b", "its-like", "a"),
                                                    Comparison.difference("b", "a"))));

            assertEquals("its-like", outcome.ratios().getFirst().reference());
            assertEquals(3, outcome.ratios().getFirst().median(), 0.01);
            assertEquals(2_000, outcome.differences().getFirst().median(), 20);
        }

        @Test
        void shouldNotCompareWithWhatDidNotRun() throws Exception {
            b.onOpen = new SubjectUnavailableException("no such thing");

            Outcome outcome = run(timing(a, b).comparing(List.of(Comparison.ratio("a", "b", "b"))));

            assertEquals(List.of(), outcome.ratios());
            assertEquals(1, outcome.skipped().size());
        }
    }

    @Nested
    class Allocation {
        @Test
        void shouldBeThatOfOneMoreOperation() throws Exception {
            a.bytesPerOperation = 24;
            a.bytesPerRound = 5_000;

            assertEquals(24.0, run(timing(a)).results().getFirst().bytesPerOp());
        }

        @Test
        void shouldBeZeroIfOnlyTheRoundItselfAllocates() throws Exception {
            a.bytesPerRound = 5_000;

            assertEquals(0.0, run(timing(a)).results().getFirst().bytesPerOp());
        }

        @Test
        void shouldBeUnknownIfTheJvmDoesNotCount() throws Exception {
            fake.countsAllocation = false;

            assertEquals(Double.NaN, run(timing(a)).results().getFirst().bytesPerOp());
        }

        @Test
        void shouldCoverThreadsThatTheSubjectStartsByItself() throws Exception {
            int bytes = 1_000;
            LatencySubject hiding = new HidingSubject(bytes);
            BenchmarkRunner runner =
                    new BenchmarkRunner(
                            new Plan(Duration.ZERO, 1, Duration.ofMillis(5)),
                            Placement.unpinned(),
                            Instruments.ofThisJvm(),
                            RoundListener.NONE);

            Result result = runner.run(timing(hiding)).results().getFirst();

            assertTrue(result.bytesPerOp() >= bytes, () -> "only " + result.bytesPerOp());
        }
    }

    @Nested
    class Subjects {
        @Test
        void shouldBeClosedInReverseOrder() throws Exception {
            run(timing(a, b));

            assertEquals(List.of("open a", "open b"), log.subList(0, 2));
            assertEquals(List.of("close b", "close a"), log.subList(log.size() - 2, log.size()));
        }

        @Test
        void shouldBeSkippedWithTheirReasonIfUnavailable() throws Exception {
            a.onOpen = new SubjectUnavailableException("this host has one CPU");

            Outcome outcome = run(timing(a, b));

            assertEquals(
                    List.of(new Skipped("timing", "a", "this host has one CPU")),
                    outcome.skipped());
            assertEquals(List.of("b"), outcome.results().stream().map(Result::subject).toList());
            assertTrue(log.contains("close a"));
        }

        @Test
        void shouldBeSkippedIfALibraryDoesNotLink() throws Exception {
            a.errorOnOpen =
                    new ExceptionInInitializerError(new IllegalStateException("not opened"));

            Outcome outcome = run(timing(a, b));

            assertEquals(
                    List.of(
                            new Skipped(
                                    "timing", "a", "java.lang.IllegalStateException: not opened")),
                    outcome.skipped());
        }

        @Test
        void shouldEndTheRunIfOneDeliversAWrongMessage() {
            ContentMismatchException mismatch = new ContentMismatchException(7, "message 8");
            b.onRound = mismatch;

            assertSame(
                    mismatch,
                    assertThrows(ContentMismatchException.class, () -> run(timing(a, b))));
            assertEquals(List.of("close b", "close a"), log.subList(log.size() - 2, log.size()));
        }

        @Test
        void shouldAllBeClosedEvenIfOneCannotBe() {
            b.onClose = new IOException("left behind");

            assertThrows(IOException.class, () -> run(timing(a, b)));
            assertEquals("close a", log.getLast());
        }

        @Test
        void shouldReportTheFirstFailureAndNotThatOfClosing() {
            a.onRound = new IOException("first");
            a.onClose = new IOException("second");

            IOException failure = assertThrows(IOException.class, () -> run(timing(a)));

            assertEquals("first", failure.getMessage());
            assertEquals("second", failure.getSuppressed()[0].getMessage());
        }
    }

    @Test
    void shouldEndTheRunIfARoundCannotBeWrittenDown() {
        RoundListener full =
                _ -> {
                    throw new IOException("no space left");
                };

        assertThrows(IOException.class, () -> runner(full).run(timing(a)));
        assertEquals("close a", log.getLast());
    }

    @Test
    void shouldRunBenchmarksOneAfterTheOther() throws Exception {
        List<Outcome> outcomes =
                runner(RoundListener.NONE)
                        .runAll(
                                List.of(
                                        Benchmark.latency("first", 1).with(a),
                                        Benchmark.latency("second", 1).with(b)));

        assertEquals(
                List.of("first", "second"), outcomes.stream().map(Outcome::benchmark).toList());
        assertTrue(log.indexOf("close a") < log.indexOf("open b"));
    }

    /** Allocates on a thread of its own that nobody is told about. */
    private static final class HidingSubject implements LatencySubject {
        private final int bytes;
        private volatile byte[] sink;

        HidingSubject(int bytes) {
            this.bytes = bytes;
        }

        @Override
        public String name() {
            return "hiding";
        }

        @Override
        public void open(Placement placement) {}

        @Override
        public void round(LatencyRecorder recorder, long operations) throws Exception {
            Thread hidden =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (long i = 0; i < operations; i++) {
                                            sink = new byte[bytes];
                                        }
                                    });
            hidden.join();
            for (long i = 0; i < operations; i++) {
                recorder.record(1_000);
            }
        }

        @Override
        public void close() {}
    }
}
