package io.atoll.benchmarks.peers;

import io.atoll.benchmarks.harness.LatencySubject;
import io.atoll.benchmarks.harness.ThroughputSubject;

import java.util.List;

/** The peers of each benchmark, new instances with every call. */
public final class Peers {
    private Peers() {}

    /** A request and its reply between two tasks on one CPU. */
    public static List<LatencySubject> ofCallReplyRecv() {
        return List.of(
                new TwoContinuationSwitches(), new VirtualThreads(), new SynchronousQueues());
    }

    /** A message to another CPU and one back. */
    public static List<LatencySubject> ofRoundTrip() {
        return List.of(
                new BareLine(),
                new AeronRoundTrip(),
                new AgronaRoundTrip(),
                new JctoolsRoundTrip(),
                new DisruptorRoundTrip(),
                new ArrayBlockingQueues());
    }

    /** 32-byte messages to another CPU, as fast as they go. */
    public static List<ThroughputSubject> ofStream() {
        return List.of(
                new AeronStream(), new AgronaStream(), new JctoolsStream(), new DisruptorStream());
    }
}
