package io.atoll.benchmarks.harness;

import java.util.List;

/**
 * What a benchmark gave. Immutable.
 *
 * @param benchmark name of the benchmark
 * @param kind what was measured
 * @param operationsPerSample operations that were timed together, 1 for throughputs
 * @param rounds recorded rounds of each subject
 * @param results one for each subject that ran, in the benchmark's order
 * @param ratios one for each subject that ran except the reference, none if that did not run; and
 *     those of the benchmark's other comparisons
 * @param differences those of the benchmark's other comparisons
 * @param skipped the subjects that did not run
 * @param warnings what else a reader of the figures has to know, one sentence each
 */
public record Outcome(
        String benchmark,
        Benchmark.Kind kind,
        int operationsPerSample,
        int rounds,
        List<Result> results,
        List<Ratio> ratios,
        List<Difference> differences,
        List<Skipped> skipped,
        List<String> warnings) {
    /** Copies the lists. */
    public Outcome {
        results = List.copyOf(results);
        ratios = List.copyOf(ratios);
        differences = List.copyOf(differences);
        skipped = List.copyOf(skipped);
        warnings = List.copyOf(warnings);
    }

    /** The same without differences. */
    public Outcome(
            String benchmark,
            Benchmark.Kind kind,
            int operationsPerSample,
            int rounds,
            List<Result> results,
            List<Ratio> ratios,
            List<Skipped> skipped,
            List<String> warnings) {
        this(
                benchmark,
                kind,
                operationsPerSample,
                rounds,
                results,
                ratios,
                List.of(),
                skipped,
                warnings);
    }
}
