package io.atoll.kernel.ipc;

import io.atoll.kernel.Core;
import io.atoll.kernel.api.Fault;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.footprint.Footprint;
import io.atoll.kernel.footprint.KernelWork;
import io.atoll.kernel.object.Registers;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;
import io.atoll.kernel.scheduling.SchedContexts;

/** Faults: to the handler as a message, and back as its answer; seL4: {@code faulthandler.c}. */
public final class Faults {
    /** Words of the answer to a timeout: all registers up to the thread-local-storage base. */
    private static final int TIMEOUT_REPLY_WORDS = Registers.TLS_BASE + 1;

    private Faults() {}

    /**
     * The current thread faulted. Its handler gets a message as if the thread had called it;
     * without a handler the thread stops.
     */
    public static void raise(Core core, ThreadObject thread, PendingFault fault) {
        Footprint.does(KernelWork.FAULT);
        Footprint.reads(thread.slots[ThreadObject.FAULT_HANDLER]);
        if (thread.slots[ThreadObject.FAULT_HANDLER].capability
                instanceof EndpointCapability handler) {
            thread.fault = fault;
            Endpoints.send(
                    core,
                    thread,
                    handler.endpoint,
                    handler.badge,
                    true,
                    false,
                    handler.canGrant,
                    handler.canGrantReply,
                    thread.schedContext != null);
        } else {
            core.scheduler.setState(thread, ThreadState.INACTIVE);
            core.image.observer().faultWithoutHandler(thread.name, fault);
        }
    }

    /** Whether somebody wants to know when a thread's budget is used up. */
    public static boolean hasTimeoutHandler(ThreadObject thread) {
        return thread.slots[ThreadObject.TIMEOUT_HANDLER].capability instanceof EndpointCapability;
    }

    /**
     * A thread with a timeout handler used up its budget. It lends the handler nothing: there is
     * nothing to lend.
     */
    public static void raiseTimeout(Core core, ThreadObject thread) {
        EndpointCapability handler =
                (EndpointCapability) thread.slots[ThreadObject.TIMEOUT_HANDLER].capability;
        if (thread == core.current && thread.state == ThreadState.RUNNING) {
            // Interrupted between two system calls: it goes on there, as after a suspension.
            thread.callCompleted = !thread.repeatCall;
        }
        thread.fault = PendingFault.timeout(thread.schedContext.badge);
        Endpoints.send(
                core,
                thread,
                handler.endpoint,
                handler.badge,
                true,
                false,
                handler.canGrant,
                handler.canGrantReply,
                false);
    }

    /** A CPtr of the current thread led nowhere. */
    static void raiseCapability(Core core, ThreadObject thread, long cptr, boolean inReceivePhase) {
        PendingFault fault =
                PendingFault.capability(
                        instructionPointer(thread), cptr, inReceivePhase, core.lookup);
        raise(core, thread, fault);
    }

    /** The program counter that fault messages show. */
    public static long instructionPointer(ThreadObject thread) {
        return thread.context == null ? 0 : thread.context.programCounter();
    }

    /** Writes the fault into its handler's message registers. */
    static void transfer(Core core, long badge, ThreadObject faulter, ThreadObject handler) {
        long[] words = faulter.fault.words();
        IpcBuffer ipc = handler.ipc;
        int length = Math.min(words.length, ipc.capacity());
        for (int i = 0; i < length; i++) {
            ipc.mr(i, words[i]);
        }
        if (faulter.fault.label() == Fault.TIMEOUT && faulter.schedContext != null) {
            ipc.mr(length++, SchedContexts.takeConsumedMicros(core, faulter.schedContext));
        }
        ipc.senderBadge(badge);
        handler.messageInfo = MessageInfo.of(faulter.fault.label(), length);
    }

    /**
     * The handler's answer.
     *
     * @return true to restart the thread, false to leave it stopped
     */
    static boolean handleReply(ThreadObject faulter, ThreadObject handler) {
        long info = handler.messageInfo;
        if (faulter.fault.label() == Fault.TIMEOUT) {
            return handleTimeoutReply(faulter, handler);
        }
        switch (faulter.fault.label()) {
            case Fault.UNKNOWN_SYSCALL -> {
                int words = answeredWords(handler);
                for (int i = 0; i < Math.min(words, Fault.UnknownSyscall.IP); i++) {
                    faulter.registers.set(Registers.GENERAL + i, handler.ipc.mr(i));
                }
                writeStackPointerAndFlags(faulter, handler, words, Fault.UnknownSyscall.SP);
                goOn(faulter, handler, Fault.UnknownSyscall.IP);
            }
            case Fault.USER_EXCEPTION -> {
                writeStackPointerAndFlags(
                        faulter, handler, answeredWords(handler), Fault.UserException.SP);
                goOn(faulter, handler, Fault.UserException.IP);
            }
            default -> {
                // Whatever the answer says, the access or the system call is made again.
                return true;
            }
        }
        return MessageInfo.label(info) == 0;
    }

    private static int answeredWords(ThreadObject handler) {
        return Math.min(MessageInfo.length(handler.messageInfo), handler.ipc.capacity());
    }

    /** The flags are the word behind the stack pointer. */
    private static void writeStackPointerAndFlags(
            ThreadObject faulter, ThreadObject handler, int words, int stackPointerWord) {
        if (words > stackPointerWord) {
            faulter.stackPointer = handler.ipc.mr(stackPointerWord);
        }
        if (words > stackPointerWord + 1) {
            faulter.registers.set(Registers.FIRST, handler.ipc.mr(stackPointerWord + 1));
        }
    }

    /**
     * Words of the answer are the registers to go on with. With another program counter the thread
     * begins anew there.
     */
    private static boolean handleTimeoutReply(ThreadObject faulter, ThreadObject handler) {
        long info = handler.messageInfo;
        int length = answeredWords(handler);
        if (length > 0 && handler.ipc.mr(0) != instructionPointer(faulter)) {
            faulter.core.image.programs().start(faulter, handler.ipc.mr(0));
        }
        if (length > 1) {
            faulter.stackPointer = handler.ipc.mr(1);
        }
        for (int i = Registers.FIRST; i < Math.min(length, TIMEOUT_REPLY_WORDS); i++) {
            faulter.registers.set(i, handler.ipc.mr(i));
        }
        return MessageInfo.label(info) == 0;
    }

    /**
     * Where the answer wants the thread to go on: at the instruction that trapped, behind it if the
     * program is still in the middle of it, or at another program's entry point.
     *
     * @param ipWord word of fault and answer that is the instruction pointer
     */
    private static void goOn(ThreadObject faulter, ThreadObject handler, int ipWord) {
        if (answeredWords(handler) <= ipWord || faulter.context == null) {
            return;
        }
        long ip = faulter.fault.words()[ipWord];
        long goOnAt = handler.ipc.mr(ipWord);
        if (goOnAt == ip + Fault.INSTRUCTION_BYTES && faulter.context.hasFrames()) {
            faulter.callCompleted = true;
        } else if (goOnAt != ip) {
            faulter.core.image.programs().start(faulter, goOnAt);
        }
    }
}
