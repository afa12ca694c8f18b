package io.atoll.benchmarks.jmh;

import io.atoll.benchmarks.harness.Benchmark;
import io.atoll.benchmarks.harness.LatencyRecorder;
import io.atoll.benchmarks.harness.LatencySubject;
import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.harness.Subject;
import io.atoll.benchmarks.harness.ThroughputSubject;
import io.atoll.benchmarks.suites.Suite;
import io.atoll.cluster.pinned.CpuAffinity;

import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Rounds of one subject. For instance, whether a channel allocates:
 *
 * <pre>
 * java -cp command-line/target/atoll.jar org.openjdk.jmh.Main RoundBenchmark -prof gc \
 *     -p name=messaging/round-trip/channel
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-XX:+UseParallelGC",
            "-XX:+UseCondCardMark",
            "-XX:InlineSmallCode=4000",
            "--enable-native-access=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"
        })
public class RoundBenchmark {
    private static final int OPERATIONS = 100_000;
    private static final int SIDES = 2;

    /** Suite, benchmark and subject. */
    @Param({"ipc/call-reply-recv/stackful", "ipc/call-reply-recv/stackless"})
    public String name;

    private Subject subject;
    private LatencyRecorder recorder;

    /** For JMH. */
    public RoundBenchmark() {}

    /** Opens the subject. */
    @Setup
    public void open() throws Exception {
        String[] parts = name.split("/");
        Benchmark benchmark =
                Suite.valueOf(parts[0].toUpperCase(Locale.ROOT)).benchmarks().stream()
                        .filter(each -> each.name().equals(parts[1]))
                        .findFirst()
                        .orElseThrow();
        subject =
                benchmark.subjects().stream()
                        .filter(each -> each.name().equals(parts[2]))
                        .findFirst()
                        .orElseThrow();
        recorder = new LatencyRecorder(benchmark.operationsPerSample());
        subject.open(
                CpuAffinity.isSupported()
                        ? Placement.pinned(
                                CpuAffinity.allowed().stream().limit(SIDES).boxed().toList(),
                                CpuAffinity::pinCurrentThread)
                        : Placement.unpinned());
    }

    /** One round. */
    @org.openjdk.jmh.annotations.Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void round() throws Exception {
        switch (subject) {
            case LatencySubject latency -> {
                recorder.reset();
                latency.round(recorder, OPERATIONS);
            }
            case ThroughputSubject throughput -> throughput.round(OPERATIONS);
        }
    }

    /** Closes the subject. */
    @TearDown
    public void close() throws Exception {
        subject.close();
    }
}
