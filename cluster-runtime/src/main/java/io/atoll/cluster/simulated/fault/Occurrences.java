package io.atoll.cluster.simulated.fault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Counts doorbells, stores or retypes of each core or cluster, and knows which are to fail. */
final class Occurrences {
    private final long[] counts;
    private final List<List<Fault>> scheduled = new ArrayList<>();
    private final FaultKind.Occasion occasion;

    /**
     * @param places how many numbers cores, or clusters, have
     */
    Occurrences(FaultKind.Occasion occasion, int places, List<Fault> faults) {
        this.occasion = occasion;
        counts = new long[places];
        for (int i = 0; i < places; i++) {
            int place = i;
            scheduled.add(
                    faults.stream()
                            .filter(fault -> isAt(fault, place))
                            .sorted(Comparator.comparingLong(Occurrences::number).reversed())
                            .collect(ArrayList::new, List::add, List::addAll));
        }
    }

    private boolean isAt(Fault fault, int place) {
        return fault.when() instanceof When.Nth nth
                && nth.occasion() == occasion
                && nth.place().number() == place;
    }

    private static long number(Fault fault) {
        return ((When.Nth) fault.when()).number();
    }

    /**
     * It happens there once more; returns the fault that was written down for this one, or null.
     */
    Fault next(int place) {
        long number = ++counts[place];
        List<Fault> left = scheduled.get(place);
        return left.isEmpty() || number(left.getLast()) != number ? null : left.removeLast();
    }

    /** The one that {@link #next} was about. */
    When.Nth last(Place place) {
        return new When.Nth(occasion, counts[place.number()], place);
    }
}
