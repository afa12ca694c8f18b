/**
 * A machine of one core on which everything repeats exactly: its clock is a number that moves when
 * programs compute, when the kernel looks at it, and when nobody can run. Start at {@link
 * io.atoll.conformance.machine.VirtualMachine}.
 */
package io.atoll.conformance.machine;
