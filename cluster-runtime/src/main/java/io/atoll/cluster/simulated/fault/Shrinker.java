package io.atoll.cluster.simulated.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Makes a plan that fails smaller, as long as it goes on failing: no jitter, fewer faults, a
 * shorter faulty phase, weaker faults. What it leaves is the smallest that it found, not the
 * smallest there is; that each single step still fails was tried.
 *
 * <p>Faults are left out by delta debugging (Zeller and Hildebrandt, 2002): halves first, then
 * smaller and smaller parts, until no single one can go.
 */
public final class Shrinker {
    private static final long[] ROUND = {5, 2, 1};

    private final Trial trial;
    private final BooleanSupplier isTimeUp;
    private FaultPlan smallest;
    private int trials;

    /** Runs a plan. */
    @FunctionalInterface
    public interface Trial {
        /** Whether it fails in the same way. */
        boolean fails(FaultPlan plan);
    }

    /**
     * @param failing a plan without rates that fails
     * @param isTimeUp asked before each trial
     */
    public Shrinker(FaultPlan failing, Trial trial, BooleanSupplier isTimeUp) {
        this.smallest = failing;
        this.trial = trial;
        this.isTimeUp = isTimeUp;
    }

    /** The smallest that was found. */
    public FaultPlan shrink() {
        // Without faults at all it is no matter of faults, and of all of them there is one trial.
        if (!tries(smallest.withSchedule(List.of()))) {
            withoutParts();
        }
        tries(smallest.withJitter(0));
        withoutParts();
        weaken();
        shortenPhase();
        return smallest;
    }

    /** How many runs that took. */
    public int trials() {
        return trials;
    }

    /** Keeps it if it fails too. */
    private boolean tries(FaultPlan candidate) {
        if (candidate.equals(smallest) || isTimeUp.getAsBoolean()) {
            return false;
        }
        trials++;
        if (!trial.fails(candidate)) {
            return false;
        }
        smallest = candidate;
        return true;
    }

    private void withoutParts() {
        int parts = 2;
        while (smallest.scheduled().size() > 1 && !isTimeUp.getAsBoolean()) {
            List<Fault> all = smallest.scheduled();
            int count = Math.min(parts, all.size());
            if (keepsPart(all, count)) {
                parts = 2;
            } else if (dropsPart(all, count)) {
                parts = Math.max(2, count - 1);
            } else if (count == all.size()) {
                return;
            } else {
                parts = Math.min(all.size(), 2 * count);
            }
        }
    }

    /**
     * Whether one of so many parts fails alone. With two parts that is the same as dropping one.
     */
    private boolean keepsPart(List<Fault> all, int count) {
        for (int i = 0; i < count; i++) {
            if (tries(smallest.withSchedule(part(all, i, count)))) {
                return true;
            }
        }
        return false;
    }

    private boolean dropsPart(List<Fault> all, int count) {
        for (int i = 0; count > 2 && i < count; i++) {
            List<Fault> rest = new ArrayList<>(all);
            rest.subList(i * all.size() / count, (i + 1) * all.size() / count).clear();
            if (tries(smallest.withSchedule(rest))) {
                return true;
            }
        }
        return false;
    }

    private static List<Fault> part(List<Fault> all, int index, int count) {
        return all.subList(index * all.size() / count, (index + 1) * all.size() / count);
    }

    /** Each fault by itself: the least round figure at which it still fails. */
    private void weaken() {
        for (int i = 0; i < smallest.scheduled().size(); i++) {
            int index = i;
            Fault fault = smallest.scheduled().get(index);
            if (fault.kind() == FaultKind.SLOW) {
                for (int factor = 2; factor < fault.factor(); factor *= 2) {
                    if (tries(with(index, fault.withFactor(factor)))) {
                        break;
                    }
                }
            }
            while (tries(weaker(index))) {
                // and once more
            }
        }
    }

    private FaultPlan weaker(int index) {
        Fault fault = smallest.scheduled().get(index);
        return with(index, fault.withNanos(roundBelow(fault.nanos())));
    }

    private FaultPlan with(int index, Fault fault) {
        List<Fault> changed = new ArrayList<>(smallest.scheduled());
        changed.set(index, fault);
        return smallest.withSchedule(changed);
    }

    /** The next of 1, 2, 5, 10, 20 and so on that is less; 0 and 1 stay. */
    static long roundBelow(long nanos) {
        for (long decade = 1_000_000_000_000_000L; decade > 0; decade /= 10) {
            for (long round : ROUND) {
                if (round * decade < nanos) {
                    return round * decade;
                }
            }
        }
        return nanos;
    }

    private void shortenPhase() {
        if (smallest.faultyForNanos() == FaultPlan.ENDLESS) {
            return;
        }
        while (tries(smallest.withFaultyFor(roundBelow(smallest.faultyForNanos())))) {
            // and once more
        }
    }
}
