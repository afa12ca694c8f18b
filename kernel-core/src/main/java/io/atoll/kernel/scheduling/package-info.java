/**
 * Who runs next on a core, and on whose time: ready queues, the scheduler's decision at the end of
 * a kernel entry, scheduling contexts. Start at {@link io.atoll.kernel.scheduling.Scheduler}.
 */
package io.atoll.kernel.scheduling;
