package io.atoll.cluster.simulated;

/**
 * A core.
 *
 * @param core number in the topology
 * @param cycles its time
 * @param doing what it does, in words
 */
public record CoreView(int cluster, int core, long cycles, String doing) {}
