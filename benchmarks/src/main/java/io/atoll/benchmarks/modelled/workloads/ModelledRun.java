package io.atoll.benchmarks.modelled.workloads;

import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineObserver;
import io.atoll.cluster.SharedRegion;
import io.atoll.cluster.simulated.SimulatedMachine;
import io.atoll.cluster.simulated.Simulation;
import io.atoll.cluster.simulated.concurrency.ControlStatistics;
import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.kernel.KernelObserver;
import io.atoll.kernel.ipc.PendingFault;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One scenario on one arrangement of cores, run on a simulated machine until enough operations were
 * counted. The same arguments give the same result.
 */
public final class ModelledRun {
    /** Operations that are measured, of all cores together, and at least for each. */
    private static final int OPERATIONS = 2_000;

    private static final int OPERATIONS_PER_CORE = 16;

    /** Of the host; a run takes seconds at most. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Arrangement arrangement;
    private final CostModel costs;
    private final long seed;
    private final Scenario scenario;
    private final int[][] partners;
    private final RingMesh mesh;
    private final SimulatedMachine machine;
    private final Tally tally;
    private volatile String failure;

    private ModelledRun(
            Arrangement arrangement, Scenario scenario, CostModel costs, long seed, double share) {
        this.arrangement = arrangement;
        this.costs = costs;
        this.seed = seed;
        this.scenario = scenario;
        this.partners = scenario.partners(arrangement.cores(), seed);
        this.mesh = new RingMesh(arrangement, partners);
        this.machine = new SimulatedMachine(config(), simulation());
        int measured =
                (int) IntStream.range(0, arrangement.cores()).filter(scenario::isMeasured).count();
        long wanted = Math.max(OPERATIONS, OPERATIONS_PER_CORE * (long) measured);
        this.tally =
                new Tally(
                        () -> machine.runningTime().toNanos(),
                        () -> machine.runningAwakeTime().toNanos(),
                        arrangement.cores(),
                        measured,
                        (long) (wanted * share));
    }

    /**
     * Runs it.
     *
     * @param share of the usual number of operations, for a quick look
     * @throws IllegalStateException if it did not come to its end, with what happened
     */
    public static Throughput run(
            Arrangement arrangement, Scenario scenario, CostModel costs, long seed, double share) {
        return new ModelledRun(arrangement, scenario, costs, seed, share).run();
    }

    /**
     * Runs it, and says what cycles each entry of the first image took on average from asking for
     * its lock until it had it.
     */
    public static double meanAcquireCycles(
            Arrangement arrangement, Scenario scenario, CostModel costs, long seed, double share) {
        ModelledRun run = new ModelledRun(arrangement, scenario, costs, seed, share);
        run.run();
        ControlStatistics entries = run.machine.kernelEntries(0);
        return (double) entries.acquireCycles() / entries.entries();
    }

    private MachineConfig config() {
        MachineConfig alone =
                arrangement
                        .machine(CallingImage.memoryBytes(arrangement.coresOf(0)))
                        .withObserver(new Failures());
        return regionBytes() == 0 ? alone : alone.withRegions(List.of(region()));
    }

    private SharedRegion region() {
        return new SharedRegion(
                CallingImage.REGION,
                regionBytes(),
                IntStream.range(0, arrangement.images())
                        .filter(this::usesRegion)
                        .boxed()
                        .collect(Collectors.toSet()));
    }

    /** The rings, and behind them the scenario's own memory. */
    long regionBytes() {
        return mesh.byteSize() + scenario.sharedBytes();
    }

    boolean usesRegion(int image) {
        return scenario.sharedBytes() > 0 || mesh.isUsedBy(arrangement, image);
    }

    /** The scenario's own part of the region. */
    MemorySegment ownMemory(MemorySegment region) {
        return scenario.sharedBytes() == 0 ? null : region.asSlice(mesh.byteSize());
    }

    private Simulation simulation() {
        return Simulation.of(seed, arrangement.topology()::distance)
                .withCosts(costs)
                .until(() -> tally.isOver() || failure != null);
    }

    private Throughput run() {
        try {
            machine.boot((image, bootInfo) -> new CallingImage(this, image, bootInfo));
            boolean hasEnded = machine.awaitEnd(PATIENCE);
            if (failure != null || !hasEnded || !tally.isOver()) {
                throw new IllegalStateException(
                        "%s did not come to its end: %s"
                                .formatted(arrangement, failure != null ? failure : machine.end()));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } finally {
            machine.close();
        }
        return tally.result();
    }

    /** Before the next kernel entry: as if only that core had used the image's objects. */
    void moveKernelState(int core, int user) {
        machine.moveKernelState(arrangement.imageOf(core), user);
    }

    Scenario scenario() {
        return scenario;
    }

    Arrangement arrangement() {
        return arrangement;
    }

    int[][] partners() {
        return partners;
    }

    RingMesh mesh() {
        return mesh;
    }

    Tally tally() {
        return tally;
    }

    /** Decides draws, order and jitter. */
    public long seed() {
        return seed;
    }

    long cycles(long nanos) {
        return nanos * costs.of(Cost.CLOCK_MHZ) / 1000;
    }

    /** A program that fails ends the run. */
    private final class Failures implements MachineObserver {
        @Override
        public KernelObserver kernel(int cluster) {
            return new KernelObserver() {
                @Override
                public void userException(String thread, Throwable thrown) {
                    failure = "image %d, %s: %s".formatted(cluster, thread, thrown);
                }

                @Override
                public void faultWithoutHandler(String thread, PendingFault fault) {
                    if (failure == null) {
                        failure = "image %d, %s: %s".formatted(cluster, thread, fault);
                    }
                }
            };
        }

        @Override
        public void clusterFailed(int cluster, Throwable thrown) {
            failure = "image %d: %s".formatted(cluster, thrown);
        }
    }
}
