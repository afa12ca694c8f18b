/**
 * The measuring harness: {@link io.atoll.benchmarks.harness.Subject} (a thing to measure), {@link
 * io.atoll.benchmarks.harness.Benchmark} (subjects that do the same job, and the one that the
 * others are compared with), {@link io.atoll.benchmarks.harness.BenchmarkRunner} (warm-up, then
 * rounds that alternate between the subjects). For subjects that need threads of their own there
 * are {@link io.atoll.benchmarks.harness.PinnedThread} and {@link
 * io.atoll.benchmarks.harness.ThreadPair}. Knows threads, clocks and histograms, and nothing of
 * what is measured. Start reading at {@code Subject}.
 */
package io.atoll.benchmarks.harness;
