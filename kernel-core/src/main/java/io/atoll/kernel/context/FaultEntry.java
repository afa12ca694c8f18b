package io.atoll.kernel.context;

import io.atoll.kernel.Core;
import io.atoll.kernel.api.Fault;
import io.atoll.kernel.api.UserExceptionNumber;
import io.atoll.kernel.ipc.PendingFault;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.scheduling.Threads;

import jdk.internal.vm.annotation.ReservedStackAccess;

/**
 * The ways of a program into the kernel that are no system calls: instructions that fault,
 * exceptions that nobody caught, its end. On the thread of the core where the program runs.
 */
abstract class FaultEntry extends KernelEntry {
    FaultEntry(ThreadObject thread, ExecutionContext context) {
        super(thread, context);
    }

    // In the middle of the program.

    /** Executes an instruction that faults, again if need be. */
    final void trap(PendingFault raised) {
        do {
            thread.repeatCall = false;
            Core core = enter();
            Trap.fault(core, thread, raised);
            if (core.current != thread || context.abandoned) {
                park();
            }
        } while (thread.repeatCall);
    }

    /** Raises a fault in the middle of the program; returns when it is to try again. */
    @ReservedStackAccess
    void memoryFault(long address, boolean write) {
        PendingFault raised = PendingFault.memory(context.programCounter(), address, write);
        Core core = enter();
        Trap.fault(core, thread, raised);
        if (core.current != thread) {
            park();
        }
        thread.repeatCall = false;
    }

    // At its end.

    /** The program returned. */
    void exit() {
        Core core = enter();
        while (!Trap.systemCall(core, thread, Trap.EXIT, 0, 0, 0, 0)) {
            if (core.current != thread || context.abandoned) {
                park();
            }
            core = enter();
        }
    }

    /** The program threw; its frames are gone. */
    void userException(Throwable thrown) {
        Core core = this.core;
        context.enterKernel();
        core.image.observer().userException(thread.name, thrown);
        PendingFault raised =
                PendingFault.userException(
                        context.programCounter(),
                        thread.stackPointer,
                        UserExceptionNumber.of(thrown),
                        0);
        if (core.current == thread) {
            raise(raised);
        } else {
            raiseLater(core, raised);
        }
    }

    /**
     * The thread was about to leave its stack, for it had lost the core or waited for something,
     * and could not: it waits for nothing any more, and raises the fault when it runs next.
     */
    private void raiseLater(Core core, PendingFault raised) {
        core.enterKernel();
        try {
            context.pendingFault = raised;
            if (!thread.isRunnable()) {
                Threads.suspend(core, thread);
                Threads.restart(core, thread);
            }
        } catch (Throwable broken) {
            throw core.image.panic(core, broken);
        } finally {
            core.leaveKernel();
        }
    }

    void instructionFetchFault(long address) {
        raise(new PendingFault(Fault.VM_FAULT, address, address, 1, 0x14));
    }

    /** Raises a fault of a program without frames, now or as soon as the thread has time again. */
    void raise(PendingFault raised) {
        Core core = this.core;
        core.enterKernel();
        if (core.isShared && core.interrupts.isPending()) {
            // Another core may have done something to the thread: that comes first.
            core.leaveKernel();
            context.pendingFault = raised;
            return;
        }
        if (!Trap.fault(core, thread, raised)) {
            context.pendingFault = raised;
        }
    }
}
