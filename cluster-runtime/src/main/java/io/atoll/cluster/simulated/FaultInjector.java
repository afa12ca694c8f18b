package io.atoll.cluster.simulated;

import io.atoll.cluster.simulated.fault.ClusterCrash;
import io.atoll.cluster.simulated.fault.Fault;
import io.atoll.cluster.simulated.fault.FaultKind;
import io.atoll.cluster.simulated.fault.FaultPlan;
import io.atoll.cluster.simulated.fault.FaultSource;
import io.atoll.cluster.simulated.fault.Place;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Does to a machine what a fault plan says, and writes down what it did. A machine without faults
 * has none of these. What comes by itself is folded into the time at which the running core has to
 * leave; what happens to something is asked about there.
 *
 * <p>First comes the faulty phase. At its end nothing new goes wrong, who stalled or was slow goes
 * on as ever, and the crashed stay dead; from then on the machine has its time to come to an end.
 *
 * <p>Used by the machine's thread.
 */
final class FaultInjector {
    private static final int NO_LINE = Integer.MIN_VALUE;

    private final SimulatedMachine machine;
    private final FaultPlan plan;
    private final FaultSource source;
    private final List<Fault> injected = new ArrayList<>();

    /** What was begun and ends at a time of its own. */
    private final PriorityQueue<Later> later = new PriorityQueue<>();

    /** Rings that wait for the next one of the same line; also in {@link #later}. */
    private final List<HeldRing> held = new ArrayList<>();

    private final long phaseEndCycles;
    private boolean isPhaseOver;
    private long nextCycles;

    /** By cluster: until when all its retypes are refused. */
    private final long[] noMemoryUntil;

    /** By core: the line that it wrote last, to tell whether it is between two lines; or none. */
    private final int[] lastLine;

    /** What is to be done at a time; of equals, what was put here first. */
    private record Later(long cycles, long number, Runnable action) implements Comparable<Later> {
        @Override
        public int compareTo(Later other) {
            int byTime = Long.compare(cycles, other.cycles);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** A ring that has not arrived. */
    private record HeldRing(SimulatedCore to, int line, EventKind kind, long untilCycles) {}

    private long laterAdded;

    FaultInjector(SimulatedMachine machine, FaultPlan plan, long seed, List<SimulatedCore> cores) {
        this.machine = machine;
        this.plan = plan;
        SeededRandom random = new SeededRandom(SeededRandom.mix(seed) + 1);
        source =
                new FaultSource(
                        plan,
                        random::next,
                        cores.stream().map(SimulatedCore::machineCore).toList(),
                        machine.clusterCount());
        noMemoryUntil = new long[machine.clusterCount()];
        lastLine = new int[cores.size()];
        Arrays.fill(lastLine, NO_LINE);
        phaseEndCycles = machine.clock().cyclesOf(plan.phaseNanos());
        if (phaseEndCycles != Agenda.NEVER) {
            at(phaseEndCycles, this::endPhase);
        }
        aim();
    }

    /** In the order in which they happened. */
    List<Fault> injected() {
        return injected;
    }

    // What comes by itself.

    /** When a core that runs must leave, for something to happen; or {@link Agenda#NEVER}. */
    long nextCycles() {
        return nextCycles;
    }

    /**
     * Does what is due no later than that; returns whether there was anything.
     *
     * @param agendaCycles when something else happens
     */
    boolean actBefore(long agendaCycles) {
        if (machine.events().hash().count() >= source.nextEvent()) {
            begin(source.takeAtEvent(), agendaCycles);
            aim();
            return true;
        }
        if (nextCycles > agendaCycles || nextCycles == Agenda.NEVER) {
            return false;
        }
        act();
        return true;
    }

    /**
     * Nothing else can happen: brings what is on its way, or what was written down for a time yet
     * to come. What would only be drawn does not come any more.
     */
    boolean actWhenIdle(long limitCycles) {
        if (nextCycles > limitCycles
                || held.isEmpty() && source.nextWrittenNanos() == FaultSource.NEVER) {
            return false;
        }
        act();
        return true;
    }

    /** Nothing else can happen, but cores poll. */
    boolean actWhenPolling(long limitCycles) {
        if (nextCycles > limitCycles || nextCycles == Agenda.NEVER) {
            return false;
        }
        act();
        return true;
    }

    private void act() {
        long now = nextCycles;
        if (!later.isEmpty() && later.peek().cycles <= now) {
            later.remove().action.run();
        } else {
            begin(source.takeTimed(), now);
        }
        aim();
    }

    private void aim() {
        long timed = machine.clock().cyclesOf(source.nextNanos());
        nextCycles = later.isEmpty() ? timed : Math.min(later.peek().cycles, timed);
        machine.events().hash().alarmAt(source.nextEvent(), machine::wasSeen);
    }

    private void at(long cycles, Runnable action) {
        later.add(new Later(cycles, laterAdded++, action));
    }

    private void begin(Fault fault, long now) {
        Place place = fault.place();
        note(fault, place.isCluster() ? null : machine.numbered(place.number()), now);
        long duration = machine.clock().cyclesOf(fault.nanos());
        switch (fault.kind()) {
            case STALL -> coresAt(place).forEach(core -> core.impairment().stall(now, duration));
            case SLOW -> slow(fault, now + duration);
            case CLOCK ->
                    coresAt(place).forEach(core -> core.impairment().jumpClock(fault.nanos(), now));
            case MEMORY -> {
                int cluster = place.number();
                noMemoryUntil[cluster] = Math.max(noMemoryUntil[cluster], now + duration);
            }
            case CRASH -> crash(fault, now);
            case DELAY, COALESCE, DROP, TORN, TORN_CRASH ->
                    throw new IllegalStateException(fault + " does not come by itself");
        }
    }

    private List<SimulatedCore> coresAt(Place place) {
        return place.isCluster()
                ? machine.cluster(place.number()).cores()
                : List.of(machine.numbered(place.number()));
    }

    private void slow(Fault fault, long endCycles) {
        for (SimulatedCore core : coresAt(fault.place())) {
            core.impairment().slowDown(fault.factor(), endCycles);
            at(endCycles, () -> core.impairment().speedUp(endCycles));
        }
    }

    private void crash(Fault fault, long now) {
        Place place = fault.place();
        if (place.isCluster()) {
            crashCluster(place.number(), fault, now);
            return;
        }
        SimulatedCore core = machine.numbered(place.number());
        core.crash();
        if (machine.clusterOf(core).cores().stream().allMatch(SimulatedCore::hasLeft)) {
            crashCluster(core.cluster(), fault, now);
        }
    }

    private void crashCluster(int cluster, Fault fault, long now) {
        if (machine.crash(cluster, new ClusterCrash(fault), now)) {
            source.crashed(cluster);
        }
    }

    private void endPhase() {
        isPhaseOver = true;
        source.end();
        for (SimulatedCore core : machine.cores()) {
            core.impairment().recover(phaseEndCycles);
        }
        Arrays.fill(noMemoryUntil, 0);
        if (plan.livenessBoundNanos() != FaultPlan.ENDLESS) {
            machine.mustEndBy(phaseEndCycles + machine.clock().cyclesOf(plan.livenessBoundNanos()));
        }
    }

    private void note(Fault fault, SimulatedCore where, long now) {
        injected.add(fault);
        machine.events().injected(where, now, fault.toString());
        machine.events().addText(EventKind.INJECTED, 0, now, "", fault.toString());
    }

    // What something happens to.

    /**
     * A core rings another one.
     *
     * @param arrival when the ring would arrive
     * @return when it does; {@link Agenda#NEVER} if not now, or not at all
     */
    long ring(SimulatedCore from, SimulatedCore to, int line, EventKind kind, long arrival) {
        boolean isDoorbell = kind == EventKind.DOORBELL;
        if (isDoorbell) {
            held.removeIf(ring -> ring.to == to && ring.line == line);
        }
        Fault fault = source.atDoorbell(from.machineCore());
        // A kernel may rely on calls of its own cores to arrive; when, it may not.
        if (fault == null || !isDoorbell && fault.kind() != FaultKind.DELAY) {
            return arrival;
        }
        note(fault, from, from.cycles());
        long late = arrival + machine.clock().cyclesOf(fault.nanos());
        if (fault.kind() == FaultKind.COALESCE) {
            hold(new HeldRing(to, line, kind, late));
            machine.events().doorbellSent(from, to, line, late);
        } else if (fault.kind() == FaultKind.DROP) {
            machine.events().doorbellLost(from, to, line);
        }
        return fault.kind() == FaultKind.DELAY ? late : Agenda.NEVER;
    }

    private void hold(HeldRing ring) {
        held.add(ring);
        at(
                ring.untilCycles,
                () -> {
                    // Unless it has become one with a later ring.
                    if (held.remove(ring)) {
                        machine.loop().interrupt(ring.to, ring.untilCycles, ring.line, ring.kind);
                    }
                });
        aim();
        machine.loop().horizon().lower(nextCycles);
    }

    /** A core is about to write a line. */
    void beforeStore(SimulatedCore core, int line) {
        int last = lastLine[core.index()];
        lastLine[core.index()] = line;
        if (last == NO_LINE || last == line) {
            return;
        }
        Fault fault = source.atStore(core.machineCore());
        if (fault == null) {
            return;
        }
        note(fault, core, core.cycles());
        if (fault.kind() == FaultKind.TORN) {
            core.impairment().stall(core.cycles(), machine.clock().cyclesOf(fault.nanos()));
        } else {
            crashCluster(core.cluster(), fault, core.cycles());
        }
        machine.loop().horizon().lower(0);
    }

    /** Whether a kernel is to say that there is no memory left. */
    boolean refusesRetype(SimulatedCore core) {
        if (!isPhaseOver && core.cycles() < noMemoryUntil[core.cluster()]) {
            return true;
        }
        Fault fault = source.atRetype(core.cluster());
        if (fault != null) {
            note(fault, core, core.cycles());
        }
        return fault != null;
    }
}
