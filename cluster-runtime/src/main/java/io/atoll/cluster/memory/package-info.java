/**
 * The memory behind emulated physical addresses: off-heap, one region per cluster plus shared
 * regions. Start reading at {@link io.atoll.cluster.memory.MemoryMap}.
 */
package io.atoll.cluster.memory;
