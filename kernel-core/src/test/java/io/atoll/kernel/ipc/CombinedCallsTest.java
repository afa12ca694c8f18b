package io.atoll.kernel.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.TestImage;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/**
 * ReplyRecv, NBSendRecv and NBSendWait: a send phase, then a receive phase ({@code sel4-api} 3.1).
 */
class CombinedCallsTest {
    private static final long NOWHERE = 1L << 40;

    private final TestImage image = new TestImage();
    private final List<String> log = new ArrayList<>();

    @Test
    void shouldReceiveEvenIfNobodyIsToBeAnswered() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    long badged = world.badged(endpoint, 4).cptr();
                    world.start("sender", 50, sel4 -> sel4.send(badged, MessageInfo.of(6, 0)));
                    world.letOthersRun();
                    long info = endpoint.replyRecv(MessageInfo.of(1, 0), world.reply());
                    assertEquals(MessageInfo.of(6, 0), info);
                    assertEquals(4, world.sel4.ipc().senderBadge());
                });
    }

    @Test
    void shouldAnswerTheCallerAndTakeTheNextInOneCall() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Reply reply = world.reply();
                    for (int i = 1; i <= 2; i++) {
                        long badged = world.badged(endpoint, i).cptr();
                        String name = "caller " + i;
                        world.start(
                                name,
                                50,
                                sel4 ->
                                        log.add(
                                                name
                                                        + " got "
                                                        + MessageInfo.label(sel4.call(badged, 0))));
                        world.letOthersRun();
                    }
                    endpoint.recv(reply);
                    assertEquals(1, world.sel4.ipc().senderBadge());
                    endpoint.replyRecv(MessageInfo.of(11, 0), reply);
                    assertEquals(2, world.sel4.ipc().senderBadge());
                    reply.send(MessageInfo.of(12, 0));
                    world.letOthersRun();
                    assertEquals(List.of("caller 1 got 11", "caller 2 got 12"), sorted(log));
                });
    }

    private static List<String> sorted(List<String> lines) {
        return lines.stream().sorted().toList();
    }

    @Test
    void shouldSendThenReceiveAndHoldTheCaller() {
        image.run(
                world -> {
                    Endpoint out = world.endpoint();
                    Endpoint in = world.endpoint();
                    Reply reply = world.reply();
                    world.start(
                            "peer",
                            50,
                            sel4 -> {
                                long info = sel4.await(out.cptr());
                                log.add("peer received " + MessageInfo.label(info));
                                long answer = sel4.call(in.cptr(), MessageInfo.of(2, 0));
                                log.add("peer was answered " + MessageInfo.label(answer));
                            });
                    world.letOthersRun();
                    assertEquals(
                            MessageInfo.of(2, 0), out.nbSendRecv(MessageInfo.of(1, 0), in, reply));
                    reply.send(MessageInfo.of(3, 0));
                    world.letOthersRun();
                    assertEquals(List.of("peer received 1", "peer was answered 3"), log);
                });
    }

    @Test
    void shouldSendThenWaitOnANotification() {
        image.run(
                world -> {
                    Endpoint out = world.endpoint();
                    Notification done = world.notification();
                    long badged = world.badged(done, 64).cptr();
                    world.start(
                            "peer",
                            50,
                            sel4 -> {
                                log.add("peer " + MessageInfo.label(sel4.await(out.cptr())));
                                sel4.send(badged, 0);
                            });
                    world.letOthersRun();
                    out.nbSendWait(MessageInfo.of(1, 0), done);
                    assertEquals(64, world.sel4.ipc().senderBadge());
                    assertEquals(List.of("peer 1"), log);
                });
    }

    @Test
    void shouldSignalThenWait() {
        image.run(
                world -> {
                    Notification there = world.notification();
                    Notification back = world.notification();
                    long badged = world.badged(back, 2).cptr();
                    world.start(
                            "peer",
                            50,
                            sel4 -> {
                                sel4.await(there.cptr());
                                sel4.send(badged, 0);
                            });
                    world.sel4.nbSendWait(there.cptr(), 0, back.cptr());
                    assertEquals(2, world.sel4.ipc().senderBadge());
                });
    }

    @Test
    void shouldReceiveAlthoughTheSendPhaseLedNowhere() {
        image.run(
                world -> {
                    Endpoint in = world.endpoint();
                    long badged = world.badged(in, 9).cptr();
                    world.start("sender", 50, sel4 -> sel4.send(badged, 0));
                    world.letOthersRun();
                    world.sel4.nbSendRecv(NOWHERE, 0, in.cptr(), world.reply().cptr());
                    assertEquals(9, world.sel4.ipc().senderBadge());
                    assertEquals(List.of(), image.unhandledFaults());
                });
    }

    @Test
    void shouldRefuseCNodesThreadsAndSchedulingObjectsInTheSendPhase() {
        image.run(
                world -> {
                    Endpoint in = world.endpoint();
                    long victim = world.endpoint().cptr();
                    feed(world, in, 1);
                    world.sel4.ipc().mr(0, victim);
                    world.sel4.ipc().mr(1, 64);
                    world.sel4.nbSendWait(
                            world.root.cptr(),
                            MessageInfo.of(InvocationLabel.CNODE_DELETE, 2),
                            in.cptr());
                    // Still there: its slot cannot be filled.
                    assertEquals(
                            io.atoll.kernel.api.Sel4Error.DELETE_FIRST,
                            world.root
                                    .slot(victim)
                                    .copy(world.at(in), io.atoll.kernel.api.CapRights.ALL));

                    Tcb thread = world.start("stays", 50, sel4 -> sel4.yieldNow());
                    feed(world, in, 1);
                    world.sel4.nbSendWait(
                            thread.cptr(),
                            MessageInfo.of(InvocationLabel.TCB_SUSPEND, 0),
                            in.cptr());
                    world.letOthersRun();
                    assertEquals(true, image.exited().contains("stays"));
                });
    }

    @Test
    void shouldRetypeInTheSendPhase() {
        image.run(
                world -> {
                    Endpoint in = world.endpoint();
                    feed(world, in, 1);
                    long slot = world.slot();
                    long[] words = {ObjectType.ENDPOINT.number(), 0, 0, 0, slot, 1};
                    for (int i = 0; i < words.length; i++) {
                        world.sel4.ipc().mr(i, words[i]);
                    }
                    world.sel4.ipc().cap(0, world.root.cptr());
                    world.sel4.nbSendWait(
                            world.untyped.cptr(),
                            MessageInfo.of(InvocationLabel.UNTYPED_RETYPE, 0, 1, 6),
                            in.cptr());
                    world.sel4.nbAwait(slot);
                    assertEquals(0, world.sel4.ipc().senderBadge());
                });
    }

    private static void feed(io.atoll.kernel.testing.World world, Endpoint in, long badge) {
        long badged = world.badged(in, badge).cptr();
        world.start("feeder", 40, sel4 -> sel4.send(badged, 0));
        world.letOthersRun();
    }

    @Test
    void shouldDonateTimeForGoodWhenSendingBeforeReceiving() {
        image.run(
                world -> {
                    Endpoint out = world.endpoint();
                    Endpoint in = world.endpoint();
                    Reply reply = world.reply();
                    SchedContext time = world.schedContext();
                    Tcb passive =
                            world.startPassive(
                                    "passive",
                                    50,
                                    sel4 -> {
                                        sel4.await(out.cptr());
                                        log.add("passive");
                                        sel4.await(out.cptr());
                                    });
                    Tcb giver =
                            world.passiveThread(
                                    "giver",
                                    50,
                                    sel4 ->
                                            sel4.nbSendRecv(
                                                    out.cptr(), 0, in.cptr(), reply.cptr()));
                    time.bind(giver).orThrow();
                    giver.resume().orThrow();
                    world.letOthersRun();
                    assertEquals(List.of("passive"), log);
                    // It is the receiver's now.
                    assertEquals(
                            io.atoll.kernel.api.Sel4Error.ILLEGAL_OPERATION,
                            time.unbindObject(giver));
                    assertEquals(
                            io.atoll.kernel.api.Sel4Error.NO_ERROR, time.unbindObject(passive));
                });
    }

    @Test
    void shouldNotDonateTimeWithAPlainSend() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Tcb passive =
                            world.startPassive(
                                    "passive",
                                    50,
                                    sel4 -> {
                                        long info = sel4.await(endpoint.cptr());
                                        log.add("passive " + MessageInfo.label(info));
                                    });
                    endpoint.send(MessageInfo.of(5, 0));
                    world.letOthersRun();
                    assertEquals(List.of(), log);
                    // The message is not lost: time lets it return from its wait.
                    world.schedContext().bind(passive).orThrow();
                    world.letOthersRun();
                    assertEquals(List.of("passive 5"), log);
                });
    }
}
