package io.atoll.kernel.object;

import io.atoll.kernel.Core;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.context.ExecutionContext;
import io.atoll.kernel.ipc.PendingFault;

/**
 * A thread control block.
 *
 * <p>A thread is in at most one queue, so ready queues, release queues and the wait queues of
 * endpoints and notifications share one pair of links. {@code state} says it for wait queues,
 * {@code inReadyQueue} and {@code inReleaseQueue} for the others.
 */
public final class ThreadObject extends KernelObject {
    public static final int CSPACE_ROOT = 0;
    public static final int VSPACE_ROOT = 1;
    public static final int IPC_BUFFER = 2;
    public static final int FAULT_HANDLER = 3;
    public static final int TIMEOUT_HANDLER = 4;

    /** Line of its saved registers, message registers among them; the first is the rest. */
    public static final int REGISTERS_LINE = 1;

    /** First line of the part of its IPC buffer that is not in registers. */
    public static final int BUFFER_LINE = 2;

    /** Slots of the thread's own, which hold the capabilities it is configured with. */
    public static final int SLOTS = 5;

    public static final int MAX_PRIORITY = 255;

    public final Slot[] slots = Slot.array(SLOTS);

    /** One of {@link #slots}, which every lookup reads. */
    public final Slot cspaceRoot = slots[CSPACE_ROOT];

    /** One of {@link #slots}, which every load and store reads. */
    public final Slot vspaceRoot = slots[VSPACE_ROOT];

    /** Registers that carry messages. */
    public final IpcBuffer ipc;

    /** Gives and takes the frame of {@link #ipc}. */
    public final IpcBuffer.FrameControl bufferFrame = IpcBuffer.create();

    /** Message-info register: what the current system call returns. */
    public long messageInfo;

    /** A register that programs may use as they like: Java code has its stack elsewhere. */
    public long stackPointer;

    /** The registers beside program counter and stack pointer. */
    public final Registers registers = new Registers();

    /** Bit 0: the thread must not use the floating-point unit. Kept, as Java has no such unit. */
    public long flags;

    public int state = ThreadState.INACTIVE;
    public int priority;
    public int maximumControlledPriority;

    /** It runs only while it is this domain's turn. */
    public int domain;

    /** The core whose queues it is in; follows the scheduling context. */
    public Core core;

    public SchedContextObject schedContext;
    public NotificationObject boundNotification;

    /** The context that it yielded to, until it learns how long that ran. */
    public SchedContextObject yieldTo;

    /** The yield was a Call, so there is an answer to be had. */
    public boolean yieldIsCall;

    // Queue links: ready queue, release queue or wait queue.
    public ThreadObject queueNext;
    public ThreadObject queuePrevious;
    public boolean inReadyQueue;

    /** Waits for the next refill of its scheduling context. */
    public boolean inReleaseQueue;

    /** A fastpath of another core woke it; it is in its core's inbox. */
    public boolean isHandedOver;

    // While blocked.
    /** The endpoint or notification it waits on. */
    public KernelObject blockingObject;

    /** Blocked on receive: the reply object offered. Blocked on reply: the one that holds it. */
    public ReplyObject reply;

    /** Blocked on send: what travels with the message. */
    public long sendBadge;

    public boolean sendCanGrant;
    public boolean sendCanGrantReply;
    public boolean sendIsCall;

    /** The fault that its handler has not answered yet, or null. */
    public PendingFault fault;

    /**
     * Where a restart continues: after the system call, because the kernel completed it (true), or
     * at the call, which is then made again (false).
     */
    public boolean callCompleted;

    /** Set when the thread is put back to work in state {@link ThreadState#RESTART}. */
    public boolean repeatCall;

    /** Its stack below the frames of another thread, whose event must end first. */
    public boolean buried;

    /** How it executes: Java stack and program. Null for the idle thread. */
    public ExecutionContext context;

    /** For logs; seL4: {@code DebugNameThread}. */
    public String name;

    public ThreadObject(long address, int sizeBits, Core core) {
        super(address, sizeBits);
        this.ipc = bufferFrame.buffer();
        this.core = core;
        this.name = "thread@" + Long.toHexString(address);
    }

    /** Neither running nor about to: only a resume, a message or a signal changes that. */
    public boolean isStopped() {
        return switch (state) {
            case ThreadState.RUNNING, ThreadState.RESTART, ThreadState.IDLE -> false;
            default -> true;
        };
    }

    /** Waiting for a message, a signal or an answer. */
    public boolean isBlocked() {
        return isStopped() && state != ThreadState.INACTIVE;
    }

    public boolean isRunnable() {
        return state == ThreadState.RUNNING || state == ThreadState.RESTART;
    }

    /** Runnable, and with time to run on; seL4: {@code isSchedulable}. */
    public boolean isSchedulable() {
        return isRunnable()
                && schedContext != null
                && schedContext.isConfigured()
                && !inReleaseQueue
                && !buried;
    }

    @Override
    public String toString() {
        return name;
    }
}
