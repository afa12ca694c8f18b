/**
 * Studies in virtual time: the argument for clustered multikernels ({@code atoll bench argument})
 * and published measurements beside what a model makes of them ({@code atoll bench reproduce}).
 * Real kernels and programs run on simulated machines; every figure is called modelled. Start
 * reading at {@link io.atoll.benchmarks.modelled.argument.ArgumentStudy}.
 */
package io.atoll.benchmarks.modelled;
