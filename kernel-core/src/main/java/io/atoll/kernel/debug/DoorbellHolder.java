package io.atoll.kernel.debug;

/**
 * A thread that can ring at a core of the machine.
 *
 * @param thread its name
 * @param address where the capability is in its CSpace
 * @param targetCore number of the core in the machine
 * @param irq the line that it raises there
 */
public record DoorbellHolder(String thread, String address, int targetCore, int irq) {}
