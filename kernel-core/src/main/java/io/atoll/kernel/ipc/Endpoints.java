package io.atoll.kernel.ipc;

import io.atoll.kernel.Core;
import io.atoll.kernel.api.Fault;
import io.atoll.kernel.footprint.Footprint;
import io.atoll.kernel.object.EndpointObject;
import io.atoll.kernel.object.NotificationObject;
import io.atoll.kernel.object.ReplyObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;
import io.atoll.kernel.scheduling.Budgets;
import io.atoll.kernel.scheduling.SchedContexts;

/**
 * Sending to and receiving from an endpoint; seL4: {@code endpoint.c}, {@code sel4-api} 3.2, 3.3.
 */
final class Endpoints {
    private Endpoints() {}

    /**
     * Sends the message of {@code sender}, or its fault.
     *
     * @param canGrant the sending capability's rights, as the next
     * @param canDonate the sender lends its scheduling context to a receiver without one
     */
    static void send(
            Core core,
            ThreadObject sender,
            EndpointObject endpoint,
            long badge,
            boolean isBlocking,
            boolean isCall,
            boolean canGrant,
            boolean canGrantReply,
            boolean canDonate) {
        Footprint.reads(endpoint);
        if (endpoint.state != EndpointObject.RECEIVE) {
            if (isBlocking) {
                sender.blockingObject = endpoint;
                sender.sendBadge = badge;
                sender.sendCanGrant = canGrant;
                sender.sendCanGrantReply = canGrantReply;
                sender.sendIsCall = isCall;
                core.scheduler.setState(sender, ThreadState.BLOCKED_ON_SEND);
                endpoint.enqueue(sender, EndpointObject.SEND);
            }
            return;
        }
        ThreadObject receiver = endpoint.head;
        endpoint.dequeue(receiver);
        MessageTransfer.transfer(core, sender, endpoint, badge, canGrant, receiver);
        ReplyObject reply = receiver.reply;
        if (reply != null) {
            Replies.unlink(core, reply);
        }
        if (isCall || sender.fault != null) {
            if (reply != null && (canGrant || canGrantReply)) {
                Replies.push(core, sender, receiver, reply, canDonate);
            } else {
                core.scheduler.setState(sender, ThreadState.INACTIVE);
            }
        } else if (canDonate && receiver.schedContext == null && sender.schedContext != null) {
            SchedContexts.donate(core, sender.schedContext, receiver);
        }
        core.scheduler.setState(receiver, ThreadState.RUNNING);
        Budgets.unblockSporadic(core, receiver.schedContext);
        core.scheduler.possibleSwitchTo(receiver);
    }

    /**
     * Receives into {@code receiver}, the current thread.
     *
     * @param reply the reply object offered, or null
     */
    static void receive(
            Core core,
            ThreadObject receiver,
            EndpointObject endpoint,
            boolean isBlocking,
            ReplyObject reply) {
        if (reply != null && reply.thread != null && reply.thread != receiver) {
            // It still holds somebody, who will now never be answered.
            Cancellation.cancel(core, reply.thread);
        }
        Footprint.reads(endpoint);
        NotificationObject bound = receiver.boundNotification;
        if (bound != null) {
            Footprint.reads(bound);
        }
        if (bound != null && bound.state == NotificationObject.ACTIVE) {
            Notifications.complete(core, bound, receiver);
            return;
        }
        if (bound != null && isBlocking) {
            SchedContexts.maybeReturn(core, bound, receiver);
        }
        if (endpoint.state == EndpointObject.SEND) {
            take(core, receiver, endpoint, reply);
        } else if (isBlocking) {
            receiver.blockingObject = endpoint;
            receiver.reply = reply;
            if (reply != null) {
                Footprint.writes(reply);
                reply.thread = receiver;
            }
            core.scheduler.setState(receiver, ThreadState.BLOCKED_ON_RECEIVE);
            endpoint.enqueue(receiver, EndpointObject.RECEIVE);
        } else {
            receiver.ipc.senderBadge(0);
        }
    }

    /** Takes the message of the first sender in the queue. */
    private static void take(
            Core core, ThreadObject receiver, EndpointObject endpoint, ReplyObject reply) {
        ThreadObject sender = endpoint.head;
        endpoint.dequeue(sender);
        MessageTransfer.transfer(
                core, sender, endpoint, sender.sendBadge, sender.sendCanGrant, receiver);
        Budgets.unblockSporadic(core, sender.schedContext);
        if (sender.sendIsCall || sender.fault != null) {
            if (reply != null && (sender.sendCanGrant || sender.sendCanGrantReply)) {
                // Who timed out has no time to lend.
                boolean canDonate = sender.fault == null || sender.fault.label() != Fault.TIMEOUT;
                Replies.push(core, sender, receiver, reply, canDonate);
            } else {
                core.scheduler.setState(sender, ThreadState.INACTIVE);
            }
        } else {
            core.scheduler.setState(sender, ThreadState.RUNNING);
            core.scheduler.possibleSwitchTo(sender);
        }
    }
}
