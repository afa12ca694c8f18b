package io.atoll.cluster.simulated;

import io.atoll.cluster.ClusterBootInfo;
import io.atoll.cluster.InitialTask;
import io.atoll.cluster.Machine;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.ClusterConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.Uninterruptibly;
import io.atoll.cluster.memory.MemoryMap;
import io.atoll.cluster.simulated.fault.ClusterCrash;
import io.atoll.cluster.simulated.fault.Fault;
import io.atoll.cluster.topology.Distance;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.debug.KernelDebug;

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
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedMachine.class);

    /** How often pollers may try again although nothing else can happen. */
    private static final int ROUNDS_IN_VAIN = 1000;

    /** How often they do so before the time of the next fault has come for them. */
    private static final int ROUNDS_BEFORE_FAULT = 16;

    private final MachineConfig config;
    private final Simulation simulation;
    private final SeededRandom jitter;
    private final Agenda agenda;
    private final EventStream events;
    private final Interconnect interconnect;
    private final MemoryMap memory;
    private final SimulatedPrograms programs = new SimulatedPrograms(this);
    private final List<SimulatedCluster> clusters = new ArrayList<>();
    private final List<SimulatedCore> cores = new ArrayList<>();
    private final SimulatedCore[] byNumber;
    private final List<SimulatedCore> pollers = new ArrayList<>();
    private final SharedLine unknownLine;
    private final int jitterPercent;
    private final int megahertz;

    /** Does what goes wrong on purpose; null if nothing does. */
    private final FaultInjector faults;

    private final CountDownLatch booted = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private SimulationThread thread;
    private boolean closed;
    private volatile boolean stopping;
    private SimulationEnd end = SimulationEnd.STOPPED;
    private List<String> waiting = List.of();

    /** The core that goes on now. */
    private SimulatedCore running;

    /** When the run is over at the latest, and how it then has ended. */
    private long limitCycles;

    private SimulationEnd limitEnd = SimulationEnd.TIME_LIMIT;

    /** When somebody else is to go on. */
    private long horizonCycles;

    private int roundsInVain;

    /** Prepares a machine; nothing runs yet. */
    public SimulatedMachine(MachineConfig config, Simulation simulation) {
        this(config, simulation, new SeededRandom(simulation.seed()));
    }

    /**
     * @param ties who comes first among equals
     */
    SimulatedMachine(MachineConfig config, Simulation simulation, TieBreak ties) {
        this.config = config;
        this.simulation = simulation;
        CostModel costs = simulation.costs();
        jitter = new SeededRandom(~simulation.seed());
        jitterPercent = simulation.jitterPercent();
        megahertz = costs.of(Cost.CLOCK_MHZ);
        limitCycles = cyclesOf(Simulation.nanos(simulation.limit()));
        agenda = new Agenda(ties);
        int last = 0;
        for (ClusterConfig cluster : config.clusters()) {
            SimulatedCluster made =
                    new SimulatedCluster(this, clusters.size(), costs.of(Cost.KERNEL_LINES));
            clusters.add(made);
            for (CoreConfig core : cluster.cores()) {
                SimulatedCore added =
                        new SimulatedCore(this, cores.size(), made.index(), core.machineCore());
                made.add(added);
                cores.add(added);
                last = Math.max(last, core.machineCore());
            }
        }
        byNumber = new SimulatedCore[last + 1];
        cores.forEach(core -> byNumber[core.machineCore()] = core);
        events = new EventStream(simulation, cores);
        unknownLine = new SharedLine(-1, cores.getFirst());
        interconnect = new Interconnect(cores, costs, simulation.distances());
        memory = new MemoryMap(config.memoryBytes(), config.regions());
        faults =
                simulation.faults().isNone()
                        ? null
                        : new FaultInjector(this, simulation.faults(), simulation.seed(), cores);
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
                cores.forEach(core -> agenda.addTurn(0, core));
                end = untilTheEnd();
                events.end();
                waiting = describeWaiting();
            }
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
        KernelImage image =
                new KernelImage(
                        config.kernelConfig(index),
                        memory.ofCluster(index),
                        new RecordingObserver(this, config.observer().kernel(index)),
                        cluster.cores());
        cluster.attach(image);
        image.boot(
                List.of(ClusterBootInfo.of(index, config, memory.describe(index))),
                bootInfo -> programs.inTime(initialTask.of(index, bootInfo)));
        cluster.booted();
    }

    // The run.

    private SimulationEnd untilTheEnd() {
        while (!stopping) {
            if (simulation.isOver().getAsBoolean()) {
                return SimulationEnd.STOPPED;
            }
            if (faults != null && isFaultNext()) {
                continue;
            }
            Agenda.Entry next = agenda.take();
            if (next == null) {
                if (pollers.isEmpty()) {
                    return SimulationEnd.IDLE;
                }
                if (++roundsInVain > ROUNDS_IN_VAIN) {
                    return SimulationEnd.POLLING_IN_VAIN;
                }
                letPollersTryAgain();
            } else if (next.cycles() > limitCycles) {
                return limitEnd;
            } else if (next.isTurn()) {
                if (faults == null || !next.core().putsOff(next.cycles())) {
                    run(next);
                }
            } else {
                events.add(next.kind(), next.core().index(), next.cycles(), next.line());
                next.core().deliver(next.line(), next.cycles());
            }
        }
        return SimulationEnd.STOPPED;
    }

    private void run(Agenda.Entry turn) {
        horizonCycles = Math.min(agenda.nextCycles(), limitCycles);
        running = turn.core();
        if (faults != null) {
            // Who is slow leaves at every step, so that what the step took can be stretched.
            lowerHorizon(running.isSlow() ? 0 : faults.nextCycles());
        }
        turn.core().run(turn.cycles());
        running = null;
    }

    /**
     * Lets go wrong what is to, before anything else happens; returns whether there was anything.
     */
    private boolean isFaultNext() {
        long next = agenda.nextCycles();
        if (next != Agenda.NEVER) {
            return faults.actBefore(Math.min(next, limitCycles));
        }
        if (pollers.isEmpty()) {
            return faults.actWhenIdle(limitCycles);
        }
        // First the pollers try again: they may be about to do something else.
        return roundsInVain % ROUNDS_BEFORE_FAULT == ROUNDS_BEFORE_FAULT - 1
                && faults.actWhenPolling(limitCycles);
    }

    /** They may look only so many times, and then do something else. */
    private void letPollersTryAgain() {
        for (SimulatedCore poller : List.copyOf(pollers)) {
            poller.wake(poller.cycles());
        }
    }

    /** The core that goes on now: the one that the caller runs on. */
    SimulatedCore running() {
        return running;
    }

    long horizonCycles() {
        return horizonCycles;
    }

    /** Somebody else is to go on at that time at the latest. */
    void lowerHorizon(long atCycles) {
        horizonCycles = Math.min(horizonCycles, atCycles);
    }

    boolean isStopping() {
        return stopping;
    }

    /** A core raises an interrupt at a core, perhaps at itself. */
    void raise(SimulatedCore from, SimulatedCore to, int line, EventKind kind) {
        CostModel costs = simulation.costs();
        if (from == to) {
            to.kernelCore().interrupts.raise(line);
            return;
        }
        from.spend(jittered(costs.of(Cost.DOORBELL_SEND)));
        long arrival = from.cycles() + jittered(costs.of(Cost.DOORBELL_DELIVERY));
        if (faults != null) {
            arrival = faults.ring(from, to, line, kind, arrival);
            if (arrival == Agenda.NEVER) {
                return;
            }
        }
        events.doorbellSent(from, to, line, arrival);
        agenda.addInterrupt(arrival, to, line, kind);
        lowerHorizon(arrival);
    }

    /** A core writes a line. */
    void changed(SharedLine line, SimulatedCore by) {
        roundsInVain = 0;
        for (int i = 0; i < pollers.size(); i++) {
            if (pollers.get(i).sleepsUntil(line)) {
                pollers.get(i).wake(by.cycles());
            }
        }
    }

    /** A core writes a line, and it is not known which. */
    void anythingChanged(SimulatedCore by) {
        roundsInVain = 0;
        for (int i = 0; i < pollers.size(); i++) {
            if (pollers.get(i).sleepsUntilChange()) {
                pollers.get(i).wake(by.cycles());
            }
        }
    }

    /**
     * Stands for every line that is read and not known: only {@link #anythingChanged} changes it.
     */
    SharedLine unknownLine() {
        return unknownLine;
    }

    /** A core changes, or may change, its kernel's state. */
    void kernelChanged(SimulatedCore by) {
        roundsInVain = 0;
        for (int i = 0; i < pollers.size(); i++) {
            SimulatedCore poller = pollers.get(i);
            if (poller.cluster() == by.cluster() && poller.sleepsUntilKernelChanges()) {
                poller.wake(by.cycles());
            }
        }
    }

    /** A core cannot go on; the first of a cluster stops it, and the other clusters are told. */
    void failed(SimulatedCore core, Throwable failure) {
        SimulatedCluster cluster = clusters.get(core.cluster());
        if (!cluster.fail(failure)) {
            return;
        }
        LOG.error("cluster {}: its kernel stopped; the others go on", cluster.index(), failure);
        for (SimulatedCluster other : clusters) {
            if (other != cluster) {
                raise(
                        core,
                        other.cores().getFirst(),
                        ClusterBootInfo.failureLine(cluster.index()),
                        EventKind.DOORBELL);
            }
        }
        config.observer().clusterFailed(cluster.index(), failure);
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
        pollers.removeAll(crashed.cores());
        for (SimulatedCluster other : clusters) {
            if (other.failure() == null) {
                agenda.addInterrupt(
                        atCycles + jittered(simulation.costs().of(Cost.DOORBELL_DELIVERY)),
                        other.cores().getFirst(),
                        ClusterBootInfo.failureLine(index),
                        EventKind.DOORBELL);
            }
        }
        config.observer().clusterFailed(index, crash);
        wasSeen();
        return true;
    }

    /** The run has to come to its end by itself, before that. */
    void mustEndBy(long atCycles) {
        if (atCycles < limitCycles) {
            limitCycles = atCycles;
            limitEnd = SimulationEnd.LIVENESS_BOUND;
        }
    }

    /** Something was seen from outside: the machine looks whether that was all. */
    void wasSeen() {
        horizonCycles = 0;
    }

    // What cores ask.

    CostModel costs() {
        return simulation.costs();
    }

    Agenda agenda() {
        return agenda;
    }

    EventStream events() {
        return events;
    }

    /** Cores that poll, asleep, in the order in which they fell asleep. */
    List<SimulatedCore> pollers() {
        return pollers;
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

    /** A cost, as it is this time; at least 1 where it is not nothing. */
    int jittered(int costCycles) {
        int range = (int) ((long) costCycles * jitterPercent / 100);
        if (range == 0) {
            return costCycles;
        }
        int offset = (int) Long.remainderUnsigned(jitter.next(), 2L * range + 1) - range;
        return Math.max(1, costCycles + offset);
    }

    long ticks(long cycles) {
        return cycles / megahertz * 1000 + cycles % megahertz * 1000 / megahertz;
    }

    /** The first cycle at which the clock shows that many ticks; or {@link Agenda#NEVER}. */
    long cyclesOf(long ticks) {
        if (ticks >= Long.MAX_VALUE / megahertz) {
            return Agenda.NEVER;
        }
        return (ticks * megahertz + 999) / 1000;
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

    /** Waits until the run has come to its end; false if the host's time passed first. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
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
        return Duration.ofNanos(ticks(furthest));
    }

    /**
     * Virtual time of the core that runs now; for observers, which are called on the machine's
     * thread.
     */
    public Duration runningTime() {
        SimulatedCore core = running;
        return core == null ? virtualTime() : Duration.ofNanos(ticks(core.cycles()));
    }

    /** Over everything that happened. */
    public EventHash eventHash() {
        return events.hash();
    }

    /** What went wrong on purpose, in the order in which it happened; once the run has ended. */
    public List<Fault> injectedFaults() {
        return faults == null ? List.of() : List.copyOf(faults.injected());
    }

    /** A line for each thread that waits at the end, and what it waits for. */
    public List<String> waiting() {
        return waiting;
    }

    private List<String> describeWaiting() {
        List<String> lines = new ArrayList<>();
        for (SimulatedCluster cluster : clusters) {
            if (cluster.failure() instanceof ClusterCrash crash) {
                lines.add("cluster %d  %s".formatted(cluster.index(), crash.getMessage()));
                continue;
            }
            for (String line : KernelDebug.waiting(cluster.image())) {
                lines.add("cluster %d  %s".formatted(cluster.index(), line));
            }
        }
        for (SimulatedCore poller : pollers) {
            lines.add(
                    "cluster %d  %s polls on core %d what nobody is left to change"
                            .formatted(
                                    poller.cluster(),
                                    poller.kernelCore().current.name,
                                    poller.machineCore()));
        }
        return List.copyOf(lines);
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
        stopping = true;
        for (SimulatedCluster cluster : clusters) {
            cluster.stop();
        }
        if (thread != null && !joins(thread)) {
            SimulatedCore busy = running;
            throw new IllegalStateException(
                    "a program did not come to a point at which virtual time passes within %.3g s: '%s'; until it does, its thread and the machine's memory stay"
                            .formatted(
                                    STOP_PATIENCE.toNanos() / 1e9,
                                    busy == null ? "?" : busy.kernelCore().current.name));
        }
        memory.close();
    }

    private static boolean joins(Thread ending) {
        try {
            return ending.join(STOP_PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return !ending.isAlive();
        }
    }

    /** Cycles for a line over that distance. */
    int lineCycles(Distance distance) {
        return interconnect.lineCycles(distance);
    }

    /** How far two cores are apart, by their indices. */
    Distance distance(int coreA, int coreB) {
        return interconnect.distance(coreA, coreB);
    }
}
