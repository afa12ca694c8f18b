package io.atoll.benchmarks.harness;

import org.HdrHistogram.Histogram;

/**
 * One recorded round of one subject, as a {@link RoundListener} sees it.
 *
 * @param benchmark name of the benchmark
 * @param subject name of the subject
 * @param index 0 for the first recorded round
 * @param unit what a step of the histogram means
 * @param histogram the round's samples, or its rate as the only one; valid until the listener
 *     returns
 * @param startEpochMillis wall clock before the round
 * @param endEpochMillis wall clock after the round
 */
public record Round(
        String benchmark,
        String subject,
        int index,
        HistogramUnit unit,
        Histogram histogram,
        long startEpochMillis,
        long endEpochMillis) {}
