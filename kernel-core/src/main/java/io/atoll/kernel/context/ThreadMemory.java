package io.atoll.kernel.context;

import io.atoll.kernel.api.Memory;
import io.atoll.kernel.capability.VSpaceCapability;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.VSpaceObject;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Loads and stores of one thread through its VSpace, with a fault where nothing is mapped. */
final class ThreadMemory implements Memory {
    private final ThreadObject thread;
    private final ThreadSystemCalls systemCalls;

    ThreadMemory(ThreadObject thread, ThreadSystemCalls systemCalls) {
        this.thread = thread;
        this.systemCalls = systemCalls;
    }

    @Override
    public long getLong(long address) {
        return access(address, false).get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
    }

    @Override
    public void putLong(long address, long value) {
        access(address, true).set(ValueLayout.JAVA_LONG_UNALIGNED, 0, value);
    }

    @Override
    public MemorySegment window(long address, long byteSize) {
        for (long offset = 0; offset < byteSize; ) {
            offset += access(address + offset, false).byteSize();
        }
        MemorySegment window = vspace().openWindow(address, byteSize);
        if (window == null) {
            throw new IllegalArgumentException(
                    "the frames mapped at 0x%x are not contiguous over %d bytes of physical memory"
                            .formatted(address, byteSize));
        }
        return window;
    }

    private MemorySegment access(long address, boolean write) {
        while (true) {
            VSpaceObject vspace = vspace();
            MemorySegment found = vspace == null ? null : vspace.translate(address, write);
            if (found != null) {
                return found;
            }
            systemCalls.memoryFault(address, write);
        }
    }

    private VSpaceObject vspace() {
        return thread.slots[ThreadObject.VSPACE_ROOT].capability instanceof VSpaceCapability cap
                ? cap.vspace
                : null;
    }
}
