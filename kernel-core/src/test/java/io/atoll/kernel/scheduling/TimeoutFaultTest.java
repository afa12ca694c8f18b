package io.atoll.kernel.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.api.Fault;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.Servers;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Budgets that end with a timeout fault ({@code sel4-api} 3.5, 5.4 and 8). */
class TimeoutFaultTest extends TimedThreads {
    private static final long BADGE = 77;

    /** A thread with a timeout handler, resumed. */
    private Tcb start(World world, Endpoint handler, StackfulProgram program) {
        return start(world, handler, world.emptySchedContext(), program);
    }

    private Tcb start(World world, Endpoint handler, SchedContext time, StackfulProgram program) {
        world.schedControl().configure(time, BUDGET, PERIOD, 4, BADGE, 0).orThrow();
        Tcb thread = on(world, time, "worker", program);
        thread.setTimeoutEndpoint(handler).orThrow();
        thread.resume().orThrow();
        return thread;
    }

    /** A thread without a timeout handler that calls a server, resumed. */
    private void startClient(World world, SchedContext time, Endpoint server) {
        on(
                        world,
                        time,
                        "client",
                        sel4 -> {
                            sel4.call(server.cptr(), 0);
                            log("answered");
                        })
                .resume()
                .orThrow();
    }

    /** Receives a timeout fault in the initial task, or finds nothing. */
    private static Fault receive(World world, Endpoint handler, Reply reply) {
        long info = world.sel4.nbRecv(handler.cptr(), reply.cptr());
        return world.sel4.ipc().senderBadge() == 0
                ? new Fault.NullFault()
                : Fault.from(world.sel4.ipc(), info);
    }

    @Nested
    class Message {
        @Test
        void shouldCarryTheContextsBadgeAndWhatWasUsed() {
            image.run(
                    world -> {
                        Endpoint handler = world.badged(world.endpoint(), 5);
                        start(world, handler, sel4 -> work(sel4, BUDGET + 500));
                        world.letOthersRun();
                        long info = world.sel4.nbRecv(handler.cptr(), world.reply().cptr());
                        assertEquals(5, world.sel4.ipc().senderBadge());
                        assertEquals(MessageInfo.of(Fault.TIMEOUT, 0, 0, 2), info);
                        assertEquals(BADGE, world.sel4.ipc().mr(0));
                        assertEquals(BUDGET + 500, world.sel4.ipc().mr(1));
                    });
        }

        @Test
        void shouldCountFromTheTimeThatWasAskedForLast() {
            image.run(
                    world -> {
                        Endpoint handler = world.badged(world.endpoint(), 5);
                        Notification wake = world.notification();
                        SchedContext time = world.emptySchedContext();
                        start(
                                world,
                                handler,
                                time,
                                sel4 -> {
                                    work(sel4, 300);
                                    sel4.await(wake.cptr());
                                    work(sel4, BUDGET);
                                });
                        world.letOthersRun();
                        assertEquals(300, time.consumed());
                        assertEquals(0, time.consumed());
                        wake.signal();
                        world.letOthersRun();
                        assertEquals(
                                new Fault.Timeout(BADGE, BUDGET),
                                receive(world, handler, world.reply()));
                        assertEquals(0, time.consumed());
                    });
        }

        @Test
        void shouldNotMentionTimeThatTheThreadHasNoMore() {
            image.run(
                    world -> {
                        Endpoint handler = world.badged(world.endpoint(), 5);
                        SchedContext time = world.emptySchedContext();
                        start(world, handler, time, sel4 -> work(sel4, BUDGET));
                        world.letOthersRun();
                        time.unbind().orThrow();
                        long info = world.sel4.nbRecv(handler.cptr(), world.reply().cptr());
                        assertEquals(MessageInfo.of(Fault.TIMEOUT, 0, 0, 1), info);
                        assertEquals(BADGE, world.sel4.ipc().mr(0));
                    });
        }
    }

    @Nested
    class Raising {
        @Test
        void shouldNotHappenToRoundRobin() {
            image.run(
                    world -> {
                        Endpoint handler = world.badged(world.endpoint(), 5);
                        Tcb thread = world.thread("round robin", 50, sel4 -> work(sel4, 50_000));
                        thread.setTimeoutEndpoint(handler).orThrow();
                        thread.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(new Fault.NullFault(), receive(world, handler, world.reply()));
                    });
        }

        @Test
        void shouldNotLendTheHandlerAnything() {
            image.run(
                    world -> {
                        Endpoint handler = world.badged(world.endpoint(), 5);
                        Reply reply = world.reply();
                        world.startPassive(
                                "handler",
                                60,
                                sel4 -> {
                                    sel4.recv(handler.cptr(), reply.cptr());
                                    log("handles");
                                });
                        start(world, handler, sel4 -> work(sel4, BUDGET));
                        world.letOthersRun();
                        sleep(world, PERIOD);
                        assertEquals(List.of(), log);
                    });
        }

        @Test
        void shouldHappenInTheServerThatUsesItsCallersTime() {
            image.run(
                    world -> {
                        Endpoint handler = world.badged(world.endpoint(), 5);
                        Endpoint endpoint = world.endpoint();
                        Reply reply = world.reply();
                        Tcb server =
                                world.startPassive(
                                        "server",
                                        60,
                                        Servers.STACKFUL.of(
                                                endpoint.cptr(),
                                                reply.cptr(),
                                                (sel4, _, _) -> {
                                                    work(sel4, BUDGET);
                                                    log("served");
                                                    return 0;
                                                }));
                        server.setTimeoutEndpoint(handler).orThrow();
                        SchedContext time = world.emptySchedContext();
                        world.schedControl().configure(time, BUDGET, PERIOD, 4, BADGE, 0).orThrow();
                        startClient(world, time, endpoint);
                        world.letOthersRun();
                        Reply held = world.reply();
                        assertEquals(
                                new Fault.Timeout(BADGE, BUDGET), receive(world, handler, held));
                        held.send(0);
                        sleep(world, PERIOD);
                        assertEquals(List.of("12000 served", "12000 answered"), log);
                    });
        }

        @Test
        void shouldHappenToTheCallerWhoseTimeTheServerUsedUp() {
            image.run(
                    world -> {
                        Endpoint handler = world.badged(world.endpoint(), 5);
                        Endpoint endpoint = world.endpoint();
                        Reply reply = world.reply();
                        // Answers from another thread, on other time, while its own is used up.
                        world.startPassive(
                                "server",
                                60,
                                sel4 -> {
                                    sel4.recv(endpoint.cptr(), reply.cptr());
                                    work(sel4, BUDGET);
                                });
                        SchedContext time = world.emptySchedContext();
                        start(
                                world,
                                handler,
                                time,
                                sel4 -> {
                                    sel4.call(endpoint.cptr(), 0);
                                    log("answered");
                                });
                        world.letOthersRun();
                        assertEquals(new Fault.NullFault(), receive(world, handler, world.reply()));
                        reply.send(0);
                        assertEquals(
                                new Fault.Timeout(BADGE, BUDGET),
                                receive(world, handler, world.reply()));
                    });
        }

        @Test
        void shouldOnlyDelayACallerWithoutHandler() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        Reply reply = world.reply();
                        world.startPassive(
                                "server",
                                60,
                                sel4 -> {
                                    sel4.recv(endpoint.cptr(), reply.cptr());
                                    work(sel4, BUDGET);
                                });
                        SchedContext time = world.emptySchedContext();
                        world.schedControl().configure(time, BUDGET, PERIOD, 4, 0, 0).orThrow();
                        startClient(world, time, endpoint);
                        world.letOthersRun();
                        reply.send(0);
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        sleep(world, PERIOD);
                        assertEquals(List.of("12000 answered"), log);
                    });
        }
    }

    @Nested
    class Answer {
        private Endpoint handler;
        private Reply reply;

        /** A thread that timed out with this work behind it. */
        private Tcb timedOut(World world, StackfulProgram program) {
            handler = world.badged(world.endpoint(), 5);
            reply = world.reply();
            Tcb thread = start(world, handler, program);
            world.letOthersRun();
            assertEquals(new Fault.Timeout(BADGE, BUDGET), receive(world, handler, reply));
            return thread;
        }

        @Test
        void shouldNotBeTime() {
            image.run(
                    world -> {
                        timedOut(
                                world,
                                sel4 -> {
                                    work(sel4, BUDGET);
                                    log("goes on");
                                });
                        reply.send(0);
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        sleep(world, PERIOD);
                        assertEquals(List.of("12000 goes on"), log);
                    });
        }

        @Test
        void shouldLetTheThreadGoOnWithoutAnOldCall() {
            image.run(
                    world -> {
                        Notification counted = world.notification();
                        timedOut(
                                world,
                                sel4 -> {
                                    sel4.send(counted.cptr(), 0);
                                    log("signalled");
                                    work(sel4, BUDGET);
                                    log("goes on");
                                });
                        reply.send(0);
                        sleep(world, PERIOD);
                        assertEquals(List.of("0 signalled", "12000 goes on"), log);
                    });
        }

        @Test
        void shouldLetTheThreadMakeTheCallThatDidNotFitIn() {
            image.run(
                    world -> {
                        Notification signalled = world.notification();
                        handler = world.badged(world.endpoint(), 5);
                        reply = world.reply();
                        Notification named = world.badged(signalled, 3);
                        start(
                                world,
                                handler,
                                sel4 -> {
                                    work(sel4, BUDGET - 10);
                                    sel4.send(named.cptr(), 0);
                                    log("signalled");
                                });
                        world.letOthersRun();
                        assertEquals(
                                new Fault.Timeout(BADGE, BUDGET - 10),
                                receive(world, handler, reply));
                        world.sel4.nbAwait(signalled.cptr());
                        assertEquals(0, world.sel4.ipc().senderBadge());
                        reply.send(0);
                        sleep(world, PERIOD);
                        world.sel4.nbAwait(signalled.cptr());
                        assertEquals(3, world.sel4.ipc().senderBadge());
                        assertEquals(1, log.size());
                    });
        }

        @Test
        void shouldStopTheThreadWithAnotherLabel() {
            image.run(
                    world -> {
                        Tcb thread =
                                timedOut(
                                        world,
                                        sel4 -> {
                                            work(sel4, BUDGET);
                                            log("goes on");
                                        });
                        reply.send(MessageInfo.of(1, 0));
                        sleep(world, PERIOD);
                        assertEquals(List.of(), log);
                        thread.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("12000 goes on"), log);
                    });
        }

        @Test
        void shouldSetTheProgramCounter() {
            image.run(
                    world -> {
                        timedOut(
                                world,
                                sel4 -> {
                                    work(sel4, BUDGET);
                                    log("goes on");
                                });
                        StackfulProgram other = _ -> log("begins elsewhere");
                        world.sel4.ipc().mr(0, world.sel4.entryPoint(other));
                        reply.send(MessageInfo.of(0, 1));
                        sleep(world, PERIOD);
                        assertEquals(List.of("12000 begins elsewhere"), log);
                    });
        }

        @Test
        void shouldFindNewTimeIfTheHandlerGaveSome() {
            image.run(
                    world -> {
                        handler = world.badged(world.endpoint(), 5);
                        reply = world.reply();
                        SchedContext time = world.emptySchedContext();
                        start(
                                world,
                                handler,
                                time,
                                sel4 -> {
                                    work(sel4, BUDGET);
                                    log("goes on");
                                });
                        world.letOthersRun();
                        receive(world, handler, reply);
                        // It is blocked: the context is filled anew.
                        world.schedControl().configure(time, BUDGET, PERIOD, 4, 0, 0).orThrow();
                        reply.send(0);
                        world.letOthersRun();
                        assertEquals(List.of("2000 goes on"), log);
                    });
        }
    }
}
