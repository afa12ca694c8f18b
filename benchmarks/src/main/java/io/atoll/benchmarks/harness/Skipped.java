package io.atoll.benchmarks.harness;

/**
 * A subject that was not measured.
 *
 * @param benchmark name of the benchmark
 * @param subject name of the subject
 * @param reason one clause that says what is missing
 */
public record Skipped(String benchmark, String subject, String reason) {}
