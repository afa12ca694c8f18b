package io.atoll.kernel.ipc;

import io.atoll.kernel.Core;
import io.atoll.kernel.api.Fault;
import io.atoll.kernel.footprint.Footprint;
import io.atoll.kernel.object.ReplyObject;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;
import io.atoll.kernel.scheduling.Budgets;
import io.atoll.kernel.scheduling.SchedContexts;

/**
 * Reply objects and the call stacks they form; seL4: {@code reply.c}, {@code sel4-api} 3.5. The
 * head of a stack is the reply whose caller lent the context last; answering it gives the context
 * back.
 */
public final class Replies {
    private Replies() {}

    /** The caller now waits for its answer; with {@code canDonate} it lends its context. */
    static void push(
            Core core,
            ThreadObject caller,
            ThreadObject callee,
            ReplyObject reply,
            boolean canDonate) {
        Footprint.writes(reply);
        callee.reply = null;
        reply.thread = caller;
        caller.reply = reply;
        core.scheduler.setState(caller, ThreadState.BLOCKED_ON_REPLY);
        SchedContextObject lent = caller.schedContext;
        if (lent != null && callee.schedContext == null && canDonate) {
            ReplyObject below = lent.replyHead;
            reply.previous = below;
            if (below != null) {
                Footprint.writes(below);
                below.headOf = null;
                below.next = reply;
            }
            reply.headOf = lent;
            lent.replyHead = reply;
            SchedContexts.donate(core, lent, callee);
        }
    }

    /** Takes the caller out of a reply object, for it to be answered or because the object goes. */
    public static void remove(Core core, ReplyObject reply) {
        if (reply.headOf != null) {
            pop(core, reply);
        } else {
            cutFromChain(reply);
            unlink(core, reply);
        }
    }

    /** The caller itself is taken away (suspended, say): the context stays where it is. */
    static void removeCaller(Core core, ThreadObject caller) {
        ReplyObject reply = caller.reply;
        if (reply.headOf != null) {
            reply.headOf.replyHead = null;
            reply.headOf = null;
        }
        cutFromChain(reply);
        unlink(core, reply);
    }

    /** Parts a reply object and the thread linked to it, which becomes inactive. */
    static void unlink(Core core, ReplyObject reply) {
        Footprint.writes(reply);
        ThreadObject thread = reply.thread;
        thread.reply = null;
        reply.thread = null;
        core.scheduler.setState(thread, ThreadState.INACTIVE);
    }

    private static void pop(Core core, ReplyObject reply) {
        SchedContextObject lent = reply.headOf;
        ReplyObject below = reply.previous;
        ThreadObject caller = reply.thread;
        lent.replyHead = below;
        if (below != null) {
            Footprint.writes(below);
            below.next = null;
            below.headOf = lent;
        }
        if (caller.schedContext == null) {
            SchedContexts.donate(core, lent, caller);
        }
        reply.headOf = null;
        reply.previous = null;
        unlink(core, reply);
    }

    /** A chain cut in its middle falls apart on both sides. */
    private static void cutFromChain(ReplyObject reply) {
        if (reply.next != null) {
            reply.next.previous = null;
            reply.next = null;
        }
        if (reply.previous != null) {
            reply.previous.next = null;
            reply.previous = null;
        }
    }

    /** Answers the caller that a reply object holds, if one is; seL4: {@code doReplyTransfer}. */
    public static void transfer(
            Core core, ThreadObject sender, ReplyObject reply, boolean canGrant) {
        Footprint.reads(reply);
        ThreadObject caller = reply.thread;
        if (caller == null || caller.state != ThreadState.BLOCKED_ON_REPLY) {
            return;
        }
        remove(core, reply);
        Budgets.unblockSporadic(core, caller.schedContext);
        boolean wasTimeout = false;
        if (caller.fault == null) {
            MessageTransfer.transfer(core, sender, null, 0, canGrant, caller);
            core.scheduler.setState(caller, ThreadState.RUNNING);
        } else {
            wasTimeout = caller.fault.label() == Fault.TIMEOUT;
            boolean restart = Faults.handleReply(caller, sender);
            caller.fault = null;
            core.scheduler.setState(caller, restart ? ThreadState.RESTART : ThreadState.INACTIVE);
        }
        goOn(core, caller, wasTimeout);
    }

    /**
     * The caller runs if its time has come. Time that was used up meanwhile (by the server, say) is
     * a timeout, unless it was a timeout that has just been answered.
     */
    private static void goOn(Core core, ThreadObject caller, boolean wasTimeout) {
        SchedContextObject schedContext = caller.schedContext;
        if (schedContext == null || !schedContext.isConfigured() || !caller.isRunnable()) {
            return;
        }
        if (Budgets.isReleased(core, schedContext)) {
            core.scheduler.possibleSwitchTo(caller);
        } else if (!wasTimeout && Faults.hasTimeoutHandler(caller)) {
            Faults.raiseTimeout(core, caller);
        } else {
            core.scheduler.postpone(schedContext);
        }
    }
}
