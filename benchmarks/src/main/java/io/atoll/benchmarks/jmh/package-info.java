/**
 * The suites under JMH, for its profilers: {@link io.atoll.benchmarks.jmh.RoundBenchmark}. What is
 * measured is what {@code atoll bench} measures; what is reported is JMH's.
 */
package io.atoll.benchmarks.jmh;
