package io.atoll.kernel.ipc;

import io.atoll.kernel.Core;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.capability.CSpace;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.capability.NotificationCapability;
import io.atoll.kernel.capability.ReplyCapability;
import io.atoll.kernel.capability.SgiSignalCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.footprint.Footprint;
import io.atoll.kernel.footprint.KernelWork;
import io.atoll.kernel.invocation.Invocation;
import io.atoll.kernel.object.NotificationObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;

/**
 * The system calls, slow path: a send phase and a receive phase, of which every call is a
 * combination ({@code sel4-api} 3.1). They change the state of threads; who runs afterwards is
 * decided by the scheduler when the kernel is left. All are called for the core's current thread.
 */
public final class SystemCalls {
    private SystemCalls() {}

    /** Send and NBSend; also the send phase of Call. */
    public static void send(
            Core core, ThreadObject thread, long cptr, boolean isBlocking, boolean isCall) {
        invoke(core, thread, cptr, isBlocking, isCall, isCall, false);
    }

    /**
     * The send phase of ReplyRecv, NBSendRecv and NBSendWait.
     *
     * @return false if it was preempted: the whole call is then made again
     */
    public static boolean firstPhase(Core core, ThreadObject thread, long cptr) {
        core.invocation.forgetPreemption();
        invoke(core, thread, cptr, false, false, true, true);
        return !core.invocation.isPreempted();
    }

    /** seL4: {@code handleInvocation}. */
    private static void invoke(
            Core core,
            ThreadObject thread,
            long cptr,
            boolean isBlocking,
            boolean isCall,
            boolean canDonate,
            boolean isFirstPhase) {
        Slot slot = CSpace.lookup(thread, cptr, core.lookup);
        if (slot == null) {
            if (isBlocking) {
                Faults.raiseCapability(core, thread, cptr, false);
            }
            return;
        }
        int extraCaps = MessageTransfer.lookUpExtraCaps(core, thread, core.extraCaps);
        if (extraCaps < 0) {
            if (isBlocking) {
                Faults.raiseCapability(core, thread, core.failedCptr, false);
            }
            return;
        }
        switch (slot.capability) {
            case EndpointCapability cap when cap.canSend -> {
                Footprint.does(isCall ? KernelWork.CALL : KernelWork.SEND);
                core.scheduler.setState(thread, ThreadState.RESTART);
                Endpoints.send(
                        core,
                        thread,
                        cap.endpoint,
                        cap.badge,
                        isBlocking,
                        isCall,
                        cap.canGrant,
                        cap.canGrantReply,
                        canDonate);
                finish(core, thread, isCall);
            }
            case NotificationCapability cap when cap.canSend -> {
                Footprint.does(KernelWork.SIGNAL);
                core.scheduler.setState(thread, ThreadState.RESTART);
                Notifications.signal(core, cap.notification, cap.badge);
                finish(core, thread, isCall);
            }
            case ReplyCapability cap -> {
                Footprint.does(KernelWork.SEND);
                core.scheduler.setState(thread, ThreadState.RESTART);
                Replies.transfer(core, thread, cap.reply, cap.canGrant);
                finish(core, thread, isCall);
            }
            case SgiSignalCapability cap -> {
                Footprint.does(KernelWork.SIGNAL);
                core.processor.raiseInterrupt(cap.targetCore, cap.irq);
                finish(core, thread, isCall);
            }
            default -> invokeObject(core, thread, slot, extraCaps, isCall, isFirstPhase);
        }
    }

    /** The message was sent, or given up: a Call that nobody took gets an empty answer. */
    private static void finish(Core core, ThreadObject thread, boolean isCall) {
        if (thread.state == ThreadState.RESTART || thread.state == ThreadState.RUNNING) {
            if (isCall) {
                thread.ipc.senderBadge(0);
                thread.messageInfo = 0;
            }
            core.scheduler.setState(thread, ThreadState.RUNNING);
        }
    }

    private static void invokeObject(
            Core core,
            ThreadObject thread,
            Slot slot,
            int extraCaps,
            boolean isCall,
            boolean isFirstPhase) {
        Footprint.does(KernelWork.INVOCATION);
        Invocation invocation = core.invocation;
        invocation.begin(core, thread, slot, extraCaps, isCall);
        core.scheduler.setState(thread, ThreadState.RESTART);
        Sel4Error error = invocation.decode(isFirstPhase);
        if (invocation.isPreempted()) {
            // In state restart: the whole system call is made again.
            core.scheduler.preempted();
            return;
        }
        if (thread.state != ThreadState.RESTART) {
            return;
        }
        if (isCall) {
            thread.ipc.senderBadge(0);
            thread.messageInfo = MessageInfo.of(error.ordinal(), invocation.resultWords(error));
        }
        core.scheduler.setState(thread, ThreadState.RUNNING);
    }

    /**
     * The receive phase of all calls that have one; seL4: {@code handleRecv}.
     *
     * @param replyCptr the reply object offered; only looked up if {@code canReply}
     */
    public static void receive(
            Core core,
            ThreadObject thread,
            long cptr,
            boolean isBlocking,
            boolean canReply,
            long replyCptr) {
        Slot slot = CSpace.lookup(thread, cptr, core.lookup);
        if (slot == null) {
            Faults.raiseCapability(core, thread, cptr, true);
            return;
        }
        switch (slot.capability) {
            case EndpointCapability cap when cap.canReceive -> {
                if (!canReply) {
                    Endpoints.receive(core, thread, cap.endpoint, isBlocking, null);
                    return;
                }
                Slot replySlot = CSpace.lookup(thread, replyCptr, core.lookup);
                if (replySlot == null) {
                    Faults.raiseCapability(core, thread, replyCptr, true);
                } else if (replySlot.capability instanceof ReplyCapability reply) {
                    Endpoints.receive(core, thread, cap.endpoint, isBlocking, reply.reply);
                } else {
                    missing(core, thread, replyCptr);
                }
            }
            case NotificationCapability cap when mayReceive(thread, cap) ->
                    Notifications.receive(core, thread, cap.notification, isBlocking);
            default -> missing(core, thread, cptr);
        }
    }

    /** A notification bound to a thread is that thread's alone. */
    private static boolean mayReceive(ThreadObject thread, NotificationCapability cap) {
        NotificationObject notification = cap.notification;
        return cap.canReceive
                && (notification.boundThread == null || notification.boundThread == thread);
    }

    private static void missing(Core core, ThreadObject thread, long cptr) {
        core.lookup.missingCapability(0);
        Faults.raiseCapability(core, thread, cptr, true);
    }

    /** seL4: {@code handleYield}. */
    public static void yieldSlice(Core core) {
        core.scheduler.yieldSlice();
    }
}
