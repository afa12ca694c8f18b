package io.atoll.kernel.object;

import io.atoll.kernel.api.CapRights;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An address space: which frames are mapped where, and the windows that programs have opened onto
 * them. A window lives in an arena of its own, closed as soon as one of its frames is unmapped;
 * from then on the JVM itself refuses every access through it.
 */
public final class VSpaceObject extends KernelObject {
    /** Addresses are below this (x86-64 user space). */
    public static final long USER_TOP = 0x7fff_ffff_f000L;

    private record Mapping(FrameObject frame, CapRights rights) {
        long byteSize() {
            return 1L << frame.sizeBits;
        }
    }

    private record Window(long address, long byteSize, Arena arena) {
        boolean overlaps(long otherAddress, long otherByteSize) {
            return address < otherAddress + otherByteSize && otherAddress < address + byteSize;
        }
    }

    private final TreeMap<Long, Mapping> mappings = new TreeMap<>();
    private final List<Window> windows = new ArrayList<>();

    public VSpaceObject(long address, int sizeBits) {
        super(address, sizeBits);
    }

    /** Is told of one mapping. */
    @FunctionalInterface
    public interface MappingVisitor {
        void visit(long address, FrameObject frame, CapRights rights);
    }

    /** Visits all mappings by rising address; for checks and dumps. */
    public void forEachMapping(MappingVisitor visitor) {
        mappings.forEach(
                (address, mapping) -> visitor.visit(address, mapping.frame, mapping.rights));
    }

    /** True if part of the range is mapped. */
    public boolean isMapped(long address, long byteSize) {
        Map.Entry<Long, Mapping> before = mappings.lowerEntry(address + byteSize);
        return before != null && before.getKey() + before.getValue().byteSize() > address;
    }

    /** Maps a frame, or changes the rights of this very mapping. */
    public void map(long address, FrameObject frame, CapRights rights) {
        closeWindows(address, 1L << frame.sizeBits);
        mappings.put(address, new Mapping(frame, rights));
    }

    /** Removes a mapping of that frame; nothing if another frame, or none, is there. */
    public void unmap(long address, FrameObject frame) {
        Mapping mapping = mappings.get(address);
        if (mapping != null && mapping.frame == frame) {
            mappings.remove(address);
            closeWindows(address, mapping.byteSize());
        }
    }

    /** Unmaps everything. */
    public void clear() {
        mappings.clear();
        windows.forEach(window -> window.arena.close());
        windows.clear();
    }

    /**
     * The memory from {@code address} to the end of the frame that holds it, or null if nothing is
     * mapped there with the right needed.
     */
    public MemorySegment translate(long address, boolean write) {
        Map.Entry<Long, Mapping> entry = mappings.floorEntry(address);
        if (entry == null || address - entry.getKey() >= entry.getValue().byteSize()) {
            return null;
        }
        Mapping mapping = entry.getValue();
        if (write ? !mapping.rights.canWrite() : !mapping.rights.canRead()) {
            return null;
        }
        return mapping.frame.memory.asSlice(address - entry.getKey());
    }

    /**
     * Opens a window onto a range that {@link #translate} has shown to be mapped throughout.
     *
     * @return null if the frames are not contiguous in memory
     */
    @SuppressWarnings("restricted") // The window lives in an arena of its own, closed at unmapping.
    public MemorySegment openWindow(long address, long byteSize) {
        long hostAddress = translate(address, false).address();
        boolean writable = true;
        for (long offset = 0; offset < byteSize; ) {
            MemorySegment part = translate(address + offset, false);
            if (part.address() != hostAddress + offset) {
                return null;
            }
            writable &= translate(address + offset, true) != null;
            offset += part.byteSize();
        }
        Arena arena = Arena.ofShared();
        windows.add(new Window(address, byteSize, arena));
        MemorySegment window =
                MemorySegment.ofAddress(hostAddress).reinterpret(byteSize, arena, null);
        return writable ? window : window.asReadOnly();
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
}
