package io.atoll.kernel.context;

import io.atoll.kernel.api.Memory;

import java.lang.foreign.MemorySegment;

/**
 * A thread's memory as a machine sees it that models caches: it can ask which of the host's memory
 * an access will go to. The memory of every thread is one.
 */
public interface LocatedMemory extends Memory {
    /**
     * The 4 KiB page that an access to an address goes to now; as long as there is none that may be
     * accessed so, the thread faults. Others may map another one before the access is made.
     *
     * @param write whether the access is a store
     */
    MemorySegment page(long address, boolean write);
}
