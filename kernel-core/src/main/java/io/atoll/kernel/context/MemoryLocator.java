package io.atoll.kernel.context;

import io.atoll.kernel.KernelImage;
import io.atoll.kernel.api.Memory;

import java.lang.foreign.MemorySegment;

/**
 * Says which of the host's memory the accesses of one thread go to, for a machine that models
 * caches. It takes the thread's image to make one: no way leads from what a program is given to its
 * image, so programs cannot ask. Used by the thread's program, as its {@link Memory} is.
 */
public final class MemoryLocator {
    private final ThreadMemory memory;

    /**
     * @param image the image of the thread
     * @param memory of the thread, as its {@code Sel4} gives it
     * @throws IllegalArgumentException if the thread is none of the image's
     */
    public MemoryLocator(KernelImage image, Memory memory) {
        if (!(memory instanceof ThreadMemory own) || !own.isOf(image)) {
            throw new IllegalArgumentException(
                    memory + " is not the memory of a thread of " + image);
        }
        this.memory = own;
    }

    /**
     * The 4 KiB page that an access to an address goes to now; as long as there is none that may be
     * accessed so, the thread faults. Others may map another one before the access is made.
     *
     * @param write whether the access is a store
     */
    public MemorySegment page(long address, boolean write) {
        return memory.page(address, write);
    }
}
