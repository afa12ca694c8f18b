package io.atoll.kernel.context;

import io.atoll.kernel.Core;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.api.Debug;
import io.atoll.kernel.capability.CSpace;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.capability.ThreadCapability;
import io.atoll.kernel.debug.KernelDebug;
import io.atoll.kernel.object.ThreadObject;

import java.util.function.Function;

/** The debug calls of one thread. */
final class ThreadDebug implements Debug {
    private final ThreadObject thread;
    private final ThreadSystemCalls systemCalls;

    ThreadDebug(ThreadObject thread, ThreadSystemCalls systemCalls) {
        this.thread = thread;
        this.systemCalls = systemCalls;
    }

    @Override
    public boolean isAvailable() {
        return thread.core.image.config().debug();
    }

    /**
     * The way in, to be left by {@link Core#leaveKernel}; null in a configuration without debug
     * calls, after the fault was answered.
     */
    private Core enter(int number) {
        if (!isAvailable()) {
            systemCalls.unknownSystemCall(number);
            return null;
        }
        return systemCalls.enter();
    }

    /** Prints what {@code text} says of the image, which stands still meanwhile. */
    private void print(int number, Function<KernelImage, String> text) {
        Core core = enter(number);
        if (core == null) {
            return;
        }
        try {
            core.image.observer().debugOutput(thread.name, text.apply(core.image));
        } finally {
            core.leaveKernel();
        }
    }

    @Override
    public void nameThread(long tcb, String name) {
        Core core = enter(NAME_THREAD);
        if (core == null) {
            return;
        }
        try {
            Slot slot = CSpace.lookup(thread, tcb, core.lookup);
            if (slot != null && slot.capability instanceof ThreadCapability cap) {
                cap.thread.name = name;
            }
        } finally {
            core.leaveKernel();
        }
    }

    @Override
    public int capIdentify(long cptr) {
        Core core = enter(CAP_IDENTIFY);
        if (core == null) {
            return 0;
        }
        try {
            Slot slot = CSpace.lookup(thread, cptr, core.lookup);
            return slot == null ? 0 : KernelDebug.tag(slot.capability);
        } finally {
            core.leaveKernel();
        }
    }

    @Override
    public void dumpScheduler() {
        print(DUMP_SCHEDULER, KernelDebug::scheduler);
    }

    @Override
    public void dumpCSpace() {
        print(SNAPSHOT, image -> KernelDebug.cspace(image, thread));
    }

    @Override
    public void snapshot() {
        print(SNAPSHOT, KernelDebug::snapshot);
    }

    @Override
    public void graph() {
        print(SNAPSHOT, KernelDebug::graph);
    }

    @Override
    public void halt() {
        Core core = enter(HALT);
        if (core == null) {
            return;
        }
        try {
            core.image.observer().debugOutput(thread.name, KernelDebug.halting(core, thread));
            core.image.stop();
        } finally {
            core.leaveKernel();
        }
        // Takes the interrupt by which the image stops; the core never comes back to here.
        systemCalls.enter().leaveKernel();
    }
}
