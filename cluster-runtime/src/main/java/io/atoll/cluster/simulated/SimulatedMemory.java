package io.atoll.cluster.simulated;

import io.atoll.kernel.api.Memory;

import java.lang.foreign.MemorySegment;

/**
 * A thread's view of its address space in virtual time: every access takes as long as one of a line
 * that the core has, and lets others go first. Which line it is, the machine does not find out, so
 * a write counts as one of every line. What is read and written through a window is not seen.
 */
final class SimulatedMemory implements Memory {
    private final SimulatedMachine machine;
    private final Memory memory;

    SimulatedMemory(SimulatedMachine machine, Memory memory) {
        this.machine = machine;
        this.memory = memory;
    }

    private void load() {
        machine.running().beforeUnknownLoad();
    }

    private void store() {
        machine.running().beforeUnknownStore();
    }

    @Override
    public byte getByte(long address) {
        load();
        return memory.getByte(address);
    }

    @Override
    public void putByte(long address, byte value) {
        store();
        memory.putByte(address, value);
    }

    @Override
    public int getInt(long address) {
        load();
        return memory.getInt(address);
    }

    @Override
    public void putInt(long address, int value) {
        store();
        memory.putInt(address, value);
    }

    @Override
    public long getLong(long address) {
        load();
        return memory.getLong(address);
    }

    @Override
    public void putLong(long address, long value) {
        store();
        memory.putLong(address, value);
    }

    @Override
    public void read(long address, byte[] destination, int offset, int length) {
        load();
        memory.read(address, destination, offset, length);
    }

    @Override
    public void write(long address, byte[] source, int offset, int length) {
        store();
        memory.write(address, source, offset, length);
    }

    @Override
    public MemorySegment window(long address, long byteSize) {
        machine.running().enter(KernelPath.MAP_WINDOW);
        MemorySegment window = memory.window(address, byteSize);
        machine.running().left();
        return window;
    }
}
