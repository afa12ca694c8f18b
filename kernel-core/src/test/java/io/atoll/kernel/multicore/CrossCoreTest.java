package io.atoll.kernel.multicore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.LockingDiscipline;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.capability.ThreadCapability;
import io.atoll.kernel.testing.Servers;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;

/** What threads of one core mean to the other, step by step on the test's own thread. */
@ParameterizedClass
@EnumSource(names = {"LOCK_FREE_FASTPATH", "BIG_LOCK"})
class CrossCoreTest {
    private static final int CORES = 2;
    private static final int OTHER = 1;

    private final List<String> log = new ArrayList<>();
    private final TestImage image;

    CrossCoreTest(LockingDiscipline locking) {
        image = new TestImage(KernelConfig.named("test").withLocking(locking), CORES);
    }

    private int coreOf(Tcb tcb) {
        return coreOf(image, tcb);
    }

    private static int coreOf(World world, Tcb tcb) {
        return coreOf(world.image, tcb);
    }

    private static int coreOf(TestImage image, Tcb tcb) {
        return image.image().roots().rootCNode().slots.get((int) tcb.cptr()).capability
                        instanceof ThreadCapability cap
                ? cap.thread.core.index
                : -1;
    }

    @Nested
    class Placement {
        @Test
        void shouldFollowTheSchedulingContext() {
            image.run(
                    world -> {
                        Tcb thread = world.passiveThread("mover", 100, sel4 -> {});
                        assertEquals(0, coreOf(thread), "made by a thread of core 0");
                        SchedContext time = world.schedContextOn(OTHER);
                        time.bind(thread).orThrow();
                        assertEquals(OTHER, coreOf(thread));
                        world.schedControl(0).configure(time, 5_000).orThrow();
                        assertEquals(0, coreOf(thread));
                    });
        }

        @Test
        void shouldRunAThreadOnTheOtherCore() {
            image.run(
                    world ->
                            world.threadOn(OTHER, "other", 100, sel4 -> log.add("ran"))
                                    .resume()
                                    .orThrow());
            assertEquals(List.of("ran"), log);
        }

        @Test
        void shouldMoveAThreadThatIsReady() {
            image.run(
                    world -> {
                        SchedContext time = world.schedContextOn(0);
                        Tcb thread = world.passiveThread("mover", 100, sel4 -> log.add("ran"));
                        time.bind(thread).orThrow();
                        thread.resume().orThrow();
                        world.schedControl(OTHER).configure(time, 5_000).orThrow();
                        assertEquals(OTHER, coreOf(thread));
                    });
            assertEquals(List.of("ran"), log);
        }

        @Test
        void shouldMoveTheThreadThatAsksForIt() {
            image.run(
                    world -> {
                        SchedContext time = world.schedContextOn(0);
                        Tcb thread =
                                world.passiveThread(
                                        "mover",
                                        100,
                                        sel4 -> {
                                            sel4.schedControl(
                                                            world.bootInfo.schedControl().start()
                                                                    + OTHER)
                                                    .configure(
                                                            sel4.schedContext(time.cptr()), 5_000)
                                                    .orThrow();
                                            log.add("goes on");
                                        });
                        time.bind(thread).orThrow();
                        thread.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(OTHER, coreOf(thread));
                    });
            assertEquals(List.of("goes on"), log);
        }
    }

    @Nested
    class Messages {
        @Test
        void shouldPassFromCoreToCore() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        Reply reply = world.reply();
                        world.threadOn(
                                        OTHER,
                                        "receiver",
                                        100,
                                        sel4 -> {
                                            for (int i = 0; i < 3; i++) {
                                                sel4.recv(endpoint.cptr(), reply.cptr());
                                                log.add("got " + sel4.ipc().mr(0));
                                            }
                                        })
                                .resume()
                                .orThrow();
                        for (int i = 0; i < 3; i++) {
                            world.sel4.ipc().mr(0, i);
                            world.sel4.send(endpoint.cptr(), MessageInfo.of(0, 1));
                        }
                    });
            assertEquals(List.of("got 0", "got 1", "got 2"), log);
        }

        @Test
        void shouldTakeTheCallerToWhereItsTimeWasMovedMeanwhile() {
            for (Servers kind : Servers.values()) {
                new TestImage(image.image().config(), CORES)
                        .run(world -> callAServerThatMovesTheTime(world, kind));
            }
            assertEquals(List.of("0 then 1", "1 then 1", "0 then 1", "1 then 1"), log);
        }

        private void callAServerThatMovesTheTime(World world, Servers kind) {
            Endpoint endpoint = world.endpoint();
            SchedContext time = world.schedContextOn(0);
            long control = world.schedControl(OTHER).cptr();
            world.startPassive(
                    "server",
                    200,
                    kind.of(
                            endpoint.cptr(),
                            world.reply().cptr(),
                            (sel4, badge, info) -> {
                                sel4.schedControl(control)
                                        .configure(sel4.schedContext(time.cptr()), 5_000)
                                        .orThrow();
                                return MessageInfo.of(0, 0);
                            }));
            Tcb[] client = new Tcb[1];
            client[0] =
                    world.passiveThread(
                            "client",
                            100,
                            sel4 -> {
                                for (int i = 0; i < 2; i++) {
                                    int before = coreOf(world, client[0]);
                                    sel4.call(endpoint.cptr(), MessageInfo.of(0, 0));
                                    log.add(before + " then " + coreOf(world, client[0]));
                                }
                            });
            time.bind(client[0]).orThrow();
            client[0].resume().orThrow();
        }

        @Test
        void shouldNotAnswerACallerOfAnotherCoreOnTheFastpath() {
            image.run(
                    world -> {
                        Endpoint called = world.endpoint();
                        Endpoint waitedOn = world.endpoint();
                        Reply reply = world.reply();
                        makeItTheOtherCores(world, waitedOn);
                        SchedContext time = world.schedContextOn(0);
                        long control = world.schedControl(OTHER).cptr();
                        world.startPassive(
                                "server",
                                200,
                                sel4 -> {
                                    sel4.recv(called.cptr(), reply.cptr());
                                    sel4.schedControl(control)
                                            .configure(sel4.schedContext(time.cptr()), 5_000)
                                            .orThrow();
                                    // Here, on the other core, all but the caller's is in order.
                                    sel4.replyRecv(
                                            waitedOn.cptr(), MessageInfo.of(0, 0), reply.cptr());
                                });
                        Tcb client =
                                world.passiveThread(
                                        "client",
                                        100,
                                        sel4 -> {
                                            sel4.call(called.cptr(), MessageInfo.of(0, 0));
                                            log.add("answered");
                                        });
                        time.bind(client).orThrow();
                        client.resume().orThrow();
                        world.letOthersRun();
                        image.image().core(OTHER).dispatchUntilIdle();
                        assertEquals(OTHER, coreOf(client));
                    });
            assertEquals(List.of("answered"), log);
        }

        /** A thread of the other core waited there. */
        private void makeItTheOtherCores(World world, Endpoint endpoint) {
            Reply reply = world.reply();
            Tcb waiter =
                    world.threadOn(
                            OTHER, "waiter", 100, sel4 -> sel4.recv(endpoint.cptr(), reply.cptr()));
            waiter.resume().orThrow();
            image.image().core(OTHER).dispatchUntilIdle();
            waiter.suspend().orThrow();
        }

        @Test
        void shouldReachAServerThatLostItsTimeOnTheOtherCore() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        SchedContext time = world.schedContextOn(0);
                        Tcb server =
                                world.passiveThread(
                                        "server",
                                        200,
                                        Servers.STACKFUL.of(
                                                endpoint.cptr(),
                                                world.reply().cptr(),
                                                (sel4, badge, info) -> {
                                                    log.add("served");
                                                    return MessageInfo.of(0, 0);
                                                }));
                        time.bind(server).orThrow();
                        server.resume().orThrow();
                        world.letOthersRun();
                        // It waits, on an endpoint of core 0, as a thread of core 1.
                        world.schedControl(OTHER).configure(time, 5_000).orThrow();
                        time.unbind().orThrow();
                        assertEquals(OTHER, coreOf(server));
                        world.self().setPriority(world.self(), 100).orThrow();
                        world.sel4.call(endpoint.cptr(), MessageInfo.of(0, 0));
                        assertEquals(0, coreOf(server));
                    });
            assertEquals(List.of("served"), log);
        }

        @Test
        void shouldTakeAPassiveServerToItsCallersCore() {
            for (Servers kind : Servers.values()) {
                log.clear();
                new TestImage(image.image().config(), CORES)
                        .run(
                                world -> {
                                    Endpoint endpoint = world.endpoint();
                                    Reply reply = world.reply();
                                    world.startPassive(
                                            "server",
                                            200,
                                            kind.of(
                                                    endpoint.cptr(),
                                                    reply.cptr(),
                                                    (sel4, badge, info) -> {
                                                        sel4.ipc().mr(0, sel4.ipc().mr(0) * 2);
                                                        return MessageInfo.of(0, 1);
                                                    }));
                                    for (int core = 0; core < CORES; core++) {
                                        int index = core;
                                        world.threadOn(
                                                        core,
                                                        "client",
                                                        100,
                                                        sel4 -> {
                                                            for (int i = 0; i < 3; i++) {
                                                                sel4.ipc().mr(0, 10 * index + i);
                                                                sel4.call(
                                                                        endpoint.cptr(),
                                                                        MessageInfo.of(0, 1));
                                                                log.add(
                                                                        index
                                                                                + ": "
                                                                                + sel4.ipc().mr(0));
                                                            }
                                                        })
                                                .resume()
                                                .orThrow();
                                    }
                                });
                assertEquals(
                        List.of("0: 0", "0: 2", "0: 4", "1: 20", "1: 22", "1: 24"),
                        log.stream().sorted().toList(),
                        kind.toString());
            }
        }
    }

    @Nested
    class Signals {
        @Test
        void shouldWakeAThreadOfTheOtherCoreByItsInbox() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        Tcb waiter =
                                world.threadOn(
                                        OTHER,
                                        "waiter",
                                        100,
                                        sel4 -> {
                                            sel4.await(notification.cptr());
                                            log.add("first " + sel4.ipc().senderBadge());
                                            sel4.await(notification.cptr());
                                            log.add("second " + sel4.ipc().senderBadge());
                                        });
                        waiter.resume().orThrow();
                        image.image().core(OTHER).dispatch();
                        world.badged(notification, 5).signal();
                        image.image().core(OTHER).dispatch();
                        assertEquals(List.of("first 5"), log);
                        world.badged(notification, 6).signal();
                    });
            assertEquals(List.of("first 5", "second 6"), log);
        }

        @Test
        void shouldNotWakeAThreadThatWasSuspendedOnTheWay() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        Tcb waiter =
                                world.threadOn(
                                        OTHER,
                                        "waiter",
                                        100,
                                        sel4 -> {
                                            sel4.await(notification.cptr());
                                            log.add("woken");
                                        });
                        waiter.resume().orThrow();
                        image.image().core(OTHER).dispatch();
                        notification.signal();
                        waiter.suspend().orThrow();
                    });
            assertEquals(List.of(), log);
            assertTrue(image.unhandledFaults().isEmpty());
        }
    }

    @Nested
    class Interference {
        private Tcb busy(World world, Notification rung) {
            return world.threadOn(
                    OTHER,
                    "busy",
                    100,
                    sel4 -> {
                        while (true) {
                            log.add("turn");
                            sel4.notification(rung.cptr()).signal();
                            sel4.await(rung.cptr());
                            sel4.yieldNow();
                        }
                    });
        }

        @Test
        void shouldStopAThreadThatRunsOnTheOtherCore() {
            image.run(
                    world -> {
                        Notification gate = world.notification();
                        Tcb thread =
                                world.threadOn(
                                        OTHER,
                                        "stopped",
                                        100,
                                        sel4 -> {
                                            log.add("before");
                                            sel4.await(gate.cptr());
                                            log.add("after");
                                        });
                        thread.resume().orThrow();
                        image.image().core(OTHER).dispatch();
                        thread.suspend().orThrow();
                        gate.signal();
                        image.image().core(OTHER).dispatch();
                        assertEquals(List.of("before"), log);
                        thread.resume().orThrow();
                    });
            assertEquals(List.of("before", "after"), log);
        }

        @Test
        void shouldComeBeforeTheNextFastpathOfTheThread() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        world.startPassive(
                                "server",
                                200,
                                Servers.STACKFUL.of(
                                        endpoint.cptr(),
                                        world.reply().cptr(),
                                        (sel4, badge, info) -> {
                                            log.add("served");
                                            return MessageInfo.of(0, 0);
                                        }));
                        Tcb[] caller = new Tcb[1];
                        caller[0] =
                                world.threadOn(
                                        OTHER,
                                        "caller",
                                        100,
                                        sel4 -> {
                                            // The server is this core's now: fastpaths from here
                                            // on.
                                            sel4.call(endpoint.cptr(), MessageInfo.of(0, 0));
                                            sel4.call(endpoint.cptr(), MessageInfo.of(0, 0));
                                            // While this runs, a thread of core 0 stops it.
                                            caller[0].suspend().orThrow();
                                            log.add("stopped");
                                            sel4.call(endpoint.cptr(), MessageInfo.of(0, 0));
                                        });
                        caller[0].resume().orThrow();
                        image.image().core(OTHER).dispatchUntilIdle();
                        assertEquals(List.of("served", "served", "stopped"), log);
                        caller[0].resume().orThrow();
                    });
            assertEquals(List.of("served", "served", "stopped", "served"), log);
        }

        @Test
        void shouldDeleteAThreadOfTheOtherCore() {
            image.run(
                    world -> {
                        Notification gate = world.notification();
                        Tcb thread = busy(world, gate);
                        thread.resume().orThrow();
                        world.at(thread).delete().orThrow();
                    });
            assertTrue(log.size() <= 1, log.toString());
        }
    }
}
