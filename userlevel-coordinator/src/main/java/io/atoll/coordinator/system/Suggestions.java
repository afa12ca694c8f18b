package io.atoll.coordinator.system;

import java.util.Locale;
import java.util.Optional;

/** Finds what a person probably meant by a misspelled name. */
public final class Suggestions {
    private static final int SHORTEST_ABBREVIATION = 3;

    private Suggestions() {}

    /**
     * The known name that begins with the wrong one, or else the one with the fewest wrong,
     * missing, additional or swapped letters, upper and lower case being the same; empty if more
     * than a third of the letters would be wrong.
     */
    public static Optional<String> closest(String wrong, Iterable<String> known) {
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : known) {
            if (isAbbreviation(fold(wrong), fold(candidate))) {
                return Optional.of(candidate);
            }
            int distance = distance(fold(wrong), fold(candidate));
            int limit = Math.max(1, Math.max(wrong.length(), candidate.length()) / 3);
            boolean sharesLetters = distance < Math.max(wrong.length(), candidate.length());
            if (distance <= limit && sharesLetters && distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    private static boolean isAbbreviation(String wrong, String candidate) {
        return wrong.length() >= SHORTEST_ABBREVIATION && candidate.startsWith(wrong);
    }

    /** Optimal string alignment distance, with three rolling rows. */
    private static int distance(String a, String b) {
        int[] beforePrevious = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(previous[j], current[j - 1]) + 1;
                best = Math.min(best, previous[j - 1] + substitution);
                if (isSwap(a, b, i, j)) {
                    best = Math.min(best, beforePrevious[j - 2] + 1);
                }
                current[j] = best;
            }
            int[] oldest = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = oldest;
        }
        return previous[b.length()];
    }

    private static boolean isSwap(String a, String b, int i, int j) {
        return i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }
}
