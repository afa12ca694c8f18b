package io.atoll.benchmarks.harness;

import java.util.List;
import java.util.function.LongUnaryOperator;

/** A latency subject whose operations take fake time, and that writes down what is done to it. */
final class ScriptedSubject implements LatencySubject {
    private final String name;
    private final FakeInstruments fake;
    private final List<String> log;

    /** Nanoseconds that an operation takes in the n-th round; warm-up counts. */
    LongUnaryOperator nanosInRound = _ -> 100;

    long bytesPerOperation;
    long bytesPerRound;
    Exception onOpen;
    Exception onClose;
    Error errorOnOpen;
    Exception onRound;
    long operationsForgotten;
    int rounds;
    long lastOperations;

    ScriptedSubject(String name, FakeInstruments fake, List<String> log) {
        this.name = name;
        this.fake = fake;
        this.log = log;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void open(Placement placement) throws Exception {
        log.add("open " + name);
        if (errorOnOpen != null) {
            throw errorOnOpen;
        }
        throwIfAny(onOpen);
    }

    @Override
    public void round(LatencyRecorder recorder, long operations) throws Exception {
        log.add("round " + name);
        throwIfAny(onRound);
        long nanos = nanosInRound.applyAsLong(rounds++);
        fake.allocatedBytes += bytesPerRound;
        int batch = recorder.operationsPerSample();
        for (long done = operationsForgotten; done < operations; done += batch) {
            fake.nanos += nanos * batch;
            fake.allocatedBytes += bytesPerOperation * batch;
            recorder.record(nanos * batch);
        }
        lastOperations = operations;
    }

    @Override
    public void close() throws Exception {
        log.add("close " + name);
        throwIfAny(onClose);
    }

    private static void throwIfAny(Exception failure) throws Exception {
        if (failure != null) {
            throw failure;
        }
    }
}
