/**
 * How the cores of one image keep out of one another's way in virtual time, as a choice. An entry
 * of the kernel is executed in one step, in the order in which entries arrive; what it has to wait
 * for is known then, because all that came before has been executed to its end, with the times at
 * which it will let go. {@link io.atoll.cluster.simulated.concurrency.ConcurrencyControl} is the
 * place to start reading; {@code docs/decisions/0014-time-of-kernel-entries.md} says why it is like
 * this. Used by the machine's thread.
 */
package io.atoll.cluster.simulated.concurrency;
