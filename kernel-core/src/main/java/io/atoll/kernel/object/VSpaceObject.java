package io.atoll.kernel.object;

import io.atoll.kernel.capability.LookupResult;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * The root of an address space, and the windows that programs have opened onto it. A window lives
 * in an arena of its own, closed as soon as one of its mappings changes; from then on the JVM
 * itself refuses every access through it.
 *
 * <p>Every change that takes something away is announced in {@link #generation()}, which the
 * translation caches of threads compare on each access: the counterpart of a TLB flush.
 */
public final class VSpaceObject extends PagingTableObject {
    private static final VarHandle GENERATION;

    static {
        try {
            GENERATION =
                    MethodHandles.lookup()
                            .findVarHandle(VSpaceObject.class, "generation", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Last address of user space (x86-64). */
    public static final long USER_TOP = 0x7fff_ffff_ffffL;

    private record Window(long address, long byteSize, Arena arena) {
        boolean overlaps(long otherAddress, long otherByteSize) {
            return address < otherAddress + otherByteSize && otherAddress < address + byteSize;
        }
    }

    private final List<Window> windows = new ArrayList<>();

    /** Read by the threads that use the space, also on other cores than the one that changes it. */
    private long generation;

    public VSpaceObject(long address) {
        super(address, ROOT);
    }

    /** Changes whenever a translation may have become wrong. */
    public long generation() {
        return (long) GENERATION.getAcquire(this);
    }

    /**
     * The table of a level that covers an address.
     *
     * @return null if there is none; {@code result} then says how many bits were left to resolve
     */
    public PagingTableObject table(long address, int level, LookupResult result) {
        PagingTableObject table = this;
        while (table.level > level) {
            if (!(table.entry(address) instanceof PagingTableObject below)) {
                result.missingCapability(entryBits(table.level));
                return null;
            }
            table = below;
        }
        return table;
    }

    /** Whether a virtual address is one of user space. */
    public static boolean isUserAddress(long address) {
        return Long.compareUnsigned(address, USER_TOP) <= 0;
    }

    /** The page mapped at an address, or null. */
    public PageEntry page(long address) {
        if (!isUserAddress(address)) {
            return null;
        }
        PagingEntry entry = entry(address);
        while (entry instanceof PagingTableObject table) {
            entry = table.entry(address);
        }
        return (PageEntry) entry;
    }

    /** Sets an entry of one of this address space's tables. */
    public void map(PagingTableObject table, long address, PagingEntry entry) {
        table.set(address, entry);
        changed(address, table.level);
    }

    /** Removes the mapping of that frame; nothing if something else, or nothing, is there. */
    public void unmapPage(long address, FrameObject frame) {
        int level = frame.sizeBits == entryBits(PAGE_TABLE) ? PAGE_TABLE : PAGE_DIRECTORY;
        PagingTableObject table = tableOrNull(address, level);
        if (table != null
                && table.entry(address) instanceof PageEntry page
                && page.frame() == frame) {
            table.set(address, null);
            changed(address, level);
        }
    }

    /** Takes a table out; nothing if something else, or nothing, is there. */
    public void unmapTable(long address, PagingTableObject removed) {
        PagingTableObject above = tableOrNull(address, removed.level + 1);
        if (above != null && above.entry(address) == removed) {
            above.set(address, null);
            changed(address, above.level);
        }
    }

    /** Forgets what a table maps that was taken out. */
    public static void clearTable(PagingTableObject table) {
        table.clear();
    }

    /** The address space lost its identifier: nothing in it can be reached any more. */
    public void retire() {
        GENERATION.setRelease(this, generation + 1);
        windows.forEach(window -> window.arena.close());
        windows.clear();
    }

    private PagingTableObject tableOrNull(long address, int level) {
        PagingTableObject table = this;
        while (table.level > level) {
            if (!(table.entry(address) instanceof PagingTableObject below)) {
                return null;
            }
            table = below;
        }
        return table;
    }

    /** An entry changed: of the table of that level, the one for that address. */
    private void changed(long address, int level) {
        GENERATION.setRelease(this, generation + 1);
        long byteSize = 1L << entryBits(level);
        closeWindows(address & -byteSize, byteSize);
    }

    private void closeWindows(long address, long byteSize) {
        windows.removeIf(
                window -> {
                    if (!window.overlaps(address, byteSize)) {
                        return false;
                    }
                    window.arena.close();
                    return true;
                });
    }

    /**
     * Opens a window onto a range that {@link #page} has shown to be mapped throughout.
     *
     * @return null if the frames are not contiguous in memory
     */
    @SuppressWarnings("restricted") // The window lives in an arena of its own, closed at unmapping.
    public MemorySegment openWindow(long address, long byteSize) {
        long hostAddress = hostAddress(address);
        boolean writable = true;
        for (long offset = 0; offset < byteSize; ) {
            PageEntry page = page(address + offset);
            if (hostAddress(address + offset) != hostAddress + offset) {
                return null;
            }
            writable &= page.rights().canWrite();
            offset += page.frame().bytesFrom(address + offset);
        }
        Arena arena = Arena.ofShared();
        windows.add(new Window(address, byteSize, arena));
        MemorySegment window =
                MemorySegment.ofAddress(hostAddress).reinterpret(byteSize, arena, null);
        return writable ? window : window.asReadOnly();
    }

    private long hostAddress(long address) {
        FrameObject frame = page(address).frame();
        return frame.memory.address() + frame.offset(address);
    }
}
