package io.atoll.kernel.ipc;

import io.atoll.kernel.Core;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.capability.NotificationCapability;
import io.atoll.kernel.capability.ReplyCapability;
import io.atoll.kernel.capability.Route;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.object.EndpointObject;
import io.atoll.kernel.object.NotificationObject;
import io.atoll.kernel.object.ReplyObject;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;

/**
 * The two system calls that make up a round trip to a passive server, without the scheduler ({@code
 * sel4-api} 6). Each is a sequence of conditions; if one fails, nothing has been changed and the
 * caller takes the slow path, which gives the same answer. Progress: wait-free.
 *
 * <p>In an image of several cores the caller has entered the fastpath ({@link Core#enterFastpath}).
 * Then several cores may be in here at once. They do not meet on endpoints, each of which is one
 * core's own at a time; nor on reply objects, for one that heads the call stack of a context is in
 * the hands of whoever runs on that context, and one that is offered in those of whoever takes the
 * thread out of its endpoint. They do meet on notifications, which have to be claimed.
 */
public final class Fastpath {
    private Fastpath() {}

    /** At most four words and no capabilities. */
    private static boolean isFast(long info) {
        return MessageInfo.length(info) <= MessageInfo.FAST_REGISTERS
                && MessageInfo.extraCaps(info) == 0;
    }

    /**
     * Whether a Call can go to a passive server that waits. Changes nothing.
     *
     * @return the capability called, whose endpoint's first waiting thread is the server; null if
     *     the slow path must be taken
     */
    public static EndpointCapability findServer(
            Core core, ThreadObject caller, Route route, long cptr, long info) {
        // A short message, and no fault that would travel instead of it.
        if (!isFast(info) || caller.fault != null) {
            return null;
        }
        // To an endpoint on which somebody waits.
        Slot slot = route.follow(caller, cptr, core.lookup);
        if (slot == null
                || !(slot.capability instanceof EndpointCapability cap)
                || !cap.canSend
                || cap.endpoint.core != core
                || cap.endpoint.state != EndpointObject.RECEIVE) {
            return null;
        }
        ThreadObject callee = cap.endpoint.head;
        // The callee can answer, has no time of its own, and the caller has some to lend, on the
        // core and in the domain of both.
        ReplyObject reply = callee.reply;
        SchedContextObject lent = caller.schedContext;
        if (reply == null
                || !(cap.canGrant || cap.canGrantReply)
                || callee.schedContext != null
                || lent == null
                || callee.core != core
                || callee.domain != caller.domain) {
            return null;
        }
        // Nobody else has a better right to run next.
        if (callee.priority < caller.priority && !core.scheduler.mayTakeOver(callee.priority)) {
            return null;
        }
        return cap;
    }

    /**
     * Makes the server that {@link #findServer} found the core's current thread, on the caller's
     * time: the reply object becomes the head of the call stack. The message is delivered apart.
     */
    public static void enterServer(Core core, ThreadObject caller, EndpointObject endpoint) {
        ThreadObject callee = endpoint.head;
        ReplyObject reply = callee.reply;
        SchedContextObject lent = caller.schedContext;
        endpoint.dequeue(callee);
        callee.state = ThreadState.RUNNING;
        callee.reply = null;
        ReplyObject below = lent.replyHead;
        if (below != null) {
            below.headOf = null;
            below.next = reply;
        }
        reply.previous = below;
        reply.headOf = lent;
        reply.thread = caller;
        lent.replyHead = reply;
        lent.thread = callee;
        callee.schedContext = lent;
        caller.schedContext = null;
        caller.state = ThreadState.BLOCKED_ON_REPLY;
        caller.reply = reply;
        core.current = callee;
    }

    /** Hands a short message over. */
    public static void deliver(ThreadObject sender, ThreadObject receiver, long badge, long info) {
        int length = MessageInfo.length(info);
        // A signal, with which no message comes, finds this in the register, as on the slow path.
        sender.messageInfo = info;
        sender.ipc.copyFast(receiver.ipc, length);
        receiver.ipc.senderBadge(badge);
        receiver.messageInfo = MessageInfo.of(MessageInfo.label(info), length);
    }

    /**
     * Whether a ReplyRecv would answer the caller that the server was found for and make the server
     * wait as before; for a server that was never entered ({@link #enterServer}), so that all else
     * is as {@link #findServer} found it. Changes nothing.
     */
    public static boolean isDirectAnswer(
            Core core,
            ThreadObject server,
            Route sourceRoute,
            long sourceCptr,
            long info,
            Route replyRoute,
            long replyCptr) {
        if (!isFast(info)) {
            return false;
        }
        Slot slot = sourceRoute.follow(server, sourceCptr, core.lookup);
        Slot replySlot = replyRoute.follow(server, replyCptr, core.lookup);
        return slot != null
                && slot.capability instanceof EndpointCapability cap
                && cap.canReceive
                && cap.endpoint == server.blockingObject
                && replySlot != null
                && replySlot.capability instanceof ReplyCapability replyCap
                && replyCap.reply == server.reply;
    }

    /**
     * ReplyRecv to a caller that lent its time, when nobody else waits to be served.
     *
     * @return the caller, now the core's current thread; null if the slow path must be taken
     */
    public static ThreadObject replyRecv(
            Core core,
            ThreadObject server,
            Route sourceRoute,
            long sourceCptr,
            long info,
            Route replyRoute,
            long replyCptr) {
        if (!isFast(info) || server.fault != null) {
            return null;
        }
        // The server will block: no sender waits, no signal is pending.
        Slot slot = sourceRoute.follow(server, sourceCptr, core.lookup);
        if (slot == null
                || !(slot.capability instanceof EndpointCapability cap)
                || !cap.canReceive
                || cap.endpoint.core != core
                || cap.endpoint.state == EndpointObject.SEND) {
            return null;
        }
        NotificationObject bound = server.boundNotification;
        if (bound != null && bound.state == NotificationObject.ACTIVE) {
            return null;
        }
        // The reply object heads the call stack of the time the server runs on.
        Slot replySlot = replyRoute.follow(server, replyCptr, core.lookup);
        if (replySlot == null || !(replySlot.capability instanceof ReplyCapability replyCap)) {
            return null;
        }
        ReplyObject reply = replyCap.reply;
        SchedContextObject lent = server.schedContext;
        if (lent == null || reply.headOf != lent) {
            return null;
        }
        // Its caller waits here for an ordinary answer, has no other time, and may run next.
        ThreadObject caller = reply.thread;
        if (caller.fault != null
                || caller.schedContext != null
                || caller.core != core
                || caller.buried
                || caller.domain != server.domain
                || !core.scheduler.mayTakeOver(caller.priority)) {
            return null;
        }

        giveBack(lent, server, caller, reply);
        waitAgain(server, cap.endpoint, reply);
        deliver(server, caller, 0, info);
        caller.state = ThreadState.RUNNING;
        caller.reply = null;
        core.current = caller;
        return caller;
    }

    /** The time goes back; the next older caller heads the call stack. */
    private static void giveBack(
            SchedContextObject lent, ThreadObject server, ThreadObject caller, ReplyObject reply) {
        ReplyObject below = reply.previous;
        lent.replyHead = below;
        if (below != null) {
            below.next = null;
            below.headOf = lent;
            reply.previous = null;
        }
        reply.headOf = null;
        lent.thread = caller;
        caller.schedContext = lent;
        server.schedContext = null;
    }

    /** The server waits again, offering the same reply object. */
    private static void waitAgain(ThreadObject server, EndpointObject endpoint, ReplyObject reply) {
        server.state = ThreadState.BLOCKED_ON_RECEIVE;
        server.blockingObject = endpoint;
        server.reply = reply;
        reply.thread = server;
        endpoint.enqueue(server, EndpointObject.RECEIVE);
    }

    /** The capability of a notification that may be signalled, or null. */
    private static NotificationCapability sent(
            Core core, ThreadObject thread, Route route, long cptr, long info) {
        if (MessageInfo.extraCaps(info) != 0) {
            return null;
        }
        Slot slot = route.follow(thread, cptr, core.lookup);
        return slot != null && slot.capability instanceof NotificationCapability cap && cap.canSend
                ? cap
                : null;
    }

    /** A notification that the thread may take from, and that lends no time; or null. */
    private static NotificationObject polled(
            Core core, ThreadObject thread, Route route, long cptr) {
        Slot slot = route.follow(thread, cptr, core.lookup);
        if (slot == null
                || !(slot.capability instanceof NotificationCapability cap)
                || !cap.canReceive) {
            return null;
        }
        NotificationObject notification = cap.notification;
        boolean isAnothers = notification.boundThread != null && notification.boundThread != thread;
        return isAnothers || notification.schedContext != null ? null : notification;
    }

    /**
     * Signal to a notification for which nobody waits.
     *
     * @return false if the slow path must be taken
     */
    public static boolean signal(
            Core core, ThreadObject thread, Route route, long cptr, long info) {
        NotificationCapability cap = sent(core, thread, route, cptr, info);
        if (cap == null) {
            return false;
        }
        NotificationObject notification = cap.notification;
        if (notification.state == NotificationObject.WAITING || notification.boundThread != null) {
            return false;
        }
        // An idle notification's word is zero.
        notification.word |= cap.badge;
        notification.state = NotificationObject.ACTIVE;
        return true;
    }

    /**
     * Poll of a notification that lends no time.
     *
     * @return false if the slow path must be taken
     */
    public static boolean poll(Core core, ThreadObject thread, Route route, long cptr) {
        NotificationObject notification = polled(core, thread, route, cptr);
        if (notification == null) {
            return false;
        }
        thread.ipc.senderBadge(
                notification.state == NotificationObject.ACTIVE ? notification.take() : 0);
        return true;
    }

    // Notifications in an image of several cores.

    /**
     * As {@link #signal}; also to a thread of another core that waits with time of its own, which
     * is handed to that core.
     *
     * @return null if the slow path must be taken; otherwise the core to be called when the
     *     fastpath is left, which is {@code core} itself if none is
     */
    public static Core sharedSignal(
            Core core, ThreadObject thread, Route route, long cptr, long info) {
        NotificationCapability cap = sent(core, thread, route, cptr, info);
        if (cap == null) {
            return null;
        }
        NotificationObject notification = cap.notification;
        if (notification.boundThread != null || notification.schedContext != null) {
            return null;
        }
        int state = notification.sharedState();
        if (!notification.claim(state)) {
            return null;
        }
        if (state != NotificationObject.WAITING) {
            notification.word |= cap.badge;
            notification.release(NotificationObject.ACTIVE);
            return core;
        }
        if (!mayBeHandedOver(core, notification.head)) {
            notification.release(state);
            return null;
        }
        ThreadObject waiter = notification.takeWaiter();
        waiter.state = ThreadState.RUNNING;
        waiter.ipc.senderBadge(cap.badge);
        waiter.isHandedOver = true;
        waiter.core.inbox.put(waiter);
        return waiter.core;
    }

    /** Whether all that is left to be done for a thread that wakes is its core's business. */
    private static boolean mayBeHandedOver(Core core, ThreadObject waiter) {
        SchedContextObject schedContext = waiter.schedContext;
        return waiter.core != core
                && schedContext != null
                && schedContext.isConfigured()
                && !schedContext.sporadic
                && !waiter.buried;
    }

    /**
     * As {@link #poll}, and as a Wait that need not wait.
     *
     * @param isBlocking for a Wait
     * @return false if the slow path must be taken
     */
    public static boolean sharedPoll(
            Core core, ThreadObject thread, Route route, long cptr, boolean isBlocking) {
        NotificationObject notification = polled(core, thread, route, cptr);
        if (notification == null) {
            return false;
        }
        int state = notification.sharedState();
        if (state != NotificationObject.ACTIVE) {
            // Behind another core's claim there may be signals that were there before.
            if (isBlocking || NotificationObject.isClaim(state)) {
                return false;
            }
            thread.ipc.senderBadge(0);
            return true;
        }
        if (!notification.claim(state)) {
            return false;
        }
        thread.ipc.senderBadge(notification.takeWord());
        return true;
    }
}
