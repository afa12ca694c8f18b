/**
 * Fidelity to seL4: what the real kernel answered, held against an Atoll image. It uses the kernel
 * as every user program does, through an initial task and system calls, on a deterministic machine
 * of its own.
 *
 * <p>Start reading at {@link io.atoll.conformance.recordings} (recorded runs of the real kernel) or
 * {@link io.atoll.conformance.sel4test} (the tests of the seL4 project).
 */
package io.atoll.conformance;
