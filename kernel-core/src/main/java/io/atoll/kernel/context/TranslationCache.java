package io.atoll.kernel.context;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.VSpaceCapability;
import io.atoll.kernel.object.PageEntry;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.VSpaceObject;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Translations that one thread used lately, as a TLB keeps them: direct-mapped, by pages of 4 KiB.
 * All are dropped when the thread's VSpace root is another capability, or when the address space
 * says that a translation may have become wrong; both are compared on every use, so nobody has to
 * find the caches that are concerned.
 *
 * <p>Owned by one thread's system calls. It may be used only between kernel entries of that
 * thread's own core: images of several cores must stop the others before they unmap.
 */
final class TranslationCache {
    private static final int ENTRIES = 64;
    private static final int PAGE_BITS = 12;

    /** Matches no page number. */
    private static final long NOTHING = -1;

    private final ThreadObject thread;
    private final long[] readable = new long[ENTRIES];
    private final long[] writable = new long[ENTRIES];
    private final MemorySegment[] pages = new MemorySegment[ENTRIES];
    private Capability root;
    private VSpaceObject vspace;
    private long generation;

    TranslationCache(ThreadObject thread) {
        this.thread = thread;
    }

    /** The 4 KiB page that holds the address, or null if the access is not allowed. */
    MemorySegment find(long address, boolean write) {
        VSpaceObject cached = vspace;
        if (cached == null
                || cached.generation() != generation
                || thread.vspaceRoot.capability != root) {
            return findAnew(address, write);
        }
        long number = address >>> PAGE_BITS;
        int index = (int) number & (ENTRIES - 1);
        return (write ? writable : readable)[index] == number
                ? pages[index]
                : walk(cached, address, write);
    }

    private MemorySegment findAnew(long address, boolean write) {
        Arrays.fill(readable, NOTHING);
        Arrays.fill(writable, NOTHING);
        Arrays.fill(pages, null);
        root = thread.vspaceRoot.capability;
        vspace = live(root);
        if (vspace == null) {
            return null;
        }
        generation = vspace.generation();
        return walk(vspace, address, write);
    }

    /** The address space of a root whose identifier still stands for it, or null. */
    private VSpaceObject live(Capability capability) {
        return capability instanceof VSpaceCapability cap
                        && cap.isAssigned()
                        && thread.core.image.asids().find(cap.asid) == cap.vspace
                ? cap.vspace
                : null;
    }

    private MemorySegment walk(VSpaceObject space, long address, boolean write) {
        PageEntry page = space.page(address);
        if (page == null || !page.allows(write)) {
            return null;
        }
        long number = address >>> PAGE_BITS;
        int index = (int) number & (ENTRIES - 1);
        long start = page.frame().offset(number << PAGE_BITS);
        MemorySegment found = page.frame().memory.asSlice(start, 1L << PAGE_BITS);
        CapRights rights = page.rights();
        pages[index] = found;
        readable[index] = rights.canRead() ? number : NOTHING;
        writable[index] = rights.canWrite() ? number : NOTHING;
        return found;
    }

    /** The thread's address space, or null if it has none that is live; walks no tables. */
    VSpaceObject space() {
        return live(thread.vspaceRoot.capability);
    }
}
