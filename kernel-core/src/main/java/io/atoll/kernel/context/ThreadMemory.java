package io.atoll.kernel.context;

import io.atoll.kernel.Core;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.api.Memory;
import io.atoll.kernel.object.PageEntry;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.VSpaceObject;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Loads and stores of one thread through its VSpace, with a fault where nothing is mapped. */
final class ThreadMemory implements Memory {
    private static final int PAGE_BYTES = 4096;

    private final ThreadSystemCalls systemCalls;
    private final TranslationCache translations;

    ThreadMemory(ThreadObject thread, ThreadSystemCalls systemCalls) {
        this.systemCalls = systemCalls;
        this.translations = new TranslationCache(thread);
    }

    @Override
    public byte getByte(long address) {
        return page(address, false).get(ValueLayout.JAVA_BYTE, offset(address));
    }

    @Override
    public void putByte(long address, byte value) {
        page(address, true).set(ValueLayout.JAVA_BYTE, offset(address), value);
    }

    @Override
    public int getInt(long address) {
        int offset = offset(address);
        return offset <= PAGE_BYTES - Integer.BYTES
                ? page(address, false).get(ValueLayout.JAVA_INT_UNALIGNED, offset)
                : (int) straddling(address, Integer.BYTES);
    }

    @Override
    public void putInt(long address, int value) {
        int offset = offset(address);
        if (offset <= PAGE_BYTES - Integer.BYTES) {
            page(address, true).set(ValueLayout.JAVA_INT_UNALIGNED, offset, value);
        } else {
            putStraddling(address, value, Integer.BYTES);
        }
    }

    @Override
    public long getLong(long address) {
        int offset = offset(address);
        return offset <= PAGE_BYTES - Long.BYTES
                ? page(address, false).get(ValueLayout.JAVA_LONG_UNALIGNED, offset)
                : straddling(address, Long.BYTES);
    }

    @Override
    public void putLong(long address, long value) {
        int offset = offset(address);
        if (offset <= PAGE_BYTES - Long.BYTES) {
            page(address, true).set(ValueLayout.JAVA_LONG_UNALIGNED, offset, value);
        } else {
            putStraddling(address, value, Long.BYTES);
        }
    }

    @Override
    public void read(long address, byte[] destination, int offset, int length) {
        for (int done = 0; done < length; ) {
            MemorySegment page = page(address + done, false);
            int from = offset(address + done);
            int count = Math.min(length - done, PAGE_BYTES - from);
            MemorySegment.copy(
                    page, ValueLayout.JAVA_BYTE, from, destination, offset + done, count);
            done += count;
        }
    }

    @Override
    public void write(long address, byte[] source, int offset, int length) {
        for (int done = 0; done < length; ) {
            MemorySegment page = page(address + done, true);
            int to = offset(address + done);
            int count = Math.min(length - done, PAGE_BYTES - to);
            MemorySegment.copy(source, offset + done, page, ValueLayout.JAVA_BYTE, to, count);
            done += count;
        }
    }

    /** Both pages must be reachable before anything is stored. */
    private void putStraddling(long address, long value, int byteCount) {
        page(address, true);
        page(address + byteCount - 1, true);
        for (int i = 0; i < byteCount; i++) {
            putByte(address + i, (byte) (value >>> shift(i, byteCount)));
        }
    }

    private long straddling(long address, int byteCount) {
        long value = 0;
        for (int i = 0; i < byteCount; i++) {
            value |= (getByte(address + i) & 0xffL) << shift(i, byteCount);
        }
        return value;
    }

    /** Where byte {@code i} of a word stands, in native order. */
    private static int shift(int i, int byteCount) {
        boolean littleEndian = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
        return 8 * (littleEndian ? i : byteCount - 1 - i);
    }

    @Override
    public MemorySegment window(long address, long byteSize) {
        long missing = firstMissing(address, byteSize);
        while (true) {
            if (missing < byteSize) {
                page(address + missing, false);
            }
            Core core = systemCalls.enter();
            try {
                missing = firstMissing(address, byteSize);
                if (missing >= byteSize) {
                    return openWindow(address, byteSize);
                }
            } finally {
                core.leaveKernel();
            }
        }
    }

    /** The first byte of a range that lies on no page; its length if all do. */
    private long firstMissing(long address, long byteSize) {
        VSpaceObject space = translations.space();
        long offset = 0;
        while (space != null && offset < byteSize) {
            PageEntry found = space.page(address + offset);
            if (found == null || !found.allows(false)) {
                break;
            }
            offset += found.frame().bytesFrom(address + offset);
        }
        return offset;
    }

    private MemorySegment openWindow(long address, long byteSize) {
        MemorySegment window = translations.space().openWindow(address, byteSize);
        if (window == null) {
            throw new IllegalArgumentException(
                    "the frames mapped at 0x%x are not contiguous over %d bytes of physical memory"
                            .formatted(address, byteSize));
        }
        return window;
    }

    private static int offset(long address) {
        return (int) address & (PAGE_BYTES - 1);
    }

    boolean isOf(KernelImage image) {
        return image != null && systemCalls.core().image == image;
    }

    /** The page that holds the address; a fault, as often as need be, until it may be accessed. */
    MemorySegment page(long address, boolean write) {
        MemorySegment found = translations.find(address, write);
        return found != null ? found : faultUntilFound(address, write);
    }

    private MemorySegment faultUntilFound(long address, boolean write) {
        while (true) {
            systemCalls.memoryFault(address, write);
            MemorySegment found = translations.find(address, write);
            if (found != null) {
                return found;
            }
        }
    }
}
