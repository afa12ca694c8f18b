/**
 * Preemption points in programs that make no system call, put in when their classes are loaded. Off
 * unless asked for. Start at {@link io.atoll.coordinator.preemption.PreemptionInstrumentation};
 * what a point does is {@link io.atoll.kernel.api.PreemptionPoints}.
 */
package io.atoll.coordinator.preemption;
