package io.atoll.cluster.simulated;

import java.util.List;

/**
 * An interrupt that somebody is still to hear of.
 *
 * @param core to which it goes, its number in the topology
 * @param arrivalCycles when it arrives; -1 if it has arrived
 * @param state where it is, in words
 * @param hearers threads that it wakes, or would
 */
public record UnheardDoorbell(
        int cluster,
        int core,
        int coreIndex,
        int line,
        long arrivalCycles,
        String state,
        List<String> hearers) {}
