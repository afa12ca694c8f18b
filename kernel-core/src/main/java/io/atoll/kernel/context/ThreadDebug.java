package io.atoll.kernel.context;

import io.atoll.kernel.Core;
import io.atoll.kernel.api.Debug;
import io.atoll.kernel.capability.CSpace;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.capability.ThreadCapability;
import io.atoll.kernel.debug.KernelDebug;
import io.atoll.kernel.object.ThreadObject;

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

    /** The way in; null in a configuration without debug calls, after the fault was answered. */
    private Core enter(int number) {
        if (!isAvailable()) {
            systemCalls.unknownSystemCall(number);
            return null;
        }
        return systemCalls.enter();
    }

    private void print(Core core, String text) {
        core.image.observer().debugOutput(thread.name, text);
    }

    @Override
    public void nameThread(long tcb, String name) {
        Core core = enter(NAME_THREAD);
        if (core == null) {
            return;
        }
        Slot slot = CSpace.lookup(thread, tcb, core.lookup);
        if (slot != null && slot.capability instanceof ThreadCapability cap) {
            cap.thread.name = name;
        }
    }

    @Override
    public int capIdentify(long cptr) {
        Core core = enter(CAP_IDENTIFY);
        if (core == null) {
            return 0;
        }
        Slot slot = CSpace.lookup(thread, cptr, core.lookup);
        return slot == null ? 0 : KernelDebug.tag(slot.capability);
    }

    @Override
    public void dumpScheduler() {
        Core core = enter(DUMP_SCHEDULER);
        if (core != null) {
            print(core, KernelDebug.scheduler(core.image));
        }
    }

    @Override
    public void dumpCSpace() {
        Core core = enter(SNAPSHOT);
        if (core != null) {
            print(core, KernelDebug.cspace(core.image, thread));
        }
    }

    @Override
    public void snapshot() {
        Core core = enter(SNAPSHOT);
        if (core != null) {
            print(core, KernelDebug.snapshot(core.image));
        }
    }

    @Override
    public void graph() {
        Core core = enter(SNAPSHOT);
        if (core != null) {
            print(core, KernelDebug.graph(core.image));
        }
    }

    @Override
    public void halt() {
        Core core = enter(HALT);
        if (core != null) {
            print(core, KernelDebug.halting(core, thread));
            core.image.stop();
            // Takes the interrupt by which the image stops; the core never comes back to here.
            systemCalls.enter();
        }
    }
}
