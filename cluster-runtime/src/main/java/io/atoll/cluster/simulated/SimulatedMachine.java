package io.atoll.cluster.simulated;

import io.atoll.cluster.ClusterBootInfo;
import io.atoll.cluster.InitialTask;
import io.atoll.cluster.Machine;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.ClusterConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.Uninterruptibly;
import io.atoll.cluster.WaitReport;
import io.atoll.cluster.memory.HostMemory;
import io.atoll.cluster.memory.MemoryMap;
import io.atoll.cluster.simulated.cache.Interconnect;
import io.atoll.cluster.simulated.concurrency.ConcurrencyControl;
import io.atoll.cluster.simulated.concurrency.ControlStatistics;
import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.simulated.fault.ClusterCrash;
import io.atoll.cluster.simulated.fault.Fault;
import io.atoll.cluster.simulated.trace.Standstill;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.PhysicalMemory;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A machine in virtual time. All cores live on one host thread; the one with the smallest virtual
 * time goes on next, and among equals the seed decides. The same seed gives the same run, event by
 * event: see {@link #eventHash}.
 *
 * <p>Time passes at kernel entries, at {@code compute}, at doorbells and at accesses of shared
 * memory that are told ({@code SharedAccess}, which rings use): there cores interleave. Everything
 * else that a program does takes no time, and cannot be interrupted.
 *
 * <p>The methods of {@link Machine} may be called from any thread, as on every machine; what is
 * said about the run, once it has ended.
 */
public final class SimulatedMachine implements Machine {
    /** A program that is not stuck comes to a system call or a shared access long before. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedMachine.class);

    private final MachineConfig config;
    private final Simulation simulation;
    private final VirtualClock clock;
    private final EventStream events;
    private final RunLoop loop;
    private final Interconnect interconnect;
    private final MemoryMap memory;
    private final ClusterEnds ends;

    /** For all boot information the same. */
    private final List<List<Integer>> clusterCores;

    private final SimulatedPrograms programs = new SimulatedPrograms(this);
    private final List<SimulatedCluster> clusters = new ArrayList<>();
    private final List<SimulatedCore> cores = new ArrayList<>();
    private final SimulatedCore[] byNumber;

    /** Does what goes wrong on purpose; null if nothing does. */
    private final FaultInjector faults;

    private final CountDownLatch booted = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private SimulationThread thread;
    private Runnable whenStopped = () -> {};
    private boolean closed;
    private SimulationEnd end = SimulationEnd.STOPPED;

    private boolean isAtEventLimit;

    /** What broke the machine itself; null if nothing did. */
    private Throwable broken;

    /** Prepares a machine; nothing runs yet. */
    public SimulatedMachine(MachineConfig config, Simulation simulation) {
        this(config, simulation, TieBreak.seeded(simulation.seed()), lookahead(simulation));
    }

    /**
     * @param ties who comes first among equals
     * @param lookaheadCycles how far ahead of the others a core may be that has a kernel of its own
     */
    SimulatedMachine(
            MachineConfig config, Simulation simulation, TieBreak ties, int lookaheadCycles) {
        this.config = config;
        this.simulation = simulation;
        CostModel costs = simulation.costs();
        clock = new VirtualClock(costs.of(Cost.CLOCK_MHZ));
        int count = config.clusters().stream().mapToInt(each -> each.cores().size()).sum();
        events = new EventStream(simulation, count);
        loop =
                new RunLoop(
                        cores,
                        new Agenda(count, ties),
                        events,
                        this::isOver,
                        clock.cyclesOf(Simulation.nanos(simulation.limit())),
                        lookaheadCycles);
        int last = 0;
        for (ClusterConfig cluster : config.clusters()) {
            SimulatedCluster made = new SimulatedCluster(clusters.size());
            clusters.add(made);
            for (CoreConfig core : cluster.cores()) {
                SimulatedCore added =
                        new SimulatedCore(this, cores.size(), made.index(), core.machineCore());
                made.add(added);
                cores.add(added);
                last = Math.max(last, core.machineCore());
            }
            if (made.cores().size() > 1) {
                events.share(made.cores().getFirst().index(), cores.size());
            }
        }
        byNumber = new SimulatedCore[last + 1];
        cores.forEach(core -> byNumber[core.machineCore()] = core);
        events.begin(cores);
        interconnect =
                new Interconnect(
                        count,
                        costs,
                        (core, cycles) -> cores.get(core).jittered(cycles),
                        (a, b) ->
                                simulation
                                        .distances()
                                        .between(
                                                cores.get(a).machineCore(),
                                                cores.get(b).machineCore()));
        clusters.forEach(cluster -> cluster.connect(interconnect, costs, config.locking()));
        memory =
                new MemoryMap(
                        HostMemory.UNTOUCHED,
                        clusters.size(),
                        config.memoryBytes(),
                        config.regions());
        ends = new ClusterEnds(this, clusters, interconnect, memory.ended());
        clusterCores = config.clusterCores();
        faults =
                simulation.faults().isNone()
                        ? null
                        : new FaultInjector(this, simulation.faults(), simulation.seed(), cores);
    }

    private boolean isOver() {
        if (simulation.isOver().getAsBoolean()) {
            return true;
        }
        isAtEventLimit = events.hash().count() >= simulation.eventLimit();
        return isAtEventLimit;
    }

    /**
     * What an interrupt from another cluster takes at least, from when its sender is to go on. None
     * if it matters which events are the first: these are the first in virtual time then.
     */
    static int lookahead(Simulation simulation) {
        if (simulation.hasEventLimit()) {
            return 0;
        }
        CostModel costs = simulation.costs();
        int percent = simulation.jitterPercent();
        return Jitter.least(costs.of(Cost.DOORBELL_SEND), percent)
                + Jitter.least(costs.of(Cost.DOORBELL_DELIVERY), percent);
    }

    @Override
    public void boot(InitialTask initialTask) {
        if (thread != null) {
            throw new IllegalStateException("this machine was booted before");
        }
        thread = new SimulationThread(this, interconnect, () -> live(initialTask));
        thread.start();
        Uninterruptibly.await(booted);
        for (SimulatedCluster cluster : clusters) {
            if (!cluster.isBooted()) {
                close();
                throw new IllegalStateException(
                        "cluster %d did not boot: %s".formatted(cluster.index(), cluster.failure()),
                        cluster.failure());
            }
        }
    }

    /** The machine's thread, from its beginning to its end. */
    private void live(InitialTask initialTask) {
        try {
            if (bootAll(initialTask)) {
                booted.countDown();
                events.hash().limitAt(simulation.eventLimit(), loop::wasSeen);
                end = loop.untilTheEnd(faults);
                if (isAtEventLimit) {
                    end = SimulationEnd.EVENT_LIMIT;
                }
                events.end();
            }
        } catch (Throwable thrown) {
            broken = thrown;
        } finally {
            booted.countDown();
            ended.countDown();
        }
    }

    private boolean bootAll(InitialTask initialTask) {
        for (SimulatedCluster cluster : clusters) {
            try {
                bootImage(cluster, initialTask);
            } catch (Throwable failure) {
                cluster.fail(failure);
                return false;
            }
        }
        return true;
    }

    private void bootImage(SimulatedCluster cluster, InitialTask initialTask) {
        int index = cluster.index();
        PhysicalMemory seen = memory.ofCluster(index);
        cluster.has(seen.regions().getFirst().memory());
        KernelImage image =
                new KernelImage(
                        config.kernelConfig(index),
                        seen,
                        new RecordingObserver(this, config.observer().kernel(index)),
                        cluster.cores(),
                        cluster.control());
        cluster.attach(image);
        image.boot(
                List.of(
                        new ClusterBootInfo(
                                index,
                                clusterCores,
                                config.locking(),
                                memory.describe(index),
                                memory.ended().reader())),
                bootInfo -> programs.inTime(initialTask.of(index, bootInfo)));
        cluster.booted();
    }

    // What cores ask.

    /** The core that goes on now: the one that the caller runs on. */
    SimulatedCore running() {
        return loop.running();
    }

    /** A core raises an interrupt at a core, perhaps at itself. */
    void raise(SimulatedCore from, SimulatedCore to, int line, EventKind kind) {
        CostModel costs = simulation.costs();
        if (from == to) {
            to.kernelCore().interrupts.raise(line);
            return;
        }
        from.spend(from.jittered(costs.of(Cost.DOORBELL_SEND)));
        long arrival = from.cycles() + from.jittered(costs.of(Cost.DOORBELL_DELIVERY));
        if (faults != null) {
            arrival = faults.ring(from, to, line, kind, arrival);
            if (arrival == Agenda.NEVER) {
                return;
            }
        }
        events.doorbellSent(from, to, line, arrival);
        loop.interrupt(to, arrival, line, kind);
    }

    /** A core cannot go on; the first of a cluster stops it, and the other clusters are told. */
    void failed(SimulatedCore core, Throwable failure) {
        SimulatedCluster cluster = clusters.get(core.cluster());
        if (!cluster.fail(failure)) {
            return;
        }
        LOG.error("cluster {}: its kernel stopped; the others go on", cluster.index(), failure);
        ends.failed(cluster, core);
        config.observer().clusterFailed(cluster.index(), failure);
        wasSeen();
    }

    /**
     * A cluster stops between two steps, for ever, and the other clusters are told; returns false
     * if it had stopped before.
     */
    boolean crash(int index, ClusterCrash crash, long atCycles) {
        SimulatedCluster crashed = clusters.get(index);
        if (!crashed.crash(crash)) {
            return false;
        }
        ends.crashed(crashed, atCycles);
        config.observer().clusterFailed(index, crash);
        wasSeen();
        return true;
    }

    /** The run has to come to its end by itself, before that. */
    void mustEndBy(long atCycles) {
        loop.mustEndBy(atCycles);
    }

    /** Something was seen from outside: the machine looks whether that was all. */
    void wasSeen() {
        loop.wasSeen();
    }

    CostModel costs() {
        return simulation.costs();
    }

    long seed() {
        return simulation.seed();
    }

    int jitterPercent() {
        return simulation.jitterPercent();
    }

    RunLoop loop() {
        return loop;
    }

    VirtualClock clock() {
        return clock;
    }

    EventStream events() {
        return events;
    }

    /** Null if nothing goes wrong on purpose. */
    FaultInjector faults() {
        return faults;
    }

    List<SimulatedCore> cores() {
        return cores;
    }

    SimulatedCluster clusterOf(SimulatedCore core) {
        return clusters.get(core.cluster());
    }

    /** The core of that number in the topology, or null. */
    SimulatedCore numbered(int machineCore) {
        return machineCore >= 0 && machineCore < byNumber.length ? byNumber[machineCore] : null;
    }

    int coreNumbers() {
        return byNumber.length;
    }

    // From outside.

    /**
     * {@inheritDoc} Also returns, with false, when the machine came to another end: see {@link
     * #end}.
     */
    @Override
    public boolean awaitIdle(Duration timeout) throws InterruptedException {
        return awaitEnd(timeout) && end == SimulationEnd.IDLE;
    }

    /**
     * Waits until the run has come to its end; false if the host's time passed first.
     *
     * @throws IllegalStateException if the machine itself broke, which is no program's fault
     */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        boolean hasEnded = ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (hasEnded && broken != null) {
            throw new IllegalStateException(
                    "the simulated machine broke: " + broken.getMessage(), broken);
        }
        return hasEnded;
    }

    /** How it ended. */
    public SimulationEnd end() {
        return end;
    }

    /** Virtual time that has passed on the core that got furthest. */
    public Duration virtualTime() {
        long furthest = 0;
        for (SimulatedCore core : cores) {
            furthest = Math.max(furthest, core.cycles());
        }
        return Duration.ofNanos(clock.ticks(furthest));
    }

    /**
     * Virtual time of the core that runs now; for observers, which are called on the machine's
     * thread.
     */
    public Duration runningTime() {
        SimulatedCore core = loop.running();
        return core == null ? virtualTime() : Duration.ofNanos(clock.ticks(core.cycles()));
    }

    /**
     * How much of {@link #runningTime} that core was not asleep, waiting for an interrupt with
     * nothing to run: what a cycle counter shows that stands still while its core sleeps.
     */
    public Duration runningAwakeTime() {
        SimulatedCore core = loop.running();
        if (core == null) {
            throw new IllegalStateException("no core runs now");
        }
        return Duration.ofNanos(clock.ticks(core.awakeCycles()));
    }

    /** To be looked at while it stands still between two events; see {@link Standstill}. */
    public StandingMachine standing() {
        return new StandingMachine(this, clusters, memory, thread);
    }

    /** Cores and threads of a machine that stands still between two events, or has ended. */
    public List<String> state() {
        return StateReport.of(this, clusters);
    }

    /**
     * What happened to the entries of a cluster's kernel; null if it has but one core, which waits
     * for nobody.
     */
    public ControlStatistics kernelEntries(int cluster) {
        ConcurrencyControl control = clusters.get(cluster).control();
        return control == null ? null : control.statistics();
    }

    /**
     * From now on the objects of a cluster's kernel are where they would be if only that core had
     * used them so far, in its cache and in no other: for measurements of what it costs to fetch
     * them. The calling program's next entry finds it so. To be called by programs of the machine.
     *
     * @param machineCore number in the topology
     */
    public void moveKernelState(int cluster, int machineCore) {
        clusters.get(cluster).lines().moveTo(numbered(machineCore).index());
    }

    /**
     * The program that runs now, if no virtual time has passed since it was asked for before; from
     * outside, while the machine runs.
     *
     * @param before what was answered before, or null
     */
    public BusyProgram busyProgram(BusyProgram before) {
        SimulatedCore core = loop.running();
        return core == null || thread == null
                ? null
                : BusyProgram.of(
                        core.kernelCore().current.name,
                        core.cluster(),
                        core.cycles(),
                        thread.getStackTrace(),
                        before);
    }

    /** Over everything that happened. */
    public EventHash eventHash() {
        return events.hash();
    }

    /** What went wrong on purpose, in the order in which it happened; once the run has ended. */
    public List<Fault> injectedFaults() {
        return faults == null ? List.of() : List.copyOf(faults.injected());
    }

    /**
     * A line for each thread that waits at the end, what it waits for and who could wake it; and
     * for each core that polls. To be asked for once the run has ended.
     */
    public List<String> waiting() {
        List<String> lines = new ArrayList<>();
        waitingThreads().forEach(each -> lines.add(each.toText()));
        lines.addAll(goneOrPolling());
        return lines;
    }

    /**
     * A line for each cluster that has crashed on purpose, and for each core that polls at the end.
     * To be asked for once the run has ended.
     */
    public List<String> goneOrPolling() {
        return EndReport.goneOrPolling(clusters);
    }

    /** Each thread that waits at the end. To be asked for once the run has ended. */
    public List<WaitReport.Waiting> waitingThreads() {
        return EndReport.waiting(clusters, config);
    }

    @Override
    public SimulatedCluster cluster(int index) {
        return clusters.get(index);
    }

    @Override
    public int clusterCount() {
        return clusters.size();
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        loop.stop();
        for (SimulatedCluster cluster : clusters) {
            cluster.stop();
        }
        events.release();
        if (thread != null && !joins(thread)) {
            SimulatedCore busy = loop.running();
            throw new IllegalStateException(
                    "a program did not come to a point at which virtual time passes within %.3g s: '%s'; until it does, its thread and the machine's memory stay"
                            .formatted(
                                    STOP_PATIENCE.toNanos() / 1e9,
                                    busy == null ? "?" : busy.kernelCore().current.name));
        }
        whenStopped.run();
        memory.close();
    }

    /** Has something done by {@link #close}, once no program runs and before the memory goes. */
    public void whenStopped(Runnable done) {
        whenStopped = done;
    }

    private static boolean joins(Thread ending) {
        try {
            return ending.join(STOP_PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return !ending.isAlive();
        }
    }
}
