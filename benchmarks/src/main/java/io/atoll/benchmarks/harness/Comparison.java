package io.atoll.benchmarks.harness;

import java.util.List;
import java.util.stream.Stream;

/**
 * A comparison of one subject of a benchmark beside that with the {@linkplain Benchmark#reference
 * reference} that all have in common. Immutable.
 *
 * <p>A ratio is the product of the figures of {@code over} divided by the product of the figures of
 * {@code under}, in each round: with one of each how a subject compares with another, with two of
 * each how two such ratios compare. A difference is the figure of {@code over} less that of {@code
 * under}.
 *
 * @param kind what is told
 * @param subject the subject that it says something of
 * @param reference what the report calls that which the subject is compared with
 * @param over subjects above the line, as many as below it
 * @param under subjects below the line
 */
public record Comparison(
        Kind kind, String subject, String reference, List<String> over, List<String> under) {
    /** Divide or subtract. */
    public enum Kind {
        /** How many times as much. */
        RATIO,
        /** How much more, in the unit of the figures. */
        DIFFERENCE
    }

    /** Checks that both sides have the same number of subjects. */
    public Comparison {
        over = List.copyOf(over);
        under = List.copyOf(under);
        if (over.isEmpty() || over.size() != under.size()) {
            throw new IllegalArgumentException(
                    "a comparison needs as many subjects above the line as below, not %s and %s"
                            .formatted(over, under));
        }
        if (kind == Kind.DIFFERENCE && over.size() != 1) {
            throw new IllegalArgumentException("a difference is one of two subjects");
        }
    }

    /** A subject divided by another. */
    public static Comparison ratio(String subject, String reference, String other) {
        return new Comparison(Kind.RATIO, subject, reference, List.of(subject), List.of(other));
    }

    /** A subject less another, of the other's name. */
    public static Comparison difference(String subject, String other) {
        return new Comparison(Kind.DIFFERENCE, subject, other, List.of(subject), List.of(other));
    }

    /** How {@code subject / own} compares with {@code other / others}. */
    public static Comparison ratioOfRatios(
            String subject, String own, String reference, String other, String others) {
        return new Comparison(
                Kind.RATIO, subject, reference, List.of(subject, others), List.of(own, other));
    }

    /** Names of all subjects it takes. */
    Stream<String> subjects() {
        return Stream.concat(over.stream(), under.stream());
    }
}
