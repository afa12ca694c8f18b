package io.atoll.kernel.api;

/**
 * One untyped capability of the initial task; seL4: {@code seL4_UntypedDesc}.
 *
 * @param physicalAddress emulated physical address, bytes
 * @param sizeBits log2 of its bytes
 * @param isDevice shared with other kernels: yields frames and smaller device untypeds only, and is
 *     never zeroed
 */
public record UntypedDescription(long physicalAddress, int sizeBits, boolean isDevice) {}
