package io.atoll.kernel.check;

import static io.atoll.kernel.check.Scene.assertNamed;

import io.atoll.kernel.object.NotificationObject;
import io.atoll.kernel.object.ReplyObject;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;

import org.junit.jupiter.api.Test;

/** Broken scheduling contexts, reply objects and call stacks are named. */
class CallStackMutationsTest {
    @Test
    void shouldNameAContextWhoseThreadDoesNotKnowIt() {
        assertNamed(
                "belongs to inner-server, which runs on null",
                scene -> scene.lent.thread.schedContext = null);
    }

    @Test
    void shouldNameAThreadWhoseContextDoesNotKnowIt() {
        assertNamed("receiver50 runs on", scene -> scene.receivers.head.schedContext.thread = null);
    }

    @Test
    void shouldNameAContextThatDoesNotExist() {
        assertNamed(
                "is the scheduling context of outer-server, but no capability to it exists",
                scene -> {
                    ThreadObject thread = scene.lent.replyHead.thread;
                    thread.schedContext = new SchedContextObject(0x7000, 8);
                    thread.schedContext.thread = thread;
                });
    }

    @Test
    void shouldNameAContextOfACoreThatIsNotThere() {
        assertNamed(
                "is configured for core 9, which the image does not have",
                scene -> scene.notificationTime.coreIndex = 9);
    }

    @Test
    void shouldNameAContextWhoseNotificationDoesNotKnowIt() {
        assertNamed("is bound to", scene -> scene.timed.schedContext = null);
    }

    @Test
    void shouldNameANotificationWhoseContextDoesNotKnowIt() {
        assertNamed("which is bound to null", scene -> scene.notificationTime.notification = null);
    }

    @Test
    void shouldNameANotificationWithAContextThatDoesNotExist() {
        assertNamed(
                "is the notification of",
                scene -> {
                    NotificationObject ghost = new NotificationObject(0x7000, 6);
                    ghost.schedContext = scene.lent;
                    scene.lent.notification = ghost;
                });
    }

    @Test
    void shouldNameACallStackWhoseHeadDoesNotKnowIt() {
        assertNamed("the call stack of", scene -> scene.lent.replyHead.headOf = null);
    }

    @Test
    void shouldNameAHeadWhoseCallStackDoesNotKnowIt() {
        assertNamed("heads the call stack of", scene -> scene.lent.replyHead = null);
    }

    @Test
    void shouldNameAHeadThatIsFollowed() {
        assertNamed(
                "heads a call stack, but",
                scene -> {
                    ReplyObject head = scene.lent.replyHead;
                    ReplyObject below = head.previous;
                    head.previous = null;
                    head.next = below;
                    below.next = null;
                    below.previous = head;
                });
    }

    @Test
    void shouldNameACallStackLinkedOneWay() {
        assertNamed(
                "which is not linked to it", scene -> scene.lent.replyHead.previous.next = null);
        assertNamed("which is not linked back", scene -> scene.lent.replyHead.previous = null);
    }

    @Test
    void shouldNameAReplyThatIsInACallStackForNobody() {
        assertNamed(
                "holds nobody, but is in a call stack",
                scene -> {
                    ReplyObject reply = scene.lent.replyHead;
                    reply.thread.reply = null;
                    reply.thread.state = ThreadState.INACTIVE;
                    reply.thread = null;
                });
    }

    @Test
    void shouldNameAnOfferedReplyThatIsInACallStack() {
        assertNamed(
                "is offered by receiver50, which waits for a message, but is in a call stack",
                scene -> scene.receivers.head.reply.next = scene.lent.replyHead);
    }

    @Test
    void shouldNameACallerThatItsReplyDoesNotKnow() {
        assertNamed("is held by", scene -> scene.receivers.head.reply.thread = null);
    }

    @Test
    void shouldNameAReplyThatItsCallerDoesNotKnow() {
        assertNamed("holds receiver50", scene -> scene.receivers.head.reply = null);
    }

    @Test
    void shouldNameACallerHeldByNoReply() {
        assertNamed(
                "sender40 waits for an answer, but no reply object holds it",
                scene -> {
                    ThreadObject sender = scene.senders.tail;
                    scene.senders.dequeue(sender);
                    sender.state = ThreadState.BLOCKED_ON_REPLY;
                });
    }

    @Test
    void shouldNameAHeldThreadThatDoesNotWait() {
        assertNamed(
                "but its state is inactive",
                scene -> scene.lent.replyHead.thread.state = ThreadState.INACTIVE);
    }

    @Test
    void shouldNameAReplyThatDoesNotExist() {
        assertNamed(
                "is the reply object of sender40, but no capability to it exists",
                scene -> {
                    ThreadObject sender = scene.senders.tail;
                    scene.senders.dequeue(sender);
                    sender.state = ThreadState.BLOCKED_ON_REPLY;
                    sender.reply = new ReplyObject(0x7000, 5);
                    sender.reply.thread = sender;
                });
    }
}
