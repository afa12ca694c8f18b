package io.atoll.benchmarks.modelled.replication;

/**
 * What an access of the map itself takes, beside what its users tell each other: mostly waiting for
 * main memory, since a big map is in no cache. In cycles.
 */
public record MapCosts(int lookupCycles, int updateCycles) {}
