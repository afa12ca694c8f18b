package io.atoll.cluster.simulated.trace;

import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Where a time stands in a diagram, from the top down: between two moments at which something
 * happens the more room the more time lies between them, but logarithmically, so that a burst of
 * messages can be read and a long silence takes no page. Immutable.
 */
final class TimeScale {
    private static final double LEAST_PIXELS = 6;
    private static final double PIXELS_PER_DOUBLING = 5;
    private static final double MOST_PIXELS = 46;

    /** Below this a gap is as good as none. */
    private static final double SHORT_PICOS = 100_000;

    private final NavigableMap<Long, Double> places = new TreeMap<>();

    /**
     * @param moments at which something happens, in picoseconds
     * @param top of the first one, in pixels
     */
    TimeScale(SortedSet<Long> moments, double top) {
        double y = top;
        long before = moments.isEmpty() ? 0 : moments.first();
        for (long moment : moments) {
            y += pixels(moment - before);
            places.put(moment, y);
            before = moment;
        }
        if (places.isEmpty()) {
            places.put(0L, top);
        }
    }

    private static double pixels(long gapPicos) {
        if (gapPicos == 0) {
            return 0;
        }
        double doublings = Math.log1p(gapPicos / SHORT_PICOS) / Math.log(2);
        return Math.min(MOST_PIXELS, LEAST_PIXELS + PIXELS_PER_DOUBLING * doublings);
    }

    /** Of a moment, or of any time between two, or the nearest end of the scale. */
    double y(long picos) {
        var before = places.floorEntry(picos);
        var after = places.ceilingEntry(picos);
        if (before == null) {
            return after.getValue();
        }
        if (after == null || after.getKey().equals(before.getKey())) {
            return before.getValue();
        }
        double part =
                (double) (picos - before.getKey()) / (double) (after.getKey() - before.getKey());
        return before.getValue() + part * (after.getValue() - before.getValue());
    }

    double bottom() {
        return places.lastEntry().getValue();
    }

    /** Moments and where they stand, in order. */
    NavigableMap<Long, Double> places() {
        return places;
    }
}
