package io.atoll.kernel.invocation;

import static io.atoll.kernel.testing.Answers.assertError;
import static io.atoll.kernel.testing.Invocations.caps;
import static io.atoll.kernel.testing.Invocations.invoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.capability.ThreadCapability;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Priorities, time, suspending and resuming of threads ({@code sel4-api} 2.9). */
class ThreadInvocationTest {
    private final TestImage image = new TestImage();
    private final List<Object> log = new ArrayList<>();

    private static Tcb fresh(World world) {
        return world.sel4.tcb(world.make(ObjectType.TCB, 0));
    }

    /** A thread whose maximum controlled priority is {@code mcp}. */
    private static Tcb authority(World world, int mcp) {
        Tcb made = fresh(world);
        made.setMcPriority(world.self(), mcp).orThrow();
        return made;
    }

    private ThreadObject object(Tcb tcb) {
        var slot = image.image().roots().rootCNode().slots.get((int) tcb.cptr());
        return ((ThreadCapability) slot.capability).thread;
    }

    @Nested
    class Priorities {
        @Test
        void shouldGiveNoMoreThanTheAuthorityControls() {
            image.run(
                    world -> {
                        Tcb thread = fresh(world);
                        Tcb authority = authority(world, 100);
                        thread.setPriority(authority, 100).orThrow();
                        assertEquals(100, object(thread).priority);
                        assertError(
                                world.sel4,
                                Sel4Error.RANGE_ERROR,
                                thread.setPriority(authority, 101),
                                0,
                                100);
                        thread.setMcPriority(authority, 100).orThrow();
                        assertEquals(100, object(thread).maximumControlledPriority);
                        assertError(
                                world.sel4,
                                Sel4Error.RANGE_ERROR,
                                thread.setMcPriority(authority, 101),
                                0,
                                100);
                        assertEquals(100, object(thread).priority);
                        assertEquals(100, object(thread).maximumControlledPriority);
                    });
        }

        @Test
        void shouldTakePrioritiesForUnsigned() {
            image.run(
                    world -> {
                        for (long priority : new long[] {-1, 256, 1L << 32}) {
                            assertError(
                                    world.sel4,
                                    Sel4Error.RANGE_ERROR,
                                    invoke(
                                            world.sel4,
                                            fresh(world).cptr(),
                                            InvocationLabel.TCB_SET_PRIORITY,
                                            caps(world.self().cptr()),
                                            priority),
                                    0,
                                    255);
                        }
                    });
        }

        @Test
        void shouldNeedAThreadAsAuthority() {
            image.run(
                    world -> {
                        Tcb thread = fresh(world);
                        Tcb noThread = world.sel4.tcb(world.endpoint().cptr());
                        for (Tcb wrong : new Tcb[] {noThread, null}) {
                            assertError(
                                    world.sel4,
                                    Sel4Error.INVALID_CAPABILITY,
                                    thread.setPriority(wrong, 1),
                                    1);
                            assertError(
                                    world.sel4,
                                    Sel4Error.INVALID_CAPABILITY,
                                    thread.setMcPriority(wrong, 1),
                                    1);
                        }
                    });
        }

        @Test
        void shouldNeedAWordAndTheAuthority() {
            image.run(
                    world -> {
                        long thread = fresh(world).cptr();
                        long[] self = caps(world.self().cptr());
                        for (int label :
                                new int[] {
                                    InvocationLabel.TCB_SET_PRIORITY,
                                    InvocationLabel.TCB_SET_MC_PRIORITY
                                }) {
                            assertEquals(
                                    Sel4Error.TRUNCATED_MESSAGE,
                                    invoke(world.sel4, thread, label, self));
                            assertEquals(
                                    Sel4Error.TRUNCATED_MESSAGE,
                                    invoke(world.sel4, thread, label, caps(), 1));
                        }
                    });
        }
    }

    @Nested
    class SchedParams {
        @Test
        void shouldSetPrioritiesTimeAndFaultHandlerAtOnce() {
            image.run(
                    world -> {
                        Tcb thread = fresh(world);
                        Endpoint handler = world.endpoint();
                        SchedContext time = world.schedContext();
                        thread.setSchedParams(world.self(), 7, 5, time, handler).orThrow();
                        ThreadObject object = object(thread);
                        assertEquals(7, object.maximumControlledPriority);
                        assertEquals(5, object.priority);
                        assertSame(object, object.schedContext.thread);
                        assertEquals(false, object.slots[ThreadObject.FAULT_HANDLER].isEmpty());
                        // Once more with the same, then without time and handler.
                        thread.setSchedParams(world.self(), 7, 5, time, handler).orThrow();
                        thread.setSchedParams(world.self(), 7, 5, null, null).orThrow();
                        assertEquals(null, object.schedContext);
                        assertEquals(true, object.slots[ThreadObject.FAULT_HANDLER].isEmpty());
                    });
        }

        @Test
        void shouldCheckInTheOrderOfTheManual() {
            image.run(
                    world -> {
                        Tcb thread = fresh(world);
                        Tcb authority = authority(world, 10);
                        Tcb noThread = world.sel4.tcb(world.endpoint().cptr());
                        SchedContext noTime = world.sel4.schedContext(world.endpoint().cptr());
                        Endpoint noHandler = world.sel4.endpoint(world.notification().cptr());
                        assertError(
                                world.sel4,
                                Sel4Error.INVALID_CAPABILITY,
                                thread.setSchedParams(noThread, 11, 11, noTime, noHandler),
                                1);
                        assertError(
                                world.sel4,
                                Sel4Error.RANGE_ERROR,
                                thread.setSchedParams(authority, 11, 0, noTime, noHandler),
                                0,
                                10);
                        assertError(
                                world.sel4,
                                Sel4Error.RANGE_ERROR,
                                thread.setSchedParams(authority, 10, 11, noTime, noHandler),
                                0,
                                10);
                        assertError(
                                world.sel4,
                                Sel4Error.INVALID_CAPABILITY,
                                thread.setSchedParams(authority, 10, 10, noTime, noHandler),
                                2);
                        assertError(
                                world.sel4,
                                Sel4Error.INVALID_CAPABILITY,
                                thread.setSchedParams(
                                        authority, 10, 10, world.schedContext(), noHandler),
                                3);
                        assertEquals(0, object(thread).priority);
                        assertEquals(null, object(thread).schedContext);
                        assertEquals(
                                Sel4Error.TRUNCATED_MESSAGE,
                                invoke(
                                        world.sel4,
                                        thread.cptr(),
                                        InvocationLabel.TCB_SET_SCHED_PARAMS,
                                        caps(world.self().cptr(), 0),
                                        1,
                                        1));
                    });
        }

        @Test
        void shouldRefuseTimeThatIsTakenOrASecondOne() {
            image.run(
                    world -> {
                        Tcb thread = fresh(world);
                        SchedContext first = world.schedContext();
                        thread.setSchedParams(world.self(), 1, 1, first, null).orThrow();
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION,
                                thread.setSchedParams(
                                        world.self(), 1, 1, world.schedContext(), null));
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION,
                                fresh(world).setSchedParams(world.self(), 1, 1, first, null));
                    });
        }

        @Test
        void shouldNotTakeTheCallersOwnTimeAway() {
            image.run(
                    world ->
                            assertEquals(
                                    Sel4Error.ILLEGAL_OPERATION,
                                    world.self()
                                            .setSchedParams(world.self(), 255, 255, null, null)));
        }

        @Test
        void shouldNotGiveABlockedThreadTimeThatIsNotConfigured() {
            image.run(
                    world -> {
                        Endpoint never = world.endpoint();
                        Tcb thread =
                                world.startPassive("blocked", 50, sel4 -> sel4.await(never.cptr()));
                        SchedContext empty = world.emptySchedContext();
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION,
                                thread.setSchedParams(world.self(), 50, 50, empty, null));
                        world.schedControl().configure(empty, 1_000).orThrow();
                        thread.setSchedParams(world.self(), 50, 50, empty, null).orThrow();
                    });
        }

        @Test
        void shouldLetAThreadThatWasWaitingForTimeRun() {
            image.run(
                    world -> {
                        Tcb thread = world.passiveThread("late", 50, _ -> log.add("ran"));
                        thread.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        SchedContext time = world.schedContext();
                        thread.setSchedParams(world.self(), 50, 50, time, null).orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("ran"), log);
                    });
        }
    }

    @Nested
    class SuspendAndResume {
        @Test
        void shouldStopAndContinueARunnableThread() {
            image.run(
                    world -> {
                        Tcb thread = world.start("stopped", 50, _ -> log.add("ran"));
                        thread.suspend().orThrow();
                        thread.suspend().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        thread.resume().orThrow();
                        thread.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("ran"), log);
                    });
        }

        @Test
        void shouldSuspendItselfAnewWhenResumed() {
            // Its own suspension is a call that never completes, so it is made again.
            image.run(
                    world -> {
                        long[] own = new long[1];
                        Tcb thread =
                                world.thread(
                                        "self",
                                        50,
                                        sel4 -> {
                                            log.add("suspending");
                                            sel4.tcb(own[0]).suspend().orThrow();
                                            log.add("never");
                                        });
                        own[0] = thread.cptr();
                        for (int i = 0; i < 3; i++) {
                            thread.resume().orThrow();
                            world.letOthersRun();
                            assertEquals(ThreadState.INACTIVE, object(thread).state);
                        }
                        assertEquals(List.of("suspending"), log);
                    });
        }

        @Test
        void shouldDoNothingWhenTheCallerResumesItself() {
            image.run(world -> world.self().resume().orThrow());
        }

        @Test
        void shouldMakeABlockedCallAgainFromItsSendPhaseOn() {
            image.run(
                    world -> {
                        Notification sent = world.notification();
                        Notification badged = world.badged(sent, 8);
                        Notification never = world.notification();
                        Tcb thread =
                                world.start(
                                        "blocked",
                                        50,
                                        sel4 -> sel4.nbSendWait(badged.cptr(), 0, never.cptr()));
                        for (int i = 0; i < 3; i++) {
                            world.letOthersRun();
                            assertEquals(ThreadState.BLOCKED_ON_NOTIFICATION, object(thread).state);
                            assertEquals(8, poll(world, sent));
                            assertEquals(0, poll(world, sent));
                            thread.suspend().orThrow();
                            assertEquals(0, poll(world, sent));
                            thread.resume().orThrow();
                        }
                    });
        }

        @Test
        void shouldNotMakeACompletedCallAgain() {
            image.run(
                    world -> {
                        Notification wakes = world.notification();
                        Notification counted = world.notification();
                        Tcb thread =
                                world.thread(
                                        "low",
                                        50,
                                        sel4 -> {
                                            sel4.send(wakes.cptr(), 0);
                                            log.add("low goes on");
                                        });
                        world.start(
                                "high",
                                60,
                                sel4 -> {
                                    sel4.await(wakes.cptr());
                                    sel4.tcb(thread.cptr()).suspend().orThrow();
                                    sel4.send(counted.cptr(), 0);
                                    sel4.await(wakes.cptr());
                                    log.add("signalled twice");
                                });
                        world.letOthersRun();
                        thread.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        thread.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("low goes on"), log);
                    });
        }

        private long poll(World world, Notification notification) {
            notification.poll();
            return world.sel4.ipc().senderBadge();
        }
    }

    @Nested
    class OtherMethods {
        @Test
        void shouldBeIllegal() {
            image.run(
                    world -> {
                        for (int label : new int[] {0, InvocationLabel.CNODE_REVOKE, 999}) {
                            assertEquals(
                                    MessageInfo.of(Sel4Error.ILLEGAL_OPERATION.ordinal(), 0),
                                    world.sel4.call(fresh(world).cptr(), MessageInfo.of(label, 4)));
                        }
                    });
        }

        @Test
        void shouldNeedTheNotificationToBind() {
            image.run(
                    world -> {
                        Tcb thread = fresh(world);
                        assertEquals(
                                Sel4Error.TRUNCATED_MESSAGE,
                                invoke(
                                        world.sel4,
                                        thread.cptr(),
                                        InvocationLabel.TCB_BIND_NOTIFICATION,
                                        caps()));
                        Notification writeOnly =
                                world.sel4.notification(
                                        world.copy(world.notification(), CapRights.WRITE));
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION, thread.bindNotification(writeOnly));
                        assertEquals(Sel4Error.ILLEGAL_OPERATION, thread.bindNotification(null));
                        assertEquals(Sel4Error.ILLEGAL_OPERATION, thread.unbindNotification());
                    });
        }
    }
}
