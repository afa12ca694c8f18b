/**
 * Where cache lines are and what it takes to get them: {@link
 * io.atoll.cluster.simulated.cache.CacheLine} has the state of one, {@link
 * io.atoll.cluster.simulated.cache.Interconnect} moves them and says when they have come. Used by
 * the machine's thread.
 */
package io.atoll.cluster.simulated.cache;
