package io.atoll.kernel.invocation;

import static io.atoll.kernel.testing.Answers.assertError;
import static io.atoll.kernel.testing.Invocations.caps;
import static io.atoll.kernel.testing.Invocations.invoke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.SchedControl;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.capability.SchedContextCapability;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Scheduling contexts: filling them, and whose they are ({@code sel4-api} 2.10 and 3.7). */
class SchedContextInvocationTest {
    private static final long MIN_MICROS = 20;
    private static final long MAX_MICROS = 1_152_921_504_606_846L;

    private final TestImage image = new TestImage();
    private final List<Object> log = new ArrayList<>();

    private SchedContextObject object(SchedContext cap) {
        var slot = image.image().roots().rootCNode().slots.get((int) cap.cptr());
        return ((SchedContextCapability) slot.capability).schedContext;
    }

    @Nested
    class Configure {
        @Test
        void shouldSetBudgetPeriodAndBadge() {
            image.run(
                    world -> {
                        SchedContext made = world.emptySchedContext();
                        world.schedControl().configure(made, 2_000, 5_000, 8, 77, 0).orThrow();
                        assertEquals(2_000_000, object(made).refills.sum());
                        assertEquals(5_000_000, object(made).refills.periodTicks());
                        assertEquals(77, object(made).badge);
                        assertEquals(true, object(made).isConfigured());
                    });
        }

        @Test
        void shouldKeepBudgetAndPeriodInRange() {
            image.run(
                    world -> {
                        SchedControl control = world.schedControl();
                        SchedContext made = world.emptySchedContext();
                        long[][] wrong = {
                            {MAX_MICROS + 1, MAX_MICROS},
                            {1_000, MAX_MICROS + 1},
                            {MIN_MICROS - 1, 1_000},
                            {MIN_MICROS, MIN_MICROS - 1},
                            {-1, 1_000},
                        };
                        for (long[] times : wrong) {
                            assertError(
                                    world.sel4,
                                    Sel4Error.RANGE_ERROR,
                                    control.configure(made, times[0], times[1], 0, 0, 0),
                                    MIN_MICROS,
                                    MAX_MICROS);
                        }
                        assertError(
                                world.sel4,
                                Sel4Error.RANGE_ERROR,
                                control.configure(made, 1_001, 1_000, 0, 0, 0),
                                MIN_MICROS,
                                1_000);
                        assertEquals(false, object(made).isConfigured());
                        control.configure(made, MIN_MICROS, MAX_MICROS, 0, 0, 0).orThrow();
                        control.configure(made, MAX_MICROS, MAX_MICROS, 0, 0, 0).orThrow();
                    });
        }

        @Test
        void shouldAllowAsManyRefillsAsTheObjectHasRoomFor() {
            image.run(
                    world -> {
                        for (int bits = 7; bits <= 10; bits++) {
                            SchedContext made =
                                    world.sel4.schedContext(
                                            world.make(ObjectType.SCHED_CONTEXT, bits));
                            int most = SchedContext.maxExtraRefills(bits);
                            assertEquals(((1 << bits) - 128) / 16, most);
                            SchedControl control = world.schedControl();
                            control.configure(made, 1_000, 2_000, most, 0, 0).orThrow();
                            assertError(
                                    world.sel4,
                                    Sel4Error.RANGE_ERROR,
                                    control.configure(made, 1_000, 2_000, most + 1, 0, 0),
                                    0,
                                    most);
                        }
                    });
        }

        @Test
        void shouldCheckTimesBeforeTheCapabilityAndThatBeforeTheRefills() {
            image.run(
                    world -> {
                        SchedContext wrong = world.sel4.schedContext(world.endpoint().cptr());
                        SchedControl control = world.schedControl();
                        assertError(
                                world.sel4,
                                Sel4Error.RANGE_ERROR,
                                control.configure(wrong, 0, 1_000, 99, 0, 0),
                                MIN_MICROS,
                                MAX_MICROS);
                        assertError(
                                world.sel4,
                                Sel4Error.INVALID_CAPABILITY,
                                control.configure(wrong, 1_000, 1_000, 99, 0, 0),
                                1);
                    });
        }

        @Test
        void shouldNeedFiveWordsAndTheContext() {
            image.run(
                    world -> {
                        int label = InvocationLabel.SCHED_CONTROL_CONFIGURE_FLAGS;
                        long control = world.schedControl().cptr();
                        long[] words = {1_000, 1_000, 0, 0, 0};
                        assertEquals(
                                Sel4Error.TRUNCATED_MESSAGE,
                                invoke(
                                        world.sel4,
                                        control,
                                        label,
                                        caps(world.emptySchedContext().cptr()),
                                        4,
                                        words));
                        assertEquals(
                                Sel4Error.TRUNCATED_MESSAGE,
                                invoke(world.sel4, control, label, caps(), 5, words));
                    });
        }

        @Test
        void shouldWorkOnTheContextTheCallerRunsOn() {
            image.run(
                    world -> {
                        SchedContext own = world.sel4.schedContext(InitCaps.SC);
                        world.schedControl().configure(own, 1_000).orThrow();
                        assertEquals(1_000_000, object(own).refills.sum());
                    });
        }
    }

    @Nested
    class Binding {
        @Test
        void shouldTakeOneThreadAndOneNotification() {
            image.run(
                    world -> {
                        SchedContext time = world.schedContext();
                        Tcb thread = world.passiveThread("bound", 50, _ -> {});
                        Notification notification = world.notification();
                        time.bind(thread).orThrow();
                        time.bind(notification).orThrow();
                        Tcb other = world.passiveThread("other", 50, _ -> {});
                        assertEquals(Sel4Error.ILLEGAL_OPERATION, time.bind(other));
                        assertEquals(Sel4Error.ILLEGAL_OPERATION, time.bind(world.notification()));
                        SchedContext second = world.schedContext();
                        assertEquals(Sel4Error.ILLEGAL_OPERATION, second.bind(thread));
                        assertEquals(Sel4Error.ILLEGAL_OPERATION, second.bind(notification));
                    });
        }

        @Test
        void shouldRefuseOtherCapabilities() {
            image.run(
                    world -> {
                        SchedContext time = world.schedContext();
                        for (var wrong : List.of(world.endpoint(), world.root, time)) {
                            assertError(
                                    world.sel4, Sel4Error.INVALID_CAPABILITY, time.bind(wrong), 1);
                            assertError(
                                    world.sel4,
                                    Sel4Error.INVALID_CAPABILITY,
                                    time.unbindObject(wrong),
                                    1);
                        }
                        for (int label :
                                new int[] {
                                    InvocationLabel.SCHED_CONTEXT_BIND,
                                    InvocationLabel.SCHED_CONTEXT_UNBIND_OBJECT
                                }) {
                            assertEquals(
                                    Sel4Error.TRUNCATED_MESSAGE,
                                    invoke(world.sel4, time.cptr(), label, caps()));
                        }
                    });
        }

        @Test
        void shouldNotBindABlockedThreadToATimeThatIsNotConfigured() {
            image.run(
                    world -> {
                        Endpoint never = world.endpoint();
                        Tcb thread =
                                world.startPassive("blocked", 50, sel4 -> sel4.await(never.cptr()));
                        SchedContext empty = world.emptySchedContext();
                        assertEquals(Sel4Error.ILLEGAL_OPERATION, empty.bind(thread));
                        world.schedControl().configure(empty, 1_000).orThrow();
                        empty.bind(thread).orThrow();
                        // One that is not blocked may wait for its time to be filled.
                        Tcb inactive = world.passiveThread("inactive", 50, _ -> log.add("ran"));
                        SchedContext later = world.emptySchedContext();
                        later.bind(inactive).orThrow();
                        inactive.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        world.schedControl().configure(later, 1_000).orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("ran"), log);
                    });
        }

        @Test
        void shouldUnbindOneObjectOrAll() {
            image.run(
                    world -> {
                        SchedContext time = world.schedContext();
                        Tcb thread = world.passiveThread("bound", 50, _ -> {});
                        Notification notification = world.notification();
                        assertEquals(Sel4Error.ILLEGAL_OPERATION, time.unbindObject(thread));
                        assertEquals(Sel4Error.ILLEGAL_OPERATION, time.unbindObject(notification));
                        time.bind(thread).orThrow();
                        time.bind(notification).orThrow();
                        time.unbindObject(thread).orThrow();
                        assertEquals(null, object(time).thread);
                        time.bind(thread).orThrow();
                        time.unbindObject(notification).orThrow();
                        assertEquals(null, object(time).notification);
                        time.bind(notification).orThrow();
                        time.unbind().orThrow();
                        assertEquals(null, object(time).thread);
                        assertEquals(null, object(time).notification);
                        time.unbind().orThrow();
                    });
        }

        @Test
        void shouldNotTakeTheCallersOwnTimeAway() {
            image.run(
                    world -> {
                        SchedContext own = world.sel4.schedContext(InitCaps.SC);
                        assertEquals(Sel4Error.ILLEGAL_OPERATION, own.unbind());
                        assertEquals(Sel4Error.ILLEGAL_OPERATION, own.unbindObject(world.self()));
                    });
        }

        @Test
        void shouldStopAReadyThreadUntilItHasTimeAgain() {
            image.run(
                    world -> {
                        Tcb thread = world.passiveThread("ready", 50, _ -> log.add("ran"));
                        SchedContext time = world.schedContext();
                        time.bind(thread).orThrow();
                        thread.resume().orThrow();
                        time.unbind().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        time.bind(thread).orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("ran"), log);
                    });
        }

        @Test
        void shouldBeOverWhenTheContextIsDeleted() {
            image.run(
                    world -> {
                        Tcb thread = world.passiveThread("orphan", 50, _ -> log.add("ran"));
                        SchedContext time = world.schedContext();
                        time.bind(thread).orThrow();
                        thread.resume().orThrow();
                        world.at(time).delete().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        world.schedContext().bind(thread).orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("ran"), log);
                    });
        }
    }

    @Nested
    class Lending {
        /** A client that calls a passive server, which stops in the middle of its work. */
        private final class Scene {
            final Notification goOn;
            final SchedContext time;
            final Tcb client;
            final Tcb server;
            final Reply reply;

            Scene(World world) {
                Endpoint endpoint = world.endpoint();
                reply = world.reply();
                goOn = world.notification();
                time = world.schedContext();
                server =
                        world.startPassive(
                                "server",
                                60,
                                sel4 -> {
                                    sel4.recv(endpoint.cptr(), reply.cptr());
                                    sel4.await(goOn.cptr());
                                    log.add("served");
                                    sel4.replyRecv(endpoint.cptr(), 0, reply.cptr());
                                });
                client =
                        world.passiveThread(
                                "client",
                                50,
                                sel4 -> {
                                    sel4.call(endpoint.cptr(), 0);
                                    log.add("answered");
                                });
                time.bind(client).orThrow();
                client.resume().orThrow();
                world.letOthersRun();
                assertEquals("server", object(time).thread.name);
            }
        }

        @Test
        void shouldEndWithTheAnswer() {
            image.run(
                    world -> {
                        Scene scene = new Scene(world);
                        scene.goOn.signal();
                        world.letOthersRun();
                        assertEquals(List.of("served", "answered"), log);
                        assertEquals("client", object(scene.time).thread.name);
                    });
        }

        @Test
        void shouldStopTheServerWhenTheTimeIsTakenFromIt() {
            image.run(
                    world -> {
                        Scene scene = new Scene(world);
                        scene.time.unbind().orThrow();
                        scene.goOn.signal();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        // The call stack is gone: the answer returns nothing.
                        world.schedContext().bind(scene.server).orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("served"), log);
                        scene.time.bind(scene.client).orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("served", "answered"), log);
                    });
        }

        @Test
        void shouldNotLetTheClientsCapabilityUnbindTheClient() {
            image.run(
                    world -> {
                        Scene scene = new Scene(world);
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION, scene.time.unbindObject(scene.client));
                        scene.time.unbindObject(scene.server).orThrow();
                        assertEquals(null, object(scene.time).thread);
                    });
        }

        @Test
        void shouldLeaveTheCallerWaitingWhenItsServerIsDeleted() {
            image.run(
                    world -> {
                        Scene scene = new Scene(world);
                        world.at(scene.server).delete().orThrow();
                        assertEquals(null, object(scene.time).thread);
                        scene.time.bind(scene.client).orThrow();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        // The reply object holds the caller still: anybody may answer it.
                        scene.reply.send(0);
                        world.letOthersRun();
                        assertEquals(List.of("answered"), log);
                    });
        }
    }
}
