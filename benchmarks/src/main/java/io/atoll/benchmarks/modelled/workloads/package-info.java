/**
 * Programs that run on simulated machines to be measured in virtual time: real kernels, real
 * threads, real rings. How the cores of a machine are cut into images is an {@link
 * io.atoll.benchmarks.modelled.workloads.Arrangement}, who calls whom a {@link
 * io.atoll.benchmarks.modelled.workloads.Pattern}; {@link
 * io.atoll.benchmarks.modelled.workloads.ModelledRun} runs one on the other and counts.
 */
package io.atoll.benchmarks.modelled.workloads;
