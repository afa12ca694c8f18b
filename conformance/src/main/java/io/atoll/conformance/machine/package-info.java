/**
 * Machines with one kernel image, on which programs are run and listened to ({@link
 * io.atoll.conformance.machine.TestMachine}, the place to start reading). On one everything repeats
 * exactly: its clock is a number that moves when programs compute, when the kernel looks at it, and
 * when nobody can run ({@link io.atoll.conformance.machine.VirtualMachine}). On the other each core
 * is a host thread, and the clock is the host's.
 */
package io.atoll.conformance.machine;
