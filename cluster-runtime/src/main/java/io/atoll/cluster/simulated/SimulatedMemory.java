package io.atoll.cluster.simulated;

import io.atoll.cluster.memory.SharedAccess;
import io.atoll.kernel.api.Memory;
import io.atoll.kernel.context.MemoryLocator;

import java.lang.foreign.MemorySegment;

/**
 * A thread's view of its address space in virtual time. Each access is one of the lines that it
 * touches, the same ones that the machine is told of when the frame is used through a window
 * ({@link SharedAccess}): it takes what it takes to get them, and lets others go first. What
 * touches several lines through an array does one after the other, so others can see some of them
 * before the rest; a word is read or written at once.
 *
 * <p>What only this core can get at, the private memory of a kernel of one core, is always in its
 * cache, and nobody else cares when it is used. What is read and written through a window and not
 * told is not seen.
 */
final class SimulatedMemory implements Memory {
    private static final int PAGE_BYTES = 4096;
    private static final int LINE_BITS = 6;
    private static final int LINE_BYTES = 1 << LINE_BITS;

    private final SimulatedMachine machine;
    private final Memory memory;
    private final MemoryLocator locator;

    SimulatedMemory(SimulatedMachine machine, Memory memory, MemoryLocator locator) {
        this.machine = machine;
        this.memory = memory;
        this.locator = locator;
    }

    // Before an access.

    private void load(long address, int byteCount) {
        loadLines(address, byteCount);
        if (straddles(address, byteCount)) {
            loadLines(address + byteCount - 1, 1);
        }
    }

    private void store(long address, int byteCount) {
        storeLines(address, byteCount);
        if (straddles(address, byteCount)) {
            storeLines(address + byteCount - 1, 1);
        }
    }

    private static boolean straddles(long address, int byteCount) {
        return offsetInLine(address) + byteCount > LINE_BYTES;
    }

    /**
     * Before some bytes are read.
     *
     * @return how many of them may be read at once
     */
    private int loadLines(long address, int byteCount) {
        long host = hostAddress(address, false);
        SimulatedCore core = machine.running();
        if (isOnlyFor(core, host)) {
            int count = Math.min(byteCount, PAGE_BYTES - offsetInPage(address));
            core.beforePrivateLoad(linesOf(address, count));
            return count;
        }
        SharedAccess.beforeLoad(host);
        return Math.min(byteCount, LINE_BYTES - offsetInLine(address));
    }

    /**
     * Before some bytes are written.
     *
     * @return how many of them may be written at once
     */
    private int storeLines(long address, int byteCount) {
        long host = hostAddress(address, true);
        SimulatedCore core = machine.running();
        if (isOnlyFor(core, host)) {
            int count = Math.min(byteCount, PAGE_BYTES - offsetInPage(address));
            core.beforePrivateStore(linesOf(address, count));
            return count;
        }
        SharedAccess.beforeStore(host);
        return Math.min(byteCount, LINE_BYTES - offsetInLine(address));
    }

    /** Where an access goes to; faults until it can go somewhere. */
    private long hostAddress(long address, boolean write) {
        return locator.page(address, write).address() + offsetInPage(address);
    }

    /** Whether no other core can get at that memory. */
    private boolean isOnlyFor(SimulatedCore core, long host) {
        return core.isAlone() && machine.clusterOf(core).isPrivate(host);
    }

    private static int offsetInPage(long address) {
        return (int) address & (PAGE_BYTES - 1);
    }

    private static int offsetInLine(long address) {
        return (int) address & (LINE_BYTES - 1);
    }

    private static int linesOf(long address, int byteCount) {
        return (offsetInLine(address) + byteCount + LINE_BYTES - 1) >>> LINE_BITS;
    }

    // Accesses.

    @Override
    public byte getByte(long address) {
        load(address, Byte.BYTES);
        return memory.getByte(address);
    }

    @Override
    public void putByte(long address, byte value) {
        store(address, Byte.BYTES);
        memory.putByte(address, value);
    }

    @Override
    public int getInt(long address) {
        load(address, Integer.BYTES);
        return memory.getInt(address);
    }

    @Override
    public void putInt(long address, int value) {
        store(address, Integer.BYTES);
        memory.putInt(address, value);
    }

    @Override
    public long getLong(long address) {
        load(address, Long.BYTES);
        return memory.getLong(address);
    }

    @Override
    public void putLong(long address, long value) {
        store(address, Long.BYTES);
        memory.putLong(address, value);
    }

    @Override
    public void read(long address, byte[] destination, int offset, int length) {
        for (int done = 0; done < length; ) {
            int count = loadLines(address + done, length - done);
            memory.read(address + done, destination, offset + done, count);
            done += count;
        }
    }

    @Override
    public void write(long address, byte[] source, int offset, int length) {
        for (int done = 0; done < length; ) {
            int count = storeLines(address + done, length - done);
            memory.write(address + done, source, offset + done, count);
            done += count;
        }
    }

    @Override
    public MemorySegment window(long address, long byteSize) {
        machine.running().enter(KernelPath.MAP_WINDOW);
        MemorySegment window = memory.window(address, byteSize);
        machine.running().left();
        return window;
    }
}
