package io.atoll.kernel.api;

import java.lang.foreign.MemorySegment;

/**
 * A thread's view of its address space: loads and stores go through its VSpace. An access to an
 * address that is not mapped, or not with the right needed, is a VM fault, delivered to the
 * thread's fault handler; the access is repeated when the handler answers.
 *
 * <p>Accesses may straddle pages; such an access is not atomic, and faults at the first byte that
 * cannot be reached. Words are in native order. A few nanoseconds when the page was used before:
 * translations are kept until the address space changes.
 *
 * <p>To be called by the thread's own program only, while it runs.
 */
public interface Memory {
    /** Loads the byte at {@code address}. */
    byte getByte(long address);

    /** Stores a byte. */
    void putByte(long address, byte value);

    /** Loads the 4 bytes at {@code address}. */
    int getInt(long address);

    /** Stores 4 bytes. */
    void putInt(long address, int value);

    /** Loads the 8 bytes at {@code address}. */
    long getLong(long address);

    /** Stores 8 bytes. */
    void putLong(long address, long value);

    /** Loads {@code length} bytes from {@code address} on into an array. */
    void read(long address, byte[] destination, int offset, int length);

    /** Stores {@code length} bytes of an array from {@code address} on. */
    void write(long address, byte[] source, int offset, int length);

    /**
     * A window onto mapped frames, for code that cannot afford a translation per access. The frames
     * must be mapped one after the other and be contiguous in physical memory; the window is
     * read-only if one of the mappings is. Once one of the mappings changes, be it that a frame or
     * a table above it is unmapped, or its capability is deleted or revoked, every access through
     * the window throws, which is a user exception if it is not caught: never another owner's data.
     *
     * @param address first byte
     * @param byteSize length of the window
     * @throws IllegalArgumentException if the mapped frames are not contiguous in physical memory
     */
    MemorySegment window(long address, long byteSize);
}
