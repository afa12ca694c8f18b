package io.atoll.benchmarks.subjects;

import io.atoll.coordinator.ObjectAllocator;
import io.atoll.coordinator.ThreadAllocator;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.SlotRegion;

/**
 * What a client makes things with: threads on its own core, objects in slots that are its own. For
 * the client's thread.
 */
final class Task {
    final Sel4 sel4;
    final ObjectAllocator objects;

    /** Scheduling control of the client's core. */
    final long schedControl;

    private final ThreadAllocator threads;

    private Task(Sel4 sel4, BootInfo bootInfo, int core) {
        this.sel4 = sel4;
        this.objects = new ObjectAllocator(sel4, bootInfo);
        this.schedControl = bootInfo.schedControl().start() + core;
        this.threads = new ThreadAllocator(sel4, objects, schedControl);
    }

    /** For the initial task, which takes a client's priority. */
    static Task ofInitialTask(Sel4 sel4, BootInfo bootInfo) {
        sel4.tcb(InitCaps.TCB)
                .setPriority(sel4.tcb(InitCaps.TCB), ImageSubject.CLIENT_PRIORITY)
                .orThrow();
        return new Task(sel4, bootInfo, 0);
    }

    /**
     * For a thread that an initial task has started on a core of the same image, and that shares
     * its capabilities.
     */
    static Task ofThread(Sel4 sel4, BootInfo bootInfo, int core) {
        return new Task(sel4, bootInfo, core);
    }

    /** The same boot information, but with one of two halves of the free slots. */
    static BootInfo half(BootInfo whole, int half) {
        SlotRegion empty = whole.empty();
        long middle = (empty.start() + empty.end()) / 2;
        return new BootInfo(
                whole.nodeId(),
                whole.numNodes(),
                whole.ipcBuffer(),
                half == 0
                        ? new SlotRegion(empty.start(), middle)
                        : new SlotRegion(middle, empty.end()),
                whole.sharedFrames(),
                whole.userImageFrames(),
                whole.userImagePaging(),
                whole.ioSpaceCaps(),
                whole.extraBIPages(),
                whole.initThreadCNodeSizeBits(),
                whole.initThreadDomain(),
                whole.schedControl(),
                whole.untyped(),
                whole.untypedList(),
                whole.extra());
    }

    /** A thread that has run until it waited. */
    ThreadAllocator.Started start(String name, Program program) {
        return start(name, ImageSubject.SERVER_PRIORITY, program);
    }

    /** The same, without a scheduling context of its own: it runs on its callers' time. */
    void startPassive(String name, Program program) {
        ThreadAllocator.Started started = start(name, program);
        sel4.schedContext(started.schedContext()).unbind().orThrow();
    }

    /** A thread of that priority. */
    ThreadAllocator.Started start(String name, int priority, Program program) {
        return threads.start(name, priority, program);
    }

    /** A thread of that priority on another core of the image. */
    void startOn(int core, String name, int priority, Program program) {
        new ThreadAllocator(sel4, objects, schedControl + core).start(name, priority, program);
    }

    /** A CNode of its own with {@code 2^radixBits} slots, addressed by their index. */
    Slots slots(int radixBits) {
        return new Slots(sel4.cnode(objects.make(ObjectType.CAP_TABLE, radixBits)), radixBits);
    }
}
