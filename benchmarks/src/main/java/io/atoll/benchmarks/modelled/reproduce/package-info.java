/**
 * Published measurements, and what models make of the same workloads: {@code atoll bench
 * reproduce}. A {@link io.atoll.benchmarks.modelled.reproduce.Reproduction} is one publication's
 * table; {@link io.atoll.benchmarks.modelled.reproduce.Reproductions} has them by name.
 */
package io.atoll.benchmarks.modelled.reproduce;
