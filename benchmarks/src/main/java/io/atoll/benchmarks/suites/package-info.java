/**
 * The suites of {@code atoll bench}: which benchmarks exist, their subjects in the order of the
 * report, and what each is compared with. Start reading at {@link
 * io.atoll.benchmarks.suites.Suite}.
 */
package io.atoll.benchmarks.suites;
