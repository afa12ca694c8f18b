package io.atoll.cluster.simulated;

import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.simulated.fault.FaultPlan;
import io.atoll.cluster.simulated.trace.EventLog;
import io.atoll.cluster.topology.Distance;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * What makes one simulated run: with the same machine configuration, programs and simulation, all
 * that happens is the same.
 *
 * @param seed chooses among cores whose virtual time is the same, and how much costs vary
 * @param costs what everything takes
 * @param distances how far cores of the machine are apart, by their numbers in it
 * @param limit virtual time after which the machine stops by itself
 * @param eventLimit events after which the machine stops by itself, in the order of their virtual
 *     time; at the end of the step that the last of them belongs to, which no run cuts in two
 * @param isOver asked by the machine's thread after each event that can be seen from outside; once
 *     it says so, the machine stops
 * @param keepsEvents whether the first events are kept, to compare this run with another
 * @param log what the run is recorded in, or null: that costs time
 * @param faults what goes wrong on purpose
 */
public record Simulation(
        long seed,
        CostModel costs,
        Distances distances,
        Duration limit,
        long eventLimit,
        BooleanSupplier isOver,
        boolean keepsEvents,
        EventLog log,
        FaultPlan faults) {
    /** More than any run takes. */
    private static final Duration NO_LIMIT = Duration.ofDays(10_000);

    /** How far two cores are apart. */
    @FunctionalInterface
    public interface Distances {
        /** The distance of two cores, by their numbers in the machine. */
        Distance between(int coreA, int coreB);
    }

    public Simulation {
        Objects.requireNonNull(costs, "costs");
        Objects.requireNonNull(distances, "distances");
        Objects.requireNonNull(isOver, "isOver");
        Objects.requireNonNull(faults, "faults");
        if (limit.isNegative() || limit.compareTo(NO_LIMIT) > 0) {
            throw new IllegalArgumentException("a run cannot be limited to " + limit);
        }
        if (eventLimit < 1) {
            throw new IllegalArgumentException(
                    "a run cannot be limited to %d events".formatted(eventLimit));
        }
    }

    /** As the machine counts it; no limit is more than its clock can show. */
    static long nanos(Duration limit) {
        return limit.equals(NO_LIMIT) ? Long.MAX_VALUE : limit.toNanos();
    }

    /** That seed, with the default costs and no limit. */
    public static Simulation of(long seed, Distances distances) {
        return new Simulation(
                seed,
                CostModel.preset(CostModel.DEFAULT),
                distances,
                NO_LIMIT,
                Long.MAX_VALUE,
                () -> false,
                false,
                null,
                FaultPlan.NONE);
    }

    public Simulation withCosts(CostModel model) {
        return new Simulation(
                seed, model, distances, limit, eventLimit, isOver, keepsEvents, log, faults);
    }

    public Simulation withLimit(Duration virtualTime) {
        return new Simulation(
                seed, costs, distances, virtualTime, eventLimit, isOver, keepsEvents, log, faults);
    }

    public Simulation withEventLimit(long events) {
        return new Simulation(
                seed, costs, distances, limit, events, isOver, keepsEvents, log, faults);
    }

    public Simulation until(BooleanSupplier over) {
        return new Simulation(
                seed, costs, distances, limit, eventLimit, over, keepsEvents, log, faults);
    }

    public Simulation keepingEvents() {
        return new Simulation(seed, costs, distances, limit, eventLimit, isOver, true, log, faults);
    }

    /** Recorded in that log, which is for this run alone. */
    public Simulation recordedIn(EventLog recorded) {
        return new Simulation(
                seed, costs, distances, limit, eventLimit, isOver, keepsEvents, recorded, faults);
    }

    public Simulation withFaults(FaultPlan plan) {
        return new Simulation(
                seed, costs, distances, limit, eventLimit, isOver, keepsEvents, log, plan);
    }

    boolean hasEventLimit() {
        return eventLimit != Long.MAX_VALUE;
    }

    /** How much costs vary: as the model says, unless the faults say otherwise. */
    int jitterPercent() {
        return faults.jitterPercent().orElseGet(() -> costs.of(Cost.JITTER_PERCENT));
    }
}
