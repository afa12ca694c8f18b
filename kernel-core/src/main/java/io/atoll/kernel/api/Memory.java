package io.atoll.kernel.api;

import java.lang.foreign.MemorySegment;

/**
 * A thread's view of its address space: loads and stores go through its VSpace. An access to an
 * address that is not mapped, or not with the right needed, is a VM fault, delivered to the
 * thread's fault handler; the access is repeated when the handler answers.
 *
 * <p>To be called by the thread's own program only, while it runs.
 */
public interface Memory {
    /** Loads the 8 bytes at {@code address}, in native order. */
    long getLong(long address);

    /** Stores 8 bytes at {@code address}, in native order. */
    void putLong(long address, long value);

    /**
     * A window onto mapped frames, for code that cannot afford a translation per access. The frames
     * must be mapped one after the other and be contiguous in physical memory; the window is
     * read-only if one of the mappings is. Once one of the frames is unmapped, or its capability is
     * deleted or revoked, every access through the window throws, which is a user exception if it
     * is not caught: never another owner's data.
     *
     * @param address first byte
     * @param byteSize length of the window
     * @throws IllegalArgumentException if the mapped frames are not contiguous in physical memory
     */
    MemorySegment window(long address, long byteSize);
}
