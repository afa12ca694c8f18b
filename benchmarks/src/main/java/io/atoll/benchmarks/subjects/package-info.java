/**
 * Atoll's own subjects: calls and signals inside a kernel image, rings, channels between user
 * programs of two kernels, remote calls. Start reading at {@link
 * io.atoll.benchmarks.subjects.GuestThread}, which is how a round gets into a machine.
 */
package io.atoll.benchmarks.subjects;
