package io.atoll.kernel.random;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Predicate;

/**
 * Delta debugging: leaves out ever smaller parts of a list for as long as what is left still fails
 * (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002). The result
 * fails, and no single element of it can be left out, unless the attempts ran out before.
 */
final class Shrinker {
    private final Predicate<int[]> fails;
    private int attemptsLeft;

    /**
     * For one failure.
     *
     * @param fails whether a program of these operations, by their places, fails in the same way
     * @param attempts programs that may be run
     */
    Shrinker(Predicate<int[]> fails, int attempts) {
        this.fails = fails;
        this.attemptsLeft = attempts;
    }

    /** The places, of {@code places}, that are left. */
    int[] shrink(int[] places) {
        int[] left = places;
        int parts = 2;
        while (left.length > 1 && attemptsLeft > 0) {
            int[] smaller = withoutOnePart(left, parts);
            if (smaller != null) {
                left = smaller;
                parts = Math.max(2, parts - 1);
            } else if (parts >= left.length) {
                return left;
            } else {
                parts = Math.min(left.length, 2 * parts);
            }
        }
        return left;
    }

    private int[] withoutOnePart(int[] places, int parts) {
        for (int part = 0; part < parts && attemptsLeft > 0; part++) {
            BitSet kept = new BitSet(places.length);
            kept.set(0, places.length);
            kept.clear(
                    (int) ((long) places.length * part / parts),
                    (int) ((long) places.length * (part + 1) / parts));
            int[] candidate = kept.stream().map(i -> places[i]).toArray();
            if (candidate.length < places.length) {
                attemptsLeft--;
                if (fails.test(candidate)) {
                    return candidate;
                }
            }
        }
        return null;
    }

    /** All places of a list. */
    static int[] all(int count) {
        int[] places = new int[count];
        Arrays.setAll(places, i -> i);
        return places;
    }
}
