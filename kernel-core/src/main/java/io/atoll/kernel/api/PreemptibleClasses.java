package io.atoll.kernel.api;

/**
 * Marks a class loader all of whose classes have preemption points and count the monitors they hold
 * ({@link PreemptionPoints}).
 */
public interface PreemptibleClasses {}
