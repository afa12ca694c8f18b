package io.atoll.kernel.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.Servers;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A call and its answer ({@code sel4-api} 3.2, 3.3, 3.5, 6). The same on the fastpath and on the
 * slow path, to a server of either kind; one subclass for each combination.
 */
abstract class CallSuite {
    private final boolean fastpath;
    private final Servers kind;

    CallSuite(boolean fastpath, Servers kind) {
        this.fastpath = fastpath;
        this.kind = kind;
    }

    private void run(Consumer<World> initialTask) {
        KernelConfig config = KernelConfig.named("test");
        new TestImage(fastpath ? config : config.withoutFastpath()).run(initialTask);
    }

    /** A passive server on a new endpoint. */
    private Endpoint passive(World world, int priority, Servers.Handler handler) {
        Endpoint endpoint = world.endpoint();
        Reply reply = world.reply();
        world.startPassive("server", priority, kind.of(endpoint.cptr(), reply.cptr(), handler));
        return endpoint;
    }

    /** Adds the badge to every word, and one to the label. */
    private static long addBadge(IpcBuffer ipc, long badge, long info) {
        int length = MessageInfo.length(info);
        for (int i = 0; i < length; i++) {
            ipc.mr(i, ipc.mr(i) + badge);
        }
        return MessageInfo.of(MessageInfo.label(info) + 1, length);
    }

    private static void callWithAllLengths(World world, Endpoint badged, long badge) {
        IpcBuffer ipc = world.sel4.ipc();
        for (int length = 0; length <= 127; length++) {
            int travelling = Math.min(length, MessageInfo.MAX_LENGTH);
            for (int i = 0; i < travelling; i++) {
                ipc.mr(i, length * 1000L + i);
            }
            long answer = badged.call(MessageInfo.of(length * 7L, length));
            assertEquals(MessageInfo.of(length * 7L + 1, travelling), answer);
            assertEquals(0, ipc.senderBadge());
            for (int i = 0; i < travelling; i++) {
                assertEquals(length * 1000L + i + badge, ipc.mr(i));
            }
        }
    }

    @Test
    void shouldCarryUpTo120WordsToAPassiveServerAndBack() {
        run(
                world -> {
                    Endpoint endpoint =
                            passive(
                                    world,
                                    200,
                                    (sel4, badge, info) -> addBadge(sel4.ipc(), badge, info));
                    callWithAllLengths(world, world.badged(endpoint, 1L << 40), 1L << 40);
                });
    }

    @Test
    void shouldCarryUpTo120WordsToAServerWithTimeOfItsOwnAndBack() {
        run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Reply reply = world.reply();
                    world.start(
                            "server",
                            200,
                            kind.of(
                                    endpoint.cptr(),
                                    reply.cptr(),
                                    (sel4, badge, info) -> addBadge(sel4.ipc(), badge, info)));
                    callWithAllLengths(world, world.badged(endpoint, -3), -3);
                });
    }

    @Test
    void shouldCarryALabelOf52Bits() {
        run(
                world -> {
                    long label = (1L << 52) - 1;
                    Endpoint endpoint =
                            passive(
                                    world,
                                    200,
                                    (_, _, info) -> {
                                        assertEquals(label, MessageInfo.label(info));
                                        return MessageInfo.of(label - 1, 0);
                                    });
                    assertEquals(
                            label - 1, MessageInfo.label(endpoint.call(MessageInfo.of(label, 0))));
                });
    }

    @Test
    void shouldLeaveWordsBeyondTheMessageAlone() {
        run(
                world -> {
                    List<List<Long>> seen = new ArrayList<>();
                    Endpoint endpoint =
                            passive(
                                    world,
                                    200,
                                    (sel4, _, _) -> {
                                        var ipc = sel4.ipc();
                                        seen.add(
                                                List.of(
                                                        ipc.mr(0), ipc.mr(1), ipc.mr(2),
                                                        ipc.mr(3)));
                                        return 0;
                                    });
                    endpoint.call(MessageInfo.of(0, 4), 1, 2, 3, 4);
                    endpoint.call(MessageInfo.of(0, 1), 9, 9, 9, 9);
                    endpoint.call(MessageInfo.of(0, 0), 8, 8, 8, 8);
                    assertEquals(
                            List.of(
                                    List.of(1L, 2L, 3L, 4L),
                                    List.of(9L, 2L, 3L, 4L),
                                    List.of(9L, 2L, 3L, 4L)),
                            seen);
                });
    }

    @Test
    void shouldKeepCountOverManyRoundTrips() {
        run(
                world -> {
                    Endpoint endpoint =
                            passive(
                                    world,
                                    200,
                                    (sel4, _, _) -> {
                                        sel4.ipc().mr(0, sel4.ipc().mr(0) + 1);
                                        return MessageInfo.of(0, 1);
                                    });
                    world.sel4.ipc().mr(0, 0);
                    for (int i = 0; i < 10_000; i++) {
                        endpoint.call(MessageInfo.of(0, 1));
                    }
                    assertEquals(10_000, world.sel4.ipc().mr(0));
                });
    }

    @Test
    void shouldServeCallersByPriorityAndEqualsInOrder() {
        run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    int[] priorities = {10, 30, 20, 30, 10};
                    for (int i = 0; i < priorities.length; i++) {
                        long badged = world.badged(endpoint, 1 + i).cptr();
                        world.start("caller " + i, priorities[i], sel4 -> sel4.call(badged, 0));
                        world.letOthersRun();
                    }
                    List<Long> served = new ArrayList<>();
                    world.start(
                            "server",
                            100,
                            kind.of(
                                    endpoint.cptr(),
                                    world.reply().cptr(),
                                    (_, badge, _) -> {
                                        served.add(badge);
                                        return 0;
                                    }));
                    world.letOthersRun();
                    assertEquals(List.of(2L, 4L, 3L, 1L, 5L), served);
                });
    }

    @Test
    void shouldLendTimeAlongAChainOfThreeAndTakeItBack() {
        run(
                world -> {
                    Endpoint third =
                            passive(world, 50, (sel4, badge, info) -> addThree(sel4.ipc(), info));
                    Endpoint second = passive(world, 40, forwarding(third));
                    Endpoint first = passive(world, 30, forwarding(second));
                    SchedContext time = world.schedContext();
                    List<Long> answers = new ArrayList<>();
                    Tcb client =
                            world.passiveThread(
                                    "client",
                                    60,
                                    sel4 -> {
                                        for (int i = 0; i < 3; i++) {
                                            sel4.ipc().mr(0, i * 100L);
                                            sel4.call(first.cptr(), MessageInfo.of(0, 1));
                                            answers.add(sel4.ipc().mr(0));
                                        }
                                    });
                    time.bind(client).orThrow();
                    client.resume().orThrow();
                    world.letOthersRun();
                    assertEquals(List.of(5L, 105L, 205L), answers);
                    // Every time it came back: it is the client's, and the servers' no more.
                    assertEquals(Sel4Error.NO_ERROR, time.unbindObject(client));
                    third.call(MessageInfo.of(0, 1), 1, 0, 0, 0);
                    assertEquals(4, world.sel4.ipc().mr(0));
                });
    }

    private static long addThree(IpcBuffer ipc, long info) {
        ipc.mr(0, ipc.mr(0) + 3);
        return MessageInfo.of(0, MessageInfo.length(info));
    }

    private static Servers.Handler forwarding(Endpoint next) {
        return (sel4, _, _) -> {
            sel4.ipc().mr(0, sel4.ipc().mr(0) + 1);
            sel4.call(next.cptr(), MessageInfo.of(0, 1));
            return MessageInfo.of(0, 1);
        };
    }

    @Test
    void shouldKeepTheCallerWaitingWhileItsServerBlocksInTheMiddle() {
        run(
                world -> {
                    Notification go = world.notification();
                    List<String> log = new ArrayList<>();
                    Endpoint endpoint =
                            passive(
                                    world,
                                    100,
                                    (sel4, badge, _) -> {
                                        log.add("begin " + badge);
                                        sel4.await(go.cptr());
                                        log.add("end " + badge);
                                        return MessageInfo.of(badge, 0);
                                    });
                    for (long badge = 1; badge <= 2; badge++) {
                        long badged = world.badged(endpoint, badge).cptr();
                        world.start(
                                "client " + badge,
                                50,
                                sel4 ->
                                        log.add(
                                                "answer "
                                                        + MessageInfo.label(sel4.call(badged, 0))));
                        world.letOthersRun();
                    }
                    assertEquals(List.of("begin 1"), log);
                    go.signal();
                    world.letOthersRun();
                    assertEquals(List.of("begin 1", "end 1", "begin 2", "answer 1"), log);
                    go.signal();
                    world.letOthersRun();
                    assertEquals(
                            List.of("begin 1", "end 1", "begin 2", "answer 1", "end 2", "answer 2"),
                            log);
                });
    }

    @Test
    void shouldServeAtTheServersOwnPriority() {
        run(
                world -> {
                    List<String> log = new ArrayList<>();
                    Notification middle = world.notification();
                    Notification high = world.notification();
                    Endpoint endpoint =
                            passive(
                                    world,
                                    20,
                                    (sel4, _, _) -> {
                                        log.add("server");
                                        sel4.send(middle.cptr(), 0);
                                        log.add("server goes on");
                                        return 0;
                                    });
                    world.start(
                            "middle", 40, sel4 -> waitAndLog(sel4, middle.cptr(), log, "middle"));
                    world.start(
                            "client",
                            60,
                            sel4 -> {
                                sel4.call(endpoint.cptr(), 0);
                                log.add("client");
                                sel4.send(high.cptr(), 0);
                            });
                    world.start("high", 80, sel4 -> waitAndLog(sel4, high.cptr(), log, "high"));
                    world.letOthersRun();
                    // No priority is inherited: the middle thread runs before the client's server.
                    assertEquals(
                            List.of("server", "middle", "server goes on", "client", "high"), log);
                });
    }

    private static void waitAndLog(Sel4 sel4, long notification, List<String> log, String text) {
        sel4.await(notification);
        log.add(text);
    }

    @Test
    void shouldNotSwitchToALowerServerWhileSomebodyElseIsReady() {
        run(
                world -> {
                    List<String> log = new ArrayList<>();
                    Endpoint endpoint = passive(world, 20, (_, _, _) -> logged(log, "server"));
                    world.start("client", 60, sel4 -> sel4.call(endpoint.cptr(), 0));
                    world.start("middle", 40, _ -> log.add("middle"));
                    world.letOthersRun();
                    assertEquals(List.of("middle", "server"), log);
                });
    }

    private static long logged(List<String> log, String text) {
        log.add(text);
        return 0;
    }

    @Test
    void shouldRunTheServerForACallerThatIsAboutToBePreempted() {
        run(
                world -> {
                    // A doorbell that rang is taken before the call, and costs the client the core.
                    List<String> log = new ArrayList<>();
                    Endpoint endpoint = passive(world, 100, (_, _, _) -> logged(log, "server"));
                    Notification rung = world.notification();
                    world.irqHandler(5, rung);
                    world.start(
                            "driver", 200, sel4 -> waitAndLog(sel4, rung.cptr(), log, "driver"));
                    world.start(
                            "client",
                            50,
                            sel4 -> {
                                world.image.image().core(0).interrupts.raise(5);
                                sel4.call(endpoint.cptr(), 0);
                                log.add("client");
                            });
                    world.letOthersRun();
                    assertEquals(List.of("driver", "server", "client"), log);
                });
    }

    @Test
    void shouldTakeAnInterruptInsideTheServer() {
        run(
                world -> {
                    List<String> log = new ArrayList<>();
                    Notification rung = world.notification();
                    world.irqHandler(5, rung);
                    Endpoint endpoint =
                            passive(
                                    world,
                                    100,
                                    (sel4, _, _) -> {
                                        world.image.image().core(0).interrupts.raise(5);
                                        sel4.preemptionPoint();
                                        return logged(log, "server");
                                    });
                    world.start(
                            "driver", 200, sel4 -> waitAndLog(sel4, rung.cptr(), log, "driver"));
                    world.start(
                            "client",
                            50,
                            sel4 -> {
                                sel4.call(endpoint.cptr(), 0);
                                log.add("client");
                            });
                    world.letOthersRun();
                    assertEquals(List.of("driver", "server", "client"), log);
                });
    }

    @Test
    void shouldGoOnAfterAnsweringEarlyOnTimeOfItsOwn() {
        run(
                world -> {
                    // The handler answers early; its replyRecv then answers nobody.
                    Endpoint endpoint = world.endpoint();
                    Reply reply = world.reply();
                    world.start(
                            "server",
                            100,
                            kind.of(
                                    endpoint.cptr(),
                                    reply.cptr(),
                                    (sel4, _, _) -> {
                                        sel4.ipc().mr(0, 77);
                                        sel4.send(reply.cptr(), MessageInfo.of(5, 1));
                                        return MessageInfo.of(6, 0);
                                    }));
                    for (int i = 0; i < 2; i++) {
                        world.sel4.ipc().mr(0, 0);
                        assertEquals(MessageInfo.of(5, 1), endpoint.call(0));
                        assertEquals(77, world.sel4.ipc().mr(0));
                    }
                });
    }

    @Test
    void shouldStopACallerWhoseCapabilityAllowsNoAnswer() {
        run(
                world -> {
                    boolean[] answered = new boolean[1];
                    boolean[] served = new boolean[1];
                    Endpoint endpoint = world.endpoint();
                    world.start(
                            "server",
                            100,
                            kind.of(
                                    endpoint.cptr(),
                                    world.reply().cptr(),
                                    (_, _, _) -> {
                                        served[0] = true;
                                        return 0;
                                    }));
                    long writeOnly = world.copy(endpoint, CapRights.WRITE);
                    world.start(
                            "client",
                            50,
                            sel4 -> {
                                sel4.call(writeOnly, 0);
                                answered[0] = true;
                            });
                    world.letOthersRun();
                    assertTrue(served[0]);
                    assertFalse(answered[0]);
                });
    }
}
