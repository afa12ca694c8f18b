/**
 * What a person wants to see of an image: the scheduler's table, a CSpace, a snapshot of all
 * objects and capabilities as capDL-like text or as a graph. Reads kernel state and changes
 * nothing; sorted by address, so that two dumps of the same state are the same text. Start at
 * {@link io.atoll.kernel.debug.KernelDebug}.
 */
package io.atoll.kernel.debug;
