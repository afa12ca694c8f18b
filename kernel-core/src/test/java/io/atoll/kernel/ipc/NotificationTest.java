package io.atoll.kernel.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.Fault;
import io.atoll.kernel.api.LookupFailure;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Signals, waiting, polling, bound notifications ({@code sel4-api} 3.6). */
class NotificationTest {
    private final TestImage image = new TestImage();
    private final List<String> log = new ArrayList<>();

    private Tcb startWaiter(World world, String name, int priority, Notification notification) {
        Tcb waiter =
                world.start(
                        name,
                        priority,
                        sel4 -> {
                            sel4.await(notification.cptr());
                            log.add(name + " got " + sel4.ipc().senderBadge());
                        });
        world.letOthersRun();
        return waiter;
    }

    @Nested
    class Signals {
        @Test
        void shouldAccumulateBadgesUntilTheyAreTaken() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        assertEquals(0, notification.poll());
                        world.badged(notification, 1).signal();
                        world.badged(notification, 4).signal();
                        world.badged(notification, 5).signal();
                        world.badged(notification, 1L << 63).signal();
                        assertEquals(5 | 1L << 63, notification.poll());
                        assertEquals(0, notification.poll());
                        world.badged(notification, 2).signal();
                        assertEquals(2, notification.await());
                    });
        }

        @Test
        void shouldCountASignalWithoutBadge() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        notification.signal();
                        // It does not block, although the word is zero.
                        assertEquals(0, notification.await());
                    });
        }

        @Test
        void shouldWakeOneWaiterPerSignalByPriorityAndEqualsInOrder() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        int[] priorities = {10, 30, 20, 30};
                        for (int i = 0; i < priorities.length; i++) {
                            startWaiter(world, "waiter " + i, priorities[i], notification);
                        }
                        for (int i = 0; i < priorities.length; i++) {
                            world.badged(notification, 100 + i).signal();
                            world.letOthersRun();
                        }
                        world.badged(notification, 200).signal();
                        assertEquals(
                                List.of(
                                        "waiter 1 got 100",
                                        "waiter 3 got 101",
                                        "waiter 2 got 102",
                                        "waiter 0 got 103"),
                                log);
                        assertEquals(200, notification.poll());
                    });
        }

        @Test
        void shouldMoveAWaiterWhosePriorityChanges() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        startWaiter(world, "a", 20, notification);
                        Tcb b = startWaiter(world, "b", 10, notification);
                        b.setPriority(world.self(), 30).orThrow();
                        world.badged(notification, 1).signal();
                        world.letOthersRun();
                        assertEquals(List.of("b got 1"), log);
                    });
        }

        @Test
        void shouldReceiveLikeAnEndpointWithoutLookingAtTheReplyCapability() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        world.badged(notification, 6).signal();
                        world.sel4.recv(notification.cptr(), 1L << 50);
                        assertEquals(6, world.sel4.ipc().senderBadge());
                        world.sel4.nbRecv(notification.cptr(), 1L << 50);
                        assertEquals(0, world.sel4.ipc().senderBadge());
                    });
        }

        @Test
        void shouldAnswerACallWithSuccess() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        long badged = world.badged(notification, 6).cptr();
                        assertEquals(0, world.sel4.call(badged, MessageInfo.of(9, 4)));
                        assertEquals(6, notification.poll());
                    });
        }

        @Test
        void shouldForgetASuspendedWaiter() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        Tcb waiter = startWaiter(world, "a", 20, notification);
                        waiter.suspend().orThrow();
                        world.badged(notification, 3).signal();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        waiter.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("a got 3"), log);
                    });
        }

        @Test
        void shouldMakeWaitersFaultWhenTheNotificationIsDeleted() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        startWaiter(world, "a", 20, notification);
                        world.at(notification).delete().orThrow();
                        world.letOthersRun();
                        assertEquals(1, image.unhandledFaults().size());
                        assertEquals(List.of(), log);
                    });
        }
    }

    @Nested
    class Rights {
        @Test
        void shouldNotSignalWithoutWriteRight() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        long readOnly = world.mint(notification, CapRights.READ, 5);
                        world.sel4.send(readOnly, 0);
                        world.sel4.nbSend(readOnly, 0);
                        long answer = world.sel4.call(readOnly, 0);
                        assertEquals(
                                Sel4Error.INVALID_CAPABILITY.ordinal(), MessageInfo.label(answer));
                        assertEquals(0, notification.poll());
                    });
        }

        @Test
        void shouldFaultWhenWaitingOrPollingWithoutReadRight() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        long writeOnly = world.copy(notification, CapRights.WRITE);
                        world.start("waiting", 50, sel4 -> sel4.await(writeOnly));
                        world.start("polling", 50, sel4 -> sel4.nbAwait(writeOnly));
                        world.letOthersRun();
                        assertEquals(2, image.unhandledFaults().size());
                    });
        }
    }

    @Nested
    class Bound {
        private Notification notification;
        private Endpoint endpoint;
        private Tcb receiver;

        /** A thread that receives {@code times} times on the endpoint, its notification bound. */
        private void startReceiver(World world, int times) {
            notification = world.notification();
            endpoint = world.endpoint();
            Reply reply = world.reply();
            receiver =
                    world.thread(
                            "receiver",
                            50,
                            sel4 -> {
                                for (int i = 0; i < times; i++) {
                                    sel4.recv(endpoint.cptr(), reply.cptr());
                                    log.add("got " + sel4.ipc().senderBadge());
                                }
                            });
            receiver.bindNotification(notification).orThrow();
        }

        @Test
        void shouldDeliverASignalToAThreadThatReceivesOnAnEndpoint() {
            image.run(
                    world -> {
                        startReceiver(world, 2);
                        receiver.resume().orThrow();
                        world.letOthersRun();
                        world.badged(notification, 3).signal();
                        world.letOthersRun();
                        assertEquals(List.of("got 3"), log);
                        world.badged(endpoint, 9).send(0);
                        world.letOthersRun();
                        assertEquals(List.of("got 3", "got 9"), log);
                    });
        }

        @Test
        void shouldTakeAPendingSignalBeforeAWaitingSender() {
            image.run(
                    world -> {
                        startReceiver(world, 2);
                        long badged = world.badged(endpoint, 9).cptr();
                        world.start("sender", 60, sel4 -> sel4.send(badged, 0));
                        world.letOthersRun();
                        world.badged(notification, 3).signal();
                        world.badged(notification, 4).signal();
                        receiver.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("got 7", "got 9"), log);
                    });
        }

        @Test
        void shouldTakeAPendingSignalWhenPollingAnEndpoint() {
            image.run(
                    world -> {
                        Notification own = world.notification();
                        world.self().bindNotification(own).orThrow();
                        world.badged(own, 12).signal();
                        world.endpoint().nbAwait();
                        assertEquals(12, world.sel4.ipc().senderBadge());
                    });
        }

        @Test
        void shouldNotWakeItsThreadOutOfAnythingButAReceive() {
            image.run(
                    world -> {
                        notification = world.notification();
                        Endpoint busy = world.endpoint();
                        Notification other = world.notification();
                        Tcb thread =
                                world.thread(
                                        "thread",
                                        50,
                                        sel4 -> {
                                            sel4.send(busy.cptr(), 0);
                                            log.add("sent");
                                            sel4.await(other.cptr());
                                            log.add("signalled");
                                            sel4.nbAwait(notification.cptr());
                                            log.add("polled " + sel4.ipc().senderBadge());
                                        });
                        thread.bindNotification(notification).orThrow();
                        thread.resume().orThrow();
                        world.letOthersRun();
                        world.badged(notification, 1).signal();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        busy.await();
                        world.letOthersRun();
                        world.badged(notification, 2).signal();
                        world.letOthersRun();
                        assertEquals(List.of("sent"), log);
                        other.signal();
                        world.letOthersRun();
                        assertEquals(List.of("sent", "signalled", "polled 3"), log);
                    });
        }

        @Test
        void shouldLetNobodyElseWaitOnIt() {
            image.run(
                    world -> {
                        startReceiver(world, 1);
                        Endpoint handler = world.endpoint();
                        Reply reply = world.reply();
                        Tcb stranger =
                                world.thread(
                                        "stranger", 40, sel4 -> sel4.await(notification.cptr()));
                        stranger.setSpace(handler, world.root, 0, world.vspace(), 0).orThrow();
                        stranger.resume().orThrow();
                        long info = handler.recv(reply);
                        var fault = (Fault.CapFault) Fault.from(world.sel4.ipc(), info);
                        assertEquals(notification.cptr(), fault.cptr());
                        assertEquals(true, fault.inReceivePhase());
                        assertEquals(new LookupFailure.MissingCapability(0), fault.failure());
                    });
        }

        @Test
        void shouldStopWakingItsThreadWhenUnbound() {
            image.run(
                    world -> {
                        startReceiver(world, 1);
                        receiver.resume().orThrow();
                        world.letOthersRun();
                        receiver.unbindNotification().orThrow();
                        world.badged(notification, 3).signal();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        assertEquals(3, notification.poll());
                        assertEquals(Sel4Error.ILLEGAL_OPERATION, receiver.unbindNotification());
                    });
        }

        @Test
        void shouldRefuseASecondBindingOnEitherSideAndOneWithWaiters() {
            image.run(
                    world -> {
                        startReceiver(world, 1);
                        Notification other = world.notification();
                        assertEquals(Sel4Error.ILLEGAL_OPERATION, receiver.bindNotification(other));
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION,
                                world.self().bindNotification(notification));
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION,
                                world.self()
                                        .bindNotification(
                                                world.sel4.notification(
                                                        world.copy(other, CapRights.WRITE))));
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION,
                                world.self()
                                        .bindNotification(
                                                world.sel4.notification(endpoint.cptr())));
                        startWaiter(world, "waiter", 30, other);
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION, world.self().bindNotification(other));
                    });
        }

        @Test
        void shouldBeUnboundWhenDeleted() {
            image.run(
                    world -> {
                        startReceiver(world, 1);
                        world.at(notification).delete().orThrow();
                        assertEquals(
                                Sel4Error.NO_ERROR,
                                receiver.bindNotification(world.notification()));
                    });
        }
    }

    @Nested
    class WithTime {
        @Test
        void shouldLendItsTimeToAPassiveWaiterAndTakeItBack() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        SchedContext time = world.schedContext();
                        Tcb passive =
                                world.startPassive(
                                        "passive",
                                        50,
                                        sel4 -> {
                                            while (true) {
                                                sel4.await(notification.cptr());
                                                log.add("got " + sel4.ipc().senderBadge());
                                            }
                                        });
                        notification.signal();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        // It woke up, and has no time; the notification's comes too late for that.
                        time.bind(notification).orThrow();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        SchedContext push = world.schedContext();
                        push.bind(passive).orThrow();
                        world.letOthersRun();
                        push.unbind().orThrow();
                        assertEquals(List.of("got 0"), log);
                        for (int i = 1; i <= 2; i++) {
                            world.badged(notification, i).signal();
                            world.letOthersRun();
                        }
                        assertEquals(List.of("got 0", "got 1", "got 2"), log);
                        assertEquals(Sel4Error.ILLEGAL_OPERATION, time.unbindObject(passive));
                    });
        }

        @Test
        void shouldLendItsTimeToItsBoundThreadUntilThatReceivesAgain() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        Endpoint endpoint = world.endpoint();
                        Reply reply = world.reply();
                        SchedContext time = world.schedContext();
                        time.bind(notification).orThrow();
                        Tcb passive =
                                world.startPassive(
                                        "passive",
                                        50,
                                        sel4 -> {
                                            long info = sel4.recv(endpoint.cptr(), reply.cptr());
                                            while (true) {
                                                log.add("got " + sel4.ipc().senderBadge());
                                                info =
                                                        sel4.replyRecv(
                                                                endpoint.cptr(),
                                                                info,
                                                                reply.cptr());
                                            }
                                        });
                        passive.bindNotification(notification).orThrow();
                        world.badged(notification, 3).signal();
                        world.letOthersRun();
                        // Passive again: the caller's time serves its call, and comes back.
                        world.badged(endpoint, 4).call(0);
                        world.badged(notification, 5).signal();
                        world.letOthersRun();
                        assertEquals(List.of("got 3", "got 4", "got 5"), log);
                        assertEquals(Sel4Error.ILLEGAL_OPERATION, time.unbindObject(passive));
                    });
        }
    }
}
