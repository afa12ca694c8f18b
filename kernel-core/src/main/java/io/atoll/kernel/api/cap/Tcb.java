package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.UserContext;

/**
 * A capability to a thread's control block. Handles given as null stand for the null capability.
 */
public final class Tcb extends Handle {
    public Tcb(Sel4 sel4, long cptr) {
        super(sel4, cptr);
    }

    /** seL4: {@code seL4_TCB_Configure} (MCS form). */
    public Sel4Error configure(
            CNode cspaceRoot,
            long cspaceRootData,
            VSpace vspaceRoot,
            long vspaceRootData,
            long bufferAddress,
            Frame bufferFrame) {
        IpcBuffer ipc = mrs(cspaceRootData, vspaceRootData, bufferAddress);
        ipc.cap(0, cptrOf(cspaceRoot));
        ipc.cap(1, cptrOf(vspaceRoot));
        ipc.cap(2, cptrOf(bufferFrame));
        return invoke(InvocationLabel.TCB_CONFIGURE, 3, 3);
    }

    /** seL4: {@code seL4_TCB_SetSpace} (MCS form, with the fault endpoint). */
    public Sel4Error setSpace(
            Endpoint faultEndpoint,
            CNode cspaceRoot,
            long cspaceRootData,
            VSpace vspaceRoot,
            long vspaceRootData) {
        IpcBuffer ipc = mrs(cspaceRootData, vspaceRootData);
        ipc.cap(0, cptrOf(faultEndpoint));
        ipc.cap(1, cptrOf(cspaceRoot));
        ipc.cap(2, cptrOf(vspaceRoot));
        return invoke(InvocationLabel.TCB_SET_SPACE, 3, 2);
    }

    /** seL4: {@code seL4_TCB_SetIPCBuffer}. */
    public Sel4Error setIpcBuffer(long bufferAddress, Frame bufferFrame) {
        mrs(bufferAddress).cap(0, cptrOf(bufferFrame));
        return invoke(InvocationLabel.TCB_SET_IPC_BUFFER, 1, 1);
    }

    /** seL4: {@code seL4_TCB_SetPriority}. */
    public Sel4Error setPriority(Tcb authority, int priority) {
        mrs(priority).cap(0, cptrOf(authority));
        return invoke(InvocationLabel.TCB_SET_PRIORITY, 1, 1);
    }

    /** seL4: {@code seL4_TCB_SetMCPriority}. */
    public Sel4Error setMcPriority(Tcb authority, int maximumControlledPriority) {
        mrs(maximumControlledPriority).cap(0, cptrOf(authority));
        return invoke(InvocationLabel.TCB_SET_MC_PRIORITY, 1, 1);
    }

    /** seL4: {@code seL4_TCB_SetSchedParams} (MCS form). */
    public Sel4Error setSchedParams(
            Tcb authority,
            int maximumControlledPriority,
            int priority,
            SchedContext schedContext,
            Endpoint faultEndpoint) {
        IpcBuffer ipc = mrs(maximumControlledPriority, priority);
        ipc.cap(0, cptrOf(authority));
        ipc.cap(1, cptrOf(schedContext));
        ipc.cap(2, cptrOf(faultEndpoint));
        return invoke(InvocationLabel.TCB_SET_SCHED_PARAMS, 3, 2);
    }

    /**
     * Sets the handler of timeout faults, null for none; seL4: {@code seL4_TCB_SetTimeoutEndpoint}.
     */
    public Sel4Error setTimeoutEndpoint(Endpoint timeoutEndpoint) {
        sel4.ipc().cap(0, cptrOf(timeoutEndpoint));
        return invoke(InvocationLabel.TCB_SET_TIMEOUT_ENDPOINT, 1, 0);
    }

    /**
     * Reads the first {@code count} registers into the message words, in the order of {@link
     * UserContext}. seL4: {@code seL4_TCB_ReadRegisters}.
     *
     * @param suspend also stops the thread
     */
    public Sel4Error readRegisters(boolean suspend, int count) {
        mrs(suspend ? 1 : 0, count);
        return invoke(InvocationLabel.TCB_READ_REGISTERS, 0, 2);
    }

    /** seL4: {@code seL4_TCB_WriteRegisters}; {@code resume} also starts the thread. */
    public Sel4Error writeRegisters(boolean resume, UserContext context) {
        mrs(resume ? 1 : 0, 2, context.programCounter(), context.stackPointer());
        return invoke(InvocationLabel.TCB_WRITE_REGISTERS, 0, 4);
    }

    /**
     * Writes the first registers, in the order of {@link UserContext}; seL4: {@code
     * seL4_TCB_WriteRegisters}.
     */
    public Sel4Error writeRegisters(boolean resume, long[] registers) {
        IpcBuffer ipc = mrs(resume ? 1 : 0, registers.length);
        for (int i = 0; i < registers.length; i++) {
            ipc.mr(2 + i, registers[i]);
        }
        return invoke(InvocationLabel.TCB_WRITE_REGISTERS, 0, 2 + registers.length);
    }

    /**
     * Copies registers of another thread; seL4: {@code seL4_TCB_CopyRegisters}.
     *
     * @param frame program counter, stack pointer, flags and general registers; this thread then
     *     begins where the source's program begins
     * @param integer the others: the bases of thread-local storage
     */
    public Sel4Error copyRegisters(
            Tcb source,
            boolean suspendSource,
            boolean resumeTarget,
            boolean frame,
            boolean integer) {
        int flags =
                (suspendSource ? 1 : 0)
                        | (resumeTarget ? 2 : 0)
                        | (frame ? 4 : 0)
                        | (integer ? 8 : 0);
        mrs(flags).cap(0, cptrOf(source));
        return invoke(InvocationLabel.TCB_COPY_REGISTERS, 1, 1);
    }

    /** What {@code Sel4.tlsBase} is to that thread; seL4: {@code seL4_TCB_SetTLSBase}. */
    public Sel4Error setTlsBase(long base) {
        mrs(base);
        return invoke(InvocationLabel.TCB_SET_TLS_BASE, 0, 1);
    }

    /**
     * Clears some flags, then sets some. On success message word 0 is the flags as they are now;
     * bit 0 forbids the floating-point unit. seL4: {@code seL4_TCB_SetFlags}.
     */
    public Sel4Error setFlags(long clear, long set) {
        mrs(clear, set);
        return invoke(InvocationLabel.TCB_SET_FLAGS, 0, 2);
    }

    /** seL4: {@code seL4_TCB_Suspend}. */
    public Sel4Error suspend() {
        return invoke(InvocationLabel.TCB_SUSPEND);
    }

    /** seL4: {@code seL4_TCB_Resume}. */
    public Sel4Error resume() {
        return invoke(InvocationLabel.TCB_RESUME);
    }

    /** seL4: {@code seL4_TCB_BindNotification}. */
    public Sel4Error bindNotification(Notification notification) {
        sel4.ipc().cap(0, cptrOf(notification));
        return invoke(InvocationLabel.TCB_BIND_NOTIFICATION, 1, 0);
    }

    /** seL4: {@code seL4_TCB_UnbindNotification}. */
    public Sel4Error unbindNotification() {
        return invoke(InvocationLabel.TCB_UNBIND_NOTIFICATION);
    }
}
