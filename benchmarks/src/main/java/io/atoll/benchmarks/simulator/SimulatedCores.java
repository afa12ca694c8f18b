package io.atoll.benchmarks.simulator;

import io.atoll.benchmarks.harness.HistogramUnit;
import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.harness.Subject;
import io.atoll.benchmarks.harness.ThroughputSubject;
import io.atoll.cluster.simulated.SimulatedMachine;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A simulated machine all of whose cores are busy: events of the modelled machine in a second of
 * the host's. An event is what the event hash counts: a kernel entry, an interrupt, a doorbell, a
 * line of shared memory that is fetched or written. The machine goes on through all rounds, and
 * stands still between them.
 */
public final class SimulatedCores implements ThroughputSubject {
    private static final long SEED = 1;

    /** Of virtual time: nobody gets there. */
    private static final Duration ENDLESS = Duration.ofDays(10_000);

    private final SimulatorLoad load;
    private final int cores;
    private final int perCluster;
    private SimulatedMachine machine;
    private Pace pace;

    private SimulatedCores(SimulatorLoad load, int cores, int perCluster) {
        this.load = load;
        this.cores = cores;
        this.perCluster = perCluster;
    }

    /**
     * One for each load.
     *
     * @param cores each a cluster of its own; an even number
     */
    public static List<? extends Subject> ofEachLoad(int cores) {
        return Arrays.stream(SimulatorLoad.values())
                .map(load -> new SimulatedCores(load, cores, 1))
                .toList();
    }

    /**
     * One for each load that does not leave its core.
     *
     * @param perCluster how many cores share a kernel; divides their number
     */
    public static List<? extends Subject> ofCalls(int cores, int perCluster) {
        return Arrays.stream(SimulatorLoad.values())
                .filter(load -> !load.needsPeer())
                .map(load -> new SimulatedCores(load, cores, perCluster))
                .toList();
    }

    @Override
    public String name() {
        return load.label();
    }

    @Override
    public HistogramUnit unit() {
        return HistogramUnit.EVENTS_PER_SECOND;
    }

    @Override
    public void open(Placement placement) throws InterruptedException {
        pace = new Pace();
        machine = LoadedMachine.of(load, cores, perCluster, SEED, ENDLESS);
        pace.follow(machine.eventHash());
        LoadedMachine.boot(machine, load, pace);
        pace.awaitStart();
    }

    @Override
    public long round(long events) throws InterruptedException {
        return Math.max(1, Math.round(pace.round(events) * events));
    }

    @Override
    public void close() {
        if (machine != null) {
            pace.end();
            machine.close();
        }
    }
}
