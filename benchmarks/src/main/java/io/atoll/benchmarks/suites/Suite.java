package io.atoll.benchmarks.suites;

import io.atoll.benchmarks.harness.Benchmark;
import io.atoll.benchmarks.harness.LatencySubject;
import io.atoll.benchmarks.harness.SingleShot;
import io.atoll.benchmarks.peers.BareLine;
import io.atoll.benchmarks.peers.Peers;
import io.atoll.benchmarks.simulator.SimulatedCores;
import io.atoll.benchmarks.subjects.CallReplyRecv;
import io.atoll.benchmarks.subjects.Capabilities;
import io.atoll.benchmarks.subjects.Channels;
import io.atoll.benchmarks.subjects.CrossCoreMessages;
import io.atoll.benchmarks.subjects.CrossCoreSignals;
import io.atoll.benchmarks.subjects.Crowd;
import io.atoll.benchmarks.subjects.FaultRoundTrip;
import io.atoll.benchmarks.subjects.Interference;
import io.atoll.benchmarks.subjects.LineRings;
import io.atoll.benchmarks.subjects.LongCall;
import io.atoll.benchmarks.subjects.Lookup;
import io.atoll.benchmarks.subjects.ManyThreads;
import io.atoll.benchmarks.subjects.Notifications;
import io.atoll.benchmarks.subjects.PriceOfSharing;
import io.atoll.benchmarks.subjects.RemoteCall;
import io.atoll.benchmarks.subjects.SendRecv;
import io.atoll.benchmarks.subjects.ThreadBoot;
import io.atoll.benchmarks.subjects.Yields;
import io.atoll.kernel.api.ObjectType;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What {@code atoll bench NAME} measures. */
public enum Suite {
    /** Calls and signals inside one kernel image. */
    IPC(Suite::ipc),
    /** Round trips between two clusters. */
    MESSAGING(Suite::messaging),
    /** One-way streams between two clusters. */
    THROUGHPUT(Suite::throughput),
    /** What the kernel's operations cost, and how that grows. */
    KERNEL(Suite::kernel),
    /** What two cores cost one another, and how they talk, in one image and in two. */
    MULTICORE(Suite::multicore),
    /** What it takes the host to simulate a machine. */
    SIMULATOR(Suite::simulator);

    /** {@link ManyThreads} of the kernel suite. */
    private static final String MILLION_THREADS = "million-threads";

    /** Operations timed together where one takes a few nanoseconds. */
    private static final int SHORT_OPERATIONS = 100;

    private final Supplier<List<Benchmark>> benchmarks;

    Suite(Supplier<List<Benchmark>> benchmarks) {
        this.benchmarks = benchmarks;
    }

    /** The benchmarks in the order of the report, with new subjects. */
    public List<Benchmark> benchmarks() {
        return benchmarks.get();
    }

    /** What is measured once, after the benchmarks. */
    public List<SingleShot> singleShots() {
        return this == KERNEL
                ? List.of(new ManyThreads(MILLION_THREADS, ManyThreads.MILLION_BITS))
                : List.of();
    }

    /**
     * The benchmarks of these names, and those with subjects of these names, reduced to the
     * subjects and the reference.
     */
    public List<Benchmark> only(List<String> names) {
        Set<String> wanted = Set.copyOf(names);
        return benchmarks().stream()
                .map(
                        benchmark ->
                                wanted.contains(benchmark.name())
                                        ? benchmark
                                        : benchmark.only(wanted))
                .filter(benchmark -> !benchmark.subjects().isEmpty())
                .toList();
    }

    private static List<Benchmark> ipc() {
        return List.of(
                Benchmark.latency("call-reply-recv", SHORT_OPERATIONS)
                        .with(new CallReplyRecv.Stackful(), new CallReplyRecv.Stackless())
                        .with(Peers.ofCallReplyRecv())
                        .comparedWith("two-continuation-switches"),
                Benchmark.latency("null-system-call", SHORT_OPERATIONS)
                        .with(new Notifications.PollNothing()),
                Benchmark.latency("signal-nobody", SHORT_OPERATIONS)
                        .with(new Notifications.SignalNobody()),
                Benchmark.latency("signal-waiter", SHORT_OPERATIONS)
                        .with(
                                new Notifications.SignalWaiter.Stackful(),
                                new Notifications.SignalWaiter.Stackless()),
                Benchmark.latency("send-recv", SHORT_OPERATIONS)
                        .with(new SendRecv.Stackful(), new SendRecv.Stackless()));
    }

    private static List<Benchmark> messaging() {
        return List.of(
                Benchmark.latency("round-trip", 1)
                        .with(new LineRings.RoundTrip(), new Channels.RoundTrip(), new RemoteCall())
                        .with(Peers.ofRoundTrip())
                        .comparedWith("bare-line"));
    }

    private static List<Benchmark> simulator() {
        return List.of(
                Benchmark.throughput("simulated-16-cores").with(SimulatedCores.ofEachLoad(16)),
                Benchmark.throughput("simulated-1024-cores").with(SimulatedCores.ofEachLoad(1024)),
                Benchmark.throughput("simulated-16-cores-in-clusters-of-4")
                        .with(SimulatedCores.ofCalls(16, 4)),
                Benchmark.throughput("simulated-1024-cores-in-clusters-of-4")
                        .with(SimulatedCores.ofCalls(1024, 4)));
    }

    private static List<Benchmark> throughput() {
        return List.of(
                Benchmark.throughput("stream-32-bytes")
                        .with(new LineRings.Stream(), new Channels.Stream())
                        .with(Peers.ofStream())
                        .comparedWith("aeron-ipc"));
    }

    private static List<Benchmark> kernel() {
        return List.of(
                Benchmark.latency("retype", SHORT_OPERATIONS)
                        .with(
                                new Capabilities.Retype("endpoint", ObjectType.ENDPOINT),
                                new Capabilities.Retype("tcb", ObjectType.TCB),
                                new Capabilities.Retype("small-page", ObjectType.SMALL_PAGE)),
                Benchmark.latency("mint", SHORT_OPERATIONS)
                        .with(
                                new Capabilities.Mint(0),
                                new Capabilities.Mint(100),
                                new Capabilities.Mint(10_000))
                        .comparedWith("0-siblings"),
                Benchmark.latency("delete", SHORT_OPERATIONS)
                        .with(
                                new Capabilities.Delete(0),
                                new Capabilities.Delete(100),
                                new Capabilities.Delete(10_000))
                        .comparedWith("0-siblings"),
                Benchmark.latency("revoke", 1)
                        .with(
                                new Capabilities.Revoke(1),
                                new Capabilities.Revoke(100),
                                new Capabilities.Revoke(10_000))
                        .comparedWith("100-children"),
                Benchmark.latency("cap-lookup", SHORT_OPERATIONS)
                        .with(IntStream.rangeClosed(1, 8).mapToObj(Lookup::new).toList())
                        .comparedWith("depth-1"),
                Benchmark.latency("map", SHORT_OPERATIONS).with(new Capabilities.MapPage()),
                Benchmark.latency("unmap", SHORT_OPERATIONS).with(new Capabilities.UnmapPage()),
                Benchmark.latency("signal", SHORT_OPERATIONS)
                        .with(new Notifications.SignalNobody()),
                Benchmark.latency("yield", SHORT_OPERATIONS)
                        .with(new Yields(true), new Yields(false)),
                Benchmark.latency("fault-round-trip", SHORT_OPERATIONS).with(new FaultRoundTrip()),
                Benchmark.latency("slow-send", SHORT_OPERATIONS)
                        .with(new SendRecv.Stackful(), new SendRecv.Stackless()),
                Benchmark.latency("call-10-words", SHORT_OPERATIONS)
                        .with(new LongCall(false), new LongCall(true)),
                Benchmark.latency("signal-among-threads", SHORT_OPERATIONS)
                        .with(Crowd.ofThreads(0), Crowd.ofThreads(10), Crowd.ofThreads(16))
                        .comparedWith("1-thread"),
                Benchmark.latency("signal-among-priorities", SHORT_OPERATIONS)
                        .with(Crowd.ofPriorities(1), Crowd.ofPriorities(8), Crowd.ofPriorities(64))
                        .comparedWith("1-priority"),
                Benchmark.latency("boot-thread", SHORT_OPERATIONS).with(new ThreadBoot()));
    }

    private static List<Benchmark> multicore() {
        return List.of(
                interference("interference-own-objects", Interference.ofCallsBesideCalls()),
                interference(
                        "interference-null-system-call",
                        Interference.ofCallsBesideNullSystemCalls()),
                interference("interference-slow-path", Interference.ofCallsBesideSlowPaths()),
                interference(
                        "interference-own-objects-stackless",
                        Interference.ofStacklessCallsBesideCalls()),
                interference(
                        "interference-null-system-call-stackless",
                        Interference.ofStacklessCallsBesideNullSystemCalls()),
                interference(
                        "interference-slow-path-stackless",
                        Interference.ofStacklessCallsBesideSlowPaths()),
                interference("null-system-call", Interference.ofNullSystemCallsBesideTheirLike()),
                price("call-reply-recv", PriceOfSharing.ofStackfulCalls()),
                price("call-reply-recv-stackless", PriceOfSharing.ofStacklessCalls()),
                Benchmark.latency("cross-core-round-trip", 1)
                        .with(CrossCoreSignals.ofRoundTrips())
                        .with(CrossCoreMessages.ofRoundTrips())
                        .with(new LineRings.RoundTrip(), new Channels.RoundTrip(), new BareLine())
                        .comparedWith("bare-line"),
                Benchmark.throughput("cross-core-messages")
                        .with(CrossCoreMessages.ofStreams())
                        .with(new LineRings.Stream(), new Channels.Stream())
                        .comparedWith("channel"),
                Benchmark.throughput("cross-core-signals").with(CrossCoreSignals.ofStreams()));
    }

    private static Benchmark interference(String name, List<LatencySubject> subjects) {
        return Benchmark.latency(name, SHORT_OPERATIONS)
                .with(subjects)
                .comparing(Interference.comparisons());
    }

    private static Benchmark price(String name, List<LatencySubject> subjects) {
        return Benchmark.latency(name, SHORT_OPERATIONS)
                .with(subjects)
                .comparedWith(PriceOfSharing.ONE_CORE)
                .comparing(PriceOfSharing.comparisons());
    }
}
