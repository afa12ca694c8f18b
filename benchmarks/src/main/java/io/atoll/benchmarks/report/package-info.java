/**
 * What is written about measurements: {@link io.atoll.benchmarks.report.Report} (outcomes, and the
 * {@link io.atoll.benchmarks.report.Host} they were measured on) as JSON, as text for a terminal,
 * and, while rounds end, as histogram logs. Uses the harness, Jackson and HdrHistogram; measures
 * nothing. Start reading at {@code Report}.
 */
package io.atoll.benchmarks.report;
