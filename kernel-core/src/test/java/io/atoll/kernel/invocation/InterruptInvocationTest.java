package io.atoll.kernel.invocation;

import static io.atoll.kernel.testing.Answers.assertError;
import static io.atoll.kernel.testing.Invocations.caps;
import static io.atoll.kernel.testing.Invocations.invoke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.LookupFailure;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.IrqControl;
import io.atoll.kernel.api.cap.IrqHandler;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.SgiSignal;
import io.atoll.kernel.testing.Answers;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Interrupt lines, their handlers, and doorbells ({@code sel4-api} 2.11, RFC-17). */
class InterruptInvocationTest {
    private static final int LINE = 40;
    private static final int LAST_LINE = InterruptLines.COUNT - 1;

    private final TestImage image = new TestImage();
    private final List<Object> log = new ArrayList<>();

    private static IrqControl control(World world) {
        return world.sel4.irqControl(InitCaps.IRQ_CONTROL);
    }

    /** Raises a line as the hardware would, and lets the kernel take it. */
    private void raise(World world, int line) {
        image.image().core(0).interrupts.raise(line);
        world.sel4.preemptionPoint();
    }

    private static long poll(World world, Notification notification) {
        notification.poll();
        return world.sel4.ipc().senderBadge();
    }

    private static SgiSignal doorbell(World world, int line, int targetCore) {
        long slot = world.slot();
        control(world).issueSgiSignal(line, targetCore, world.root.slot(slot)).orThrow();
        return world.sel4.sgiSignal(slot);
    }

    @Nested
    class Control {
        @Test
        void shouldHandOutEachLineOnce() {
            image.run(
                    world -> {
                        long first = world.slot();
                        control(world).get(LINE, world.root.slot(first)).orThrow();
                        // Said before the destination is looked at.
                        assertEquals(
                                Sel4Error.REVOKE_FIRST,
                                control(world).get(LINE, world.root.slot(first)));
                        world.root.slot(first).delete().orThrow();
                        control(world).get(LINE, world.root.slot(first)).orThrow();
                    });
        }

        @Test
        void shouldKeepTheLinesOfTheMachineToItself() {
            image.run(
                    world -> {
                        for (long line : new long[] {InterruptLines.TIMER, 1, 1024, -1}) {
                            assertError(
                                    world.sel4,
                                    Sel4Error.RANGE_ERROR,
                                    invoke(
                                            world.sel4,
                                            InitCaps.IRQ_CONTROL,
                                            InvocationLabel.IRQ_ISSUE_LINE,
                                            caps(world.root.cptr()),
                                            line,
                                            world.slot(),
                                            64),
                                    InterruptLines.FIRST_USER,
                                    LAST_LINE);
                        }
                        control(world).get(LAST_LINE, world.root.slot(world.slot())).orThrow();
                        control(world)
                                .get(InterruptLines.FIRST_USER, world.root.slot(world.slot()))
                                .orThrow();
                    });
        }

        @Test
        void shouldNeedAnEmptyDestination() {
            image.run(
                    world -> {
                        assertEquals(
                                Sel4Error.DELETE_FIRST,
                                control(world).get(LINE, world.at(world.endpoint())));
                        Answers.assertLookupFailed(
                                world.sel4,
                                false,
                                new LookupFailure.InvalidRoot(),
                                control(world)
                                        .get(
                                                LINE,
                                                world.sel4.cnode(world.endpoint().cptr()).slot(0)));
                        assertEquals(false, image.image().interrupts().isIssued(LINE));
                        assertEquals(
                                Sel4Error.TRUNCATED_MESSAGE,
                                invoke(
                                        world.sel4,
                                        InitCaps.IRQ_CONTROL,
                                        InvocationLabel.IRQ_ISSUE_LINE,
                                        caps(world.root.cptr()),
                                        LINE,
                                        world.slot()));
                    });
        }

        @Test
        void shouldTakeAllHandlersBackWhenRevoked() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        world.irqHandler(LINE, notification);
                        IrqHandler other = world.irqHandler(LINE + 1, notification);
                        long copy = world.copy(other, CapRights.ALL);
                        SgiSignal bell = doorbell(world, LINE, 1);
                        world.root.slot(InitCaps.IRQ_CONTROL).revoke().orThrow();
                        for (long gone : new long[] {copy, bell.cptr(), other.cptr()}) {
                            var slot = world.root.slot(gone);
                            assertEquals(Sel4Error.FAILED_LOOKUP, slot.move(slot));
                        }
                        assertEquals(false, image.image().interrupts().isIssued(LINE));
                        raise(world, LINE);
                        assertEquals(0, poll(world, notification));
                        control(world).get(LINE, world.root.slot(world.slot())).orThrow();
                    });
        }
    }

    @Nested
    class Handler {
        /** handleInterrupt finds nobody to signal and masks the line, which stays up. */
        @Test
        void shouldHaveWhatCameBeforeItsLineWasHandledAtTheAcknowledgement() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        raise(world, LINE);
                        long slot = world.slot();
                        control(world).get(LINE, world.root.slot(slot)).orThrow();
                        assertEquals(0, poll(world, notification));

                        IrqHandler handler = world.sel4.irqHandler(slot);
                        handler.setNotification(world.badged(notification, 5)).orThrow();
                        assertEquals(0, poll(world, notification));

                        handler.ack().orThrow();
                        assertEquals(5, poll(world, notification));
                        raise(world, LINE);
                        assertEquals(0, poll(world, notification));
                        handler.ack().orThrow();
                        assertEquals(5, poll(world, notification));
                    });
        }

        @Test
        void shouldSignalTheBadgeOfItsCopyOfTheCapability() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        Notification badged = world.badged(notification, 0x10);
                        IrqHandler handler = world.irqHandler(LINE, badged);
                        raise(world, LINE);
                        assertEquals(0x10, poll(world, notification));
                        handler.ack().orThrow();
                        world.at(badged).delete().orThrow();
                        raise(world, LINE);
                        assertEquals(0x10, poll(world, notification));
                    });
        }

        @Test
        void shouldHoldFurtherInterruptsBackUntilTheAcknowledgementAndMergeThem() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        IrqHandler handler = world.irqHandler(LINE, world.badged(notification, 1));
                        raise(world, LINE);
                        assertEquals(1, poll(world, notification));
                        raise(world, LINE);
                        raise(world, LINE);
                        raise(world, LINE);
                        assertEquals(0, poll(world, notification));
                        handler.ack().orThrow();
                        assertEquals(1, poll(world, notification));
                        handler.ack().orThrow();
                        assertEquals(0, poll(world, notification));
                        raise(world, LINE);
                        assertEquals(1, poll(world, notification));
                    });
        }

        @Test
        void shouldAcknowledgeWhatNeverCame() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        IrqHandler handler = world.irqHandler(LINE, world.badged(notification, 1));
                        handler.ack().orThrow();
                        handler.ack().orThrow();
                        assertEquals(0, poll(world, notification));
                    });
        }

        @Test
        void shouldSignalNobodyOnceCleared() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        IrqHandler handler = world.irqHandler(LINE, world.badged(notification, 1));
                        handler.clear().orThrow();
                        handler.clear().orThrow();
                        raise(world, LINE);
                        assertEquals(0, poll(world, notification));
                        handler.setNotification(world.badged(notification, 4)).orThrow();
                        assertEquals(0, poll(world, notification));
                        // It came while nobody was to be told, and its line is up since.
                        handler.ack().orThrow();
                        assertEquals(4, poll(world, notification));
                        handler.ack().orThrow();
                        assertEquals(0, poll(world, notification));
                    });
        }

        @Test
        void shouldReplaceTheNotification() {
            image.run(
                    world -> {
                        Notification first = world.notification();
                        Notification second = world.notification();
                        IrqHandler handler = world.irqHandler(LINE, world.badged(first, 1));
                        handler.setNotification(world.badged(second, 2)).orThrow();
                        raise(world, LINE);
                        assertEquals(0, poll(world, first));
                        assertEquals(2, poll(world, second));
                    });
        }

        @Test
        void shouldNeedANotificationThatMayBeSignalled() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        IrqHandler handler = world.irqHandler(LINE, notification);
                        for (long wrong :
                                new long[] {
                                    world.copy(notification, CapRights.READ),
                                    world.endpoint().cptr(),
                                    world.slot()
                                }) {
                            assertError(
                                    world.sel4,
                                    Sel4Error.INVALID_CAPABILITY,
                                    handler.setNotification(world.sel4.notification(wrong)),
                                    0);
                        }
                        assertEquals(
                                Sel4Error.TRUNCATED_MESSAGE,
                                invoke(
                                        world.sel4,
                                        handler.cptr(),
                                        InvocationLabel.IRQ_SET_IRQ_HANDLER,
                                        caps()));
                    });
        }

        @Test
        void shouldFallSilentWhenItsNotificationIsRevoked() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        IrqHandler handler = world.irqHandler(LINE, world.badged(notification, 1));
                        world.at(notification).revoke().orThrow();
                        raise(world, LINE);
                        assertEquals(0, poll(world, notification));
                        handler.setNotification(world.badged(notification, 2)).orThrow();
                        handler.ack().orThrow();
                        raise(world, LINE);
                        assertEquals(2, poll(world, notification));
                    });
        }

        @Test
        void shouldWakeAWaitingThreadAtOnce() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        world.irqHandler(LINE, world.badged(notification, 3));
                        world.start(
                                "driver",
                                255,
                                sel4 -> {
                                    sel4.await(notification.cptr());
                                    log.add("badge " + sel4.ipc().senderBadge());
                                });
                        world.sel4.yieldNow();
                        world.self().setPriority(world.self(), 254).orThrow();
                        raise(world, LINE);
                        log.add("initial task");
                        assertEquals(List.of("badge 3", "initial task"), log);
                    });
        }

        @Test
        void shouldKeepTheLineWhileACopyOfTheHandlerIsLeft() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        IrqHandler handler = world.irqHandler(LINE, world.badged(notification, 1));
                        IrqHandler copy = world.sel4.irqHandler(world.copy(handler, CapRights.ALL));
                        world.at(handler).delete().orThrow();
                        raise(world, LINE);
                        assertEquals(1, poll(world, notification));
                        copy.ack().orThrow();
                        world.at(copy).delete().orThrow();
                        raise(world, LINE);
                        assertEquals(0, poll(world, notification));
                    });
        }

        @Test
        void shouldForgetWhatALineHeldBackForItsLastHandler() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        IrqHandler handler = world.irqHandler(LINE, world.badged(notification, 1));
                        raise(world, LINE);
                        raise(world, LINE);
                        world.at(handler).delete().orThrow();
                        poll(world, notification);
                        IrqHandler next = world.irqHandler(LINE, world.badged(notification, 2));
                        next.ack().orThrow();
                        assertEquals(0, poll(world, notification));
                        raise(world, LINE);
                        assertEquals(2, poll(world, notification));
                    });
        }
    }

    @Nested
    class Doorbells {
        @Test
        void shouldRaiseTheirLineOnTheirCore() {
            image.run(
                    world -> {
                        doorbell(world, LINE, 1).signal();
                        doorbell(world, LINE + 1, 1).signal();
                        assertEquals(List.of("1:40", "1:41"), image.processor().raised());
                    });
        }

        @Test
        void shouldReachAHandlerOfTheirOwnImage() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        world.irqHandler(LINE, world.badged(notification, 5));
                        doorbell(world, LINE, 0).signal();
                        assertEquals(5, poll(world, notification));
                    });
        }

        @Test
        void shouldMergeSignalsThatTheTargetHasNotTakenYet() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        IrqHandler handler = world.irqHandler(LINE, world.badged(notification, 5));
                        SgiSignal bell = doorbell(world, LINE, 0);
                        for (int i = 0; i < 10; i++) {
                            bell.signal();
                        }
                        assertEquals(5, poll(world, notification));
                        handler.ack().orThrow();
                        // Those after the first waited for the acknowledgement, as one.
                        assertEquals(5, poll(world, notification));
                        handler.ack().orThrow();
                        assertEquals(0, poll(world, notification));
                    });
        }

        @Test
        void shouldRingHoweverTheyAreInvokedAndCarryNothing() {
            image.run(
                    world -> {
                        long bell = doorbell(world, LINE, 1).cptr();
                        world.sel4.ipc().cap(0, world.endpoint().cptr());
                        world.sel4.send(bell, MessageInfo.of(77, 0, 1, 4));
                        world.sel4.nbSend(bell, 0);
                        assertEquals(0, world.sel4.call(bell, MessageInfo.of(77, 4)));
                        assertEquals(3, image.processor().raised().size());
                    });
        }

        @Test
        void shouldBeCopiedButNotChanged() {
            image.run(
                    world -> {
                        SgiSignal bell = doorbell(world, LINE, 1);
                        long copy = world.mint(bell, CapRights.NONE, 99);
                        world.sel4.sgiSignal(copy).signal();
                        assertEquals(List.of("1:40"), image.processor().raised());
                    });
        }

        @Test
        void shouldNeedALineAndACoreOfTheMachine() {
            image.run(
                    world -> {
                        var slot = world.root.slot(world.slot());
                        for (int line : new int[] {0, 1, 1024, -1}) {
                            assertError(
                                    world.sel4,
                                    Sel4Error.RANGE_ERROR,
                                    control(world).issueSgiSignal(line, 0, slot),
                                    InterruptLines.FIRST_USER,
                                    LAST_LINE);
                        }
                        for (int core : new int[] {2, -1}) {
                            assertError(
                                    world.sel4,
                                    Sel4Error.RANGE_ERROR,
                                    control(world).issueSgiSignal(LINE, core, slot),
                                    0,
                                    1);
                        }
                        assertEquals(
                                Sel4Error.DELETE_FIRST,
                                control(world).issueSgiSignal(LINE, 0, world.at(world.endpoint())));
                        assertEquals(
                                Sel4Error.TRUNCATED_MESSAGE,
                                invoke(
                                        world.sel4,
                                        InitCaps.IRQ_CONTROL,
                                        InvocationLabel.IRQ_ISSUE_SGI_SIGNAL,
                                        caps(),
                                        LINE,
                                        0,
                                        world.slot(),
                                        64));
                    });
        }
    }
}
