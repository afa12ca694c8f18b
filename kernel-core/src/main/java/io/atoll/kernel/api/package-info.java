/**
 * What a user program sees of its kernel: the system calls ({@link io.atoll.kernel.api.Sel4}),
 * message words, boot information, faults. Nothing here is a kernel object; programs hold numbers
 * (CPtrs) and the system-call interface bound to their own thread. Start reading at {@code Sel4},
 * then {@code StackfulProgram} and {@code StacklessProgram}. {@code PreemptionPoints} is for what
 * loads programs and puts points into their code.
 */
package io.atoll.kernel.api;
