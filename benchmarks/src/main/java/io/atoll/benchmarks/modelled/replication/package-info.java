/**
 * One map for the threads of many cores, built in three ways to be compared: replicated on each
 * node, with a shared log of operations ({@link
 * io.atoll.benchmarks.modelled.replication.NodeReplicatedMap}), under one lock, and under a lock
 * for each part of it. What cores tell each other goes through lines of shared memory; what a look
 * into a big map costs is said by {@link io.atoll.benchmarks.modelled.replication.MapCosts}. Start
 * reading at {@link io.atoll.benchmarks.modelled.replication.SharedMap}.
 */
package io.atoll.benchmarks.modelled.replication;
