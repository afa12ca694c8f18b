package io.atoll.kernel.invocation;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.NotificationCapability;
import io.atoll.kernel.capability.SchedContextCapability;
import io.atoll.kernel.capability.ThreadCapability;
import io.atoll.kernel.object.NotificationObject;
import io.atoll.kernel.object.Registers;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.scheduling.Budgets;
import io.atoll.kernel.scheduling.OtherCores;
import io.atoll.kernel.scheduling.SchedContexts;
import io.atoll.kernel.scheduling.Threads;

/** Threads ({@code sel4-api} 2.9). */
final class ThreadInvocation {
    private static final int SUSPEND_FLAG = 1;
    private static final int RESUME_FLAG = 1;

    /** Where the registers stand in the message that writes them. */
    private static final int FIRST_REGISTER = 2;

    /** Registers of a thread (x86-64); the program counter comes first, then the stack pointer. */
    private static final int REGISTERS = Registers.COUNT;

    // Flags of CopyRegisters.
    private static final int SUSPEND_SOURCE = 1;
    private static final int RESUME_TARGET = 2;
    private static final int TRANSFER_FRAME = 4;
    private static final int TRANSFER_INTEGER = 8;

    /** Flags that a thread has; seL4: {@code seL4_TCBFlag_fpuDisabled}. */
    private static final long KNOWN_FLAGS = 1;

    private ThreadInvocation() {}

    static Sel4Error decode(Invocation call, ThreadObject thread) {
        OtherCores.interfere(call.core, thread);
        return switch (call.label()) {
            case InvocationLabel.TCB_READ_REGISTERS -> readRegisters(call, thread);
            case InvocationLabel.TCB_WRITE_REGISTERS -> writeRegisters(call, thread);
            case InvocationLabel.TCB_COPY_REGISTERS -> copyRegisters(call, thread);
            case InvocationLabel.TCB_SET_TLS_BASE -> {
                if (call.isShorterThan(1, 0)) {
                    yield Sel4Error.TRUNCATED_MESSAGE;
                }
                thread.registers.set(Registers.TLS_BASE, call.arg(0));
                yield Sel4Error.NO_ERROR;
            }
            case InvocationLabel.TCB_SET_FLAGS -> setFlags(call, thread);
            case InvocationLabel.TCB_CONFIGURE -> configure(call, thread);
            case InvocationLabel.TCB_SET_PRIORITY -> setPriority(call, thread);
            case InvocationLabel.TCB_SET_MC_PRIORITY -> setMcPriority(call, thread);
            case InvocationLabel.TCB_SET_SCHED_PARAMS -> setSchedParams(call, thread);
            case InvocationLabel.TCB_SET_TIMEOUT_ENDPOINT -> setTimeoutEndpoint(call, thread);
            case InvocationLabel.TCB_SET_IPC_BUFFER -> setIpcBuffer(call, thread);
            case InvocationLabel.TCB_SET_SPACE -> setSpace(call, thread);
            case InvocationLabel.TCB_SUSPEND -> {
                Threads.suspend(call.core, thread);
                yield Sel4Error.NO_ERROR;
            }
            case InvocationLabel.TCB_RESUME -> {
                Threads.restart(call.core, thread);
                yield Sel4Error.NO_ERROR;
            }
            case InvocationLabel.TCB_BIND_NOTIFICATION -> bindNotification(call, thread);
            case InvocationLabel.TCB_UNBIND_NOTIFICATION -> {
                if (thread.boundNotification == null) {
                    yield Sel4Error.ILLEGAL_OPERATION;
                }
                Threads.unbindNotification(thread);
                yield Sel4Error.NO_ERROR;
            }
            default -> Sel4Error.ILLEGAL_OPERATION;
        };
    }

    private static Sel4Error readRegisters(Invocation call, ThreadObject thread) {
        if (call.isShorterThan(2, 0)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        boolean suspends = (call.arg(0) & SUSPEND_FLAG) != 0;
        long count = call.arg(1);
        if (count < 1 || count > REGISTERS) {
            return call.rangeError(1, REGISTERS);
        }
        if (thread == call.core.current) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        if (suspends) {
            Threads.suspend(call.core, thread);
        }
        int words = (int) Math.min(count, call.thread.ipc.capacity());
        for (int i = 0; i < words; i++) {
            call.result(i, register(thread, i));
        }
        return Sel4Error.NO_ERROR;
    }

    private static long register(ThreadObject thread, int index) {
        return switch (index) {
            case 0 -> thread.context == null ? 0 : thread.context.programCounter();
            case 1 -> thread.stackPointer;
            default -> thread.registers.get(index);
        };
    }

    private static Sel4Error writeRegisters(Invocation call, ThreadObject thread) {
        if (call.isShorterThan(FIRST_REGISTER, 0)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        long count = call.arg(1);
        if (Long.compareUnsigned(count, MessageInfo.MAX_LENGTH) > 0
                || call.isShorterThan((int) count + FIRST_REGISTER, 0)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        if (thread == call.core.current) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        if (count > 0) {
            call.core.image.programs().start(thread, call.arg(FIRST_REGISTER));
        }
        if (count > 1) {
            thread.stackPointer = call.arg(FIRST_REGISTER + 1);
        }
        for (int i = Registers.FIRST; i < Math.min(count, REGISTERS); i++) {
            thread.registers.set(i, call.arg(FIRST_REGISTER + i));
        }
        if ((call.arg(0) & RESUME_FLAG) != 0) {
            Threads.restart(call.core, thread);
        }
        return Sel4Error.NO_ERROR;
    }

    /**
     * The frame is program counter, stack pointer, flags and general registers; the others are the
     * bases. A program counter that is copied is where the source's program begins: Java frames
     * cannot be copied.
     */
    private static Sel4Error copyRegisters(Invocation call, ThreadObject target) {
        if (call.isShorterThan(1, 1)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        if (!(call.extraCapability(0) instanceof ThreadCapability cap)) {
            return call.invalidCapability(1);
        }
        ThreadObject source = cap.thread;
        long transfers = call.arg(0);
        if ((transfers & SUSPEND_SOURCE) != 0) {
            Threads.suspend(call.core, source);
        }
        if ((transfers & RESUME_TARGET) != 0) {
            Threads.restart(call.core, target);
        }
        if ((transfers & TRANSFER_FRAME) != 0 && source != target) {
            call.core.image.programs().start(target, register(source, 0));
            target.stackPointer = source.stackPointer;
            target.registers.copy(source.registers, Registers.FIRST, Registers.TLS_BASE);
        }
        if ((transfers & TRANSFER_INTEGER) != 0) {
            target.registers.copy(source.registers, Registers.TLS_BASE, Registers.COUNT);
        }
        return Sel4Error.NO_ERROR;
    }

    private static Sel4Error setFlags(Invocation call, ThreadObject thread) {
        if (call.isShorterThan(2, 0)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        thread.flags = (thread.flags & ~call.arg(0)) | (call.arg(1) & KNOWN_FLAGS);
        return call.result(0, thread.flags);
    }

    private static Sel4Error configure(Invocation call, ThreadObject thread) {
        if (call.isShorterThan(3, 3)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        long bufferAddress = call.arg(2);
        if (bufferAddress != 0) {
            Sel4Error error = ThreadConfiguration.checkBuffer(call.extra(2), bufferAddress);
            if (error != Sel4Error.NO_ERROR) {
                return error;
            }
        }
        Sel4Error error = checkSpaces(call, thread, 0);
        if (error != Sel4Error.NO_ERROR) {
            return error;
        }
        installSpaces(call, thread, 0);
        ThreadConfiguration.installBuffer(call.core, thread, call.extra(2), bufferAddress);
        return Sel4Error.NO_ERROR;
    }

    private static Sel4Error setSpace(Invocation call, ThreadObject thread) {
        if (call.isShorterThan(2, 3)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        Sel4Error error = checkSpaces(call, thread, 1);
        if (error != Sel4Error.NO_ERROR) {
            return error;
        }
        if (!ThreadConfiguration.isFaultHandler(call.extraCapability(0))) {
            return call.invalidCapability(1);
        }
        ThreadConfiguration.install(
                call.core, thread, ThreadObject.FAULT_HANDLER, call.extra(0), 0);
        installSpaces(call, thread, 1);
        return Sel4Error.NO_ERROR;
    }

    /** The CSpace root is extra capability {@code first}, the VSpace root the next. */
    private static Sel4Error checkSpaces(Invocation call, ThreadObject thread, int first) {
        if (ThreadConfiguration.isBeingDeleted(thread.slots[ThreadObject.CSPACE_ROOT])
                || ThreadConfiguration.isBeingDeleted(thread.slots[ThreadObject.VSPACE_ROOT])) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        Sel4Error error = ThreadConfiguration.checkCSpace(call.extra(first), call.arg(0));
        return error != Sel4Error.NO_ERROR
                ? error
                : ThreadConfiguration.checkVSpace(call.extra(first + 1), call.arg(1));
    }

    private static void installSpaces(Invocation call, ThreadObject thread, int first) {
        long cspaceData = call.arg(0);
        long vspaceData = call.arg(1);
        ThreadConfiguration.install(
                call.core, thread, ThreadObject.CSPACE_ROOT, call.extra(first), cspaceData);
        ThreadConfiguration.install(
                call.core, thread, ThreadObject.VSPACE_ROOT, call.extra(first + 1), vspaceData);
    }

    private static Sel4Error setIpcBuffer(Invocation call, ThreadObject thread) {
        if (call.isShorterThan(1, 1)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        long address = call.arg(0);
        if (address != 0) {
            Sel4Error error = ThreadConfiguration.checkBuffer(call.extra(0), address);
            if (error != Sel4Error.NO_ERROR) {
                return error;
            }
        }
        ThreadConfiguration.installBuffer(call.core, thread, call.extra(0), address);
        return Sel4Error.NO_ERROR;
    }

    private static Sel4Error setPriority(Invocation call, ThreadObject thread) {
        if (call.isShorterThan(1, 1)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        Sel4Error error = checkAuthority(call, call.arg(0));
        if (error == Sel4Error.NO_ERROR) {
            Threads.setPriority(call.core, thread, (int) call.arg(0));
        }
        return error;
    }

    private static Sel4Error setMcPriority(Invocation call, ThreadObject thread) {
        if (call.isShorterThan(1, 1)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        Sel4Error error = checkAuthority(call, call.arg(0));
        if (error == Sel4Error.NO_ERROR) {
            thread.maximumControlledPriority = (int) call.arg(0);
        }
        return error;
    }

    /** Nobody gives more than the authority's maximum controlled priority. */
    private static Sel4Error checkAuthority(Invocation call, long priority) {
        if (!(call.extraCapability(0) instanceof ThreadCapability authority)) {
            return call.invalidCapability(1);
        }
        int maximum = authority.thread.maximumControlledPriority;
        return Long.compareUnsigned(priority, maximum) > 0
                ? call.rangeError(0, maximum)
                : Sel4Error.NO_ERROR;
    }

    private static Sel4Error setSchedParams(Invocation call, ThreadObject thread) {
        if (call.isShorterThan(2, 3)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        Sel4Error error = checkAuthority(call, call.arg(0));
        if (error == Sel4Error.NO_ERROR) {
            error = checkAuthority(call, call.arg(1));
        }
        if (error != Sel4Error.NO_ERROR) {
            return error;
        }
        Capability schedContext = call.extraCapability(1);
        error = checkSchedContext(call, thread, schedContext);
        if (error != Sel4Error.NO_ERROR) {
            return error;
        }
        if (!ThreadConfiguration.isFaultHandler(call.extraCapability(2))) {
            return call.invalidCapability(3);
        }
        performSetSchedParams(call, thread, schedContext);
        return Sel4Error.NO_ERROR;
    }

    private static Sel4Error checkSchedContext(
            Invocation call, ThreadObject thread, Capability capability) {
        if (capability == Capability.NULL) {
            return thread == call.core.current ? Sel4Error.ILLEGAL_OPERATION : Sel4Error.NO_ERROR;
        }
        if (!(capability instanceof SchedContextCapability cap)) {
            return call.invalidCapability(2);
        }
        if (thread.schedContext != null && thread.schedContext != cap.schedContext) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        if (cap.schedContext.thread != null && cap.schedContext.thread != thread) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        // Also for the context that it has already.
        if (thread.isBlocked() && !Budgets.isReleased(call.core, cap.schedContext)) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        return Sel4Error.NO_ERROR;
    }

    private static void performSetSchedParams(
            Invocation call, ThreadObject thread, Capability schedContext) {
        int maximumControlledPriority = (int) call.arg(0);
        int priority = (int) call.arg(1);
        ThreadConfiguration.install(
                call.core, thread, ThreadObject.FAULT_HANDLER, call.extra(2), 0);
        thread.maximumControlledPriority = maximumControlledPriority;
        Threads.setPriority(call.core, thread, priority);
        if (schedContext instanceof SchedContextCapability cap) {
            SchedContextObject context = cap.schedContext;
            if (thread.schedContext != context) {
                SchedContexts.bindThread(call.core, context, thread);
            }
        } else if (thread.schedContext != null) {
            SchedContexts.unbindThread(call.core, thread.schedContext);
        }
    }

    private static Sel4Error setTimeoutEndpoint(Invocation call, ThreadObject thread) {
        if (call.isShorterThan(0, 1)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        if (!ThreadConfiguration.isFaultHandler(call.extraCapability(0))) {
            return call.invalidCapability(1);
        }
        ThreadConfiguration.install(
                call.core, thread, ThreadObject.TIMEOUT_HANDLER, call.extra(0), 0);
        return Sel4Error.NO_ERROR;
    }

    private static Sel4Error bindNotification(Invocation call, ThreadObject thread) {
        if (call.isShorterThan(0, 1)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        if (thread.boundNotification != null
                || !(call.extraCapability(0) instanceof NotificationCapability cap)
                || !cap.canReceive) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        NotificationObject notification = cap.notification;
        if (!notification.isEmpty() || notification.boundThread != null) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        Threads.bindNotification(thread, notification);
        return Sel4Error.NO_ERROR;
    }
}
