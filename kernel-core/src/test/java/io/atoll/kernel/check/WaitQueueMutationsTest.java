package io.atoll.kernel.check;

import static io.atoll.kernel.check.Scene.assertNamed;

import io.atoll.kernel.capability.Deletion;
import io.atoll.kernel.capability.DerivationTree;
import io.atoll.kernel.capability.FrameCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.ipc.PendingFault;
import io.atoll.kernel.object.EndpointObject;
import io.atoll.kernel.object.NotificationObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;

import org.junit.jupiter.api.Test;

/** Broken wait queues, bindings and thread states are named. */
class WaitQueueMutationsTest {
    @Test
    void shouldNameAnIdleEndpointWithAQueue() {
        assertNamed(
                "is in state 0, but its queue begins with receiver50",
                scene -> scene.receivers.state = EndpointObject.IDLE);
    }

    @Test
    void shouldNameAnEndpointOfTheOtherDirection() {
        assertNamed(
                "receiver50 is in the queue of",
                scene -> scene.receivers.state = EndpointObject.SEND);
    }

    @Test
    void shouldNameAnIdleNotificationWithAQueue() {
        assertNamed(
                "is in state 0, but its queue begins with waiter50",
                scene -> scene.waited.state = NotificationObject.IDLE);
    }

    @Test
    void shouldNameAWordWithoutASignal() {
        assertNamed("is not active, but its word is 0x5", scene -> scene.bound.word = 5);
    }

    @Test
    void shouldNameAQueueThatIsNotByPriority() {
        assertNamed(
                "sender40 of priority 60 stands behind sender50",
                scene -> scene.senders.tail.priority = 60);
    }

    @Test
    void shouldNameABackLinkThatLeadsElsewhere() {
        assertNamed(
                "is not linked back to sender50", scene -> scene.senders.tail.queuePrevious = null);
    }

    @Test
    void shouldNameATailThatIsNotLast() {
        assertNamed(
                "ends with waiter40, but its tail is waiter50",
                scene -> scene.waited.tail = scene.waited.head);
    }

    @Test
    void shouldNameAThreadThatWaitsTwice() {
        assertNamed(
                "sender50 waits twice", scene -> scene.senders.tail.queueNext = scene.senders.head);
    }

    @Test
    void shouldNameAThreadThatThinksItWaitsElsewhere() {
        assertNamed(
                "sender50 is in the queue of",
                scene -> scene.senders.head.blockingObject = scene.receivers);
    }

    @Test
    void shouldNameABlockedThreadInNoQueue() {
        assertNamed(
                "sender40 is blocked on send, but in no queue",
                scene -> {
                    ThreadObject last = scene.senders.tail;
                    scene.senders.dequeue(last);
                });
    }

    @Test
    void shouldNameQueueLinksWithoutAQueue() {
        assertNamed(
                "is in no queue, but has queue links",
                scene -> scene.lent.replyHead.thread.queueNext = scene.senders.head);
    }

    @Test
    void shouldNameAWaitingThreadThatDoesNotExist() {
        assertNamed(
                "ghost is waiting on",
                scene -> {
                    ThreadObject ghost = new ThreadObject(0x7000, 11, scene.core);
                    ghost.name = "ghost";
                    ghost.state = ThreadState.BLOCKED_ON_SEND;
                    ghost.blockingObject = scene.senders;
                    scene.senders.append(ghost);
                });
    }

    @Test
    void shouldNameABoundNotificationThatItsThreadDoesNotKnow() {
        assertNamed(
                "which is not bound to it",
                scene -> scene.bound.boundThread.boundNotification = null);
    }

    @Test
    void shouldNameABoundThreadThatItsNotificationDoesNotKnow() {
        assertNamed("receiver50 is bound to", scene -> scene.bound.boundThread = null);
    }

    @Test
    void shouldNameAStrangerAtABoundNotification() {
        assertNamed(
                "but waiter50 waits on it",
                scene -> {
                    scene.waited.boundThread = scene.senders.head;
                    scene.senders.head.boundNotification = scene.waited;
                });
    }

    @Test
    void shouldNameABoundNotificationThatDoesNotExist() {
        assertNamed(
                "is bound to ready-first, but no capability to it exists",
                scene -> {
                    NotificationObject ghost = new NotificationObject(0x7000, 6);
                    ghost.boundThread = scene.readyFirst;
                    scene.readyFirst.boundNotification = ghost;
                });
    }

    @Test
    void shouldNameARunnableThreadWithAFault() {
        assertNamed(
                "ready-first has an unanswered fault, but its state is restart",
                scene -> scene.readyFirst.fault = PendingFault.userException(0, 0, 1, 0));
    }

    @Test
    void shouldNameAnImpossibleState() {
        assertNamed(
                "has the state 7, which no program's thread can have",
                scene -> scene.lent.replyHead.thread.state = ThreadState.IDLE);
    }

    @Test
    void shouldNameAnImpossiblePriority() {
        assertNamed(
                "ready-first has a priority of 256",
                scene -> scene.readyFirst.maximumControlledPriority = 256);
    }

    @Test
    void shouldNameABufferWithoutItsFrame() {
        assertNamed(
                "ready-first has no IPC buffer", scene -> scene.readyFirst.bufferFrame.detach());
    }

    @Test
    void shouldNameABufferSlotWithAnotherCapability() {
        assertNamed(
                "ready-first has an IPC buffer, but its slot holds",
                scene -> {
                    var slot = scene.readyFirst.slots[ThreadObject.IPC_BUFFER];
                    slot.capability = ((FrameCapability) slot.capability).unmapped();
                });
    }

    @Test
    void shouldNameAnInterruptThatSignalsNoNotification() {
        assertNamed(
                "which is no notification",
                scene -> {
                    Slot slot = scene.image.interrupts().handler(Scene.IRQ);
                    Deletion.deleteSimple(scene.core, slot);
                    DerivationTree.insertCopy(scene.original, slot, scene.original.capability);
                });
    }
}
