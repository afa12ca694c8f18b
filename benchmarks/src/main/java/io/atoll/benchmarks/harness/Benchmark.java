package io.atoll.benchmarks.harness;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Subjects that do the same job, all latencies or all throughputs, and the one that the others are
 * compared with. Immutable; the subjects in it are not.
 *
 * <p>Operations of well over 100 ns are timed one by one. Shorter ones vanish in the cost of
 * reading the clock, so a benchmark in which one subject is shorter times batches of them, <em>of
 * all its subjects</em>: the clock then weighs the same on both sides of a ratio. Percentiles are
 * those of batch means, which hide single outliers; the report says so of every such benchmark.
 *
 * @param name name in results and in file names: {@code [A-Za-z0-9_.>-]+}
 * @param kind what is measured
 * @param operationsPerSample operations timed together, at least 1; 1 for throughputs
 * @param reference name of the subject that ratios are taken against; empty for no ratios
 * @param comparisons what else is compared
 * @param subjects in the order of the report, with different names
 */
public record Benchmark(
        String name,
        Kind kind,
        int operationsPerSample,
        Optional<String> reference,
        List<Comparison> comparisons,
        List<Subject> subjects) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.>-]+");

    /** What a benchmark measures. */
    public enum Kind {
        /** Time of an operation; less is better. */
        LATENCY,
        /** Messages of a second; more is better. */
        THROUGHPUT
    }

    /**
     * Checks names, kinds and batches.
     *
     * @throws IllegalArgumentException in one sentence
     */
    public Benchmark {
        checkName("benchmark", name);
        if (operationsPerSample < 1 || (kind == Kind.THROUGHPUT && operationsPerSample != 1)) {
            throw new IllegalArgumentException(
                    "benchmark '" + name + "' cannot time " + operationsPerSample + " together");
        }
        comparisons = List.copyOf(comparisons);
        subjects = List.copyOf(subjects);
        Set<String> names = new HashSet<>();
        for (Subject subject : subjects) {
            checkName("subject", subject.name());
            if (!names.add(subject.name())) {
                throw new IllegalArgumentException(
                        "benchmark '" + name + "' has two subjects '" + subject.name() + "'");
            }
            if (kindOf(subject) != kind) {
                throw new IllegalArgumentException(
                        "subject '" + subject.name() + "' is not a " + kind + " subject");
            }
        }
    }

    /**
     * A benchmark of latencies, as yet without subjects and reference.
     *
     * @param operationsPerSample operations timed together
     */
    public static Benchmark latency(String name, int operationsPerSample) {
        return empty(name, Kind.LATENCY, operationsPerSample);
    }

    /** A benchmark of throughputs, as yet without subjects and reference. */
    public static Benchmark throughput(String name) {
        return empty(name, Kind.THROUGHPUT, 1);
    }

    private static Benchmark empty(String name, Kind kind, int operationsPerSample) {
        return new Benchmark(
                name, kind, operationsPerSample, Optional.empty(), List.of(), List.of());
    }

    /** This benchmark with ratios against the subject of that name. */
    public Benchmark comparedWith(String subject) {
        return new Benchmark(
                name, kind, operationsPerSample, Optional.of(subject), comparisons, subjects);
    }

    /** This benchmark with more comparisons after those it has. */
    public Benchmark comparing(List<Comparison> more) {
        List<Comparison> all = new ArrayList<>(comparisons);
        all.addAll(more);
        return new Benchmark(name, kind, operationsPerSample, reference, all, subjects);
    }

    /** This benchmark with more subjects after those it has. */
    public Benchmark with(Subject... more) {
        return with(List.of(more));
    }

    /** This benchmark with more subjects after those it has. */
    public Benchmark with(List<? extends Subject> more) {
        List<Subject> all = new ArrayList<>(subjects);
        all.addAll(more);
        return new Benchmark(name, kind, operationsPerSample, reference, comparisons, all);
    }

    /**
     * This benchmark with the subjects of these names only, and those they are compared with;
     * without any if it has none of the names.
     */
    public Benchmark only(Set<String> names) {
        Set<String> kept = new HashSet<>();
        for (Subject subject : subjects) {
            if (names.contains(subject.name())) {
                kept.add(subject.name());
                reference.ifPresent(kept::add);
            }
        }
        List<Comparison> made =
                comparisons.stream().filter(each -> names.contains(each.subject())).toList();
        made.stream().flatMap(Comparison::subjects).forEach(kept::add);
        return new Benchmark(
                name,
                kind,
                operationsPerSample,
                reference,
                made,
                subjects.stream().filter(subject -> kept.contains(subject.name())).toList());
    }

    private static Kind kindOf(Subject subject) {
        return switch (subject) {
            case LatencySubject _ -> Kind.LATENCY;
            case ThroughputSubject _ -> Kind.THROUGHPUT;
        };
    }

    private static void checkName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " name '" + name + "' must match " + NAME.pattern());
        }
    }
}
