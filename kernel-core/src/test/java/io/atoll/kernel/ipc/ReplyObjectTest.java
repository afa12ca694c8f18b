package io.atoll.kernel.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Reply objects and the call stacks they form ({@code sel4-api} 3.5, 3.7). */
class ReplyObjectTest {
    private final TestImage image = new TestImage();
    private final List<String> log = new ArrayList<>();

    private Tcb startCaller(World world, String name, long endpoint) {
        return world.start(name, 50, sel4 -> call(sel4, name, endpoint));
    }

    private void call(Sel4 sel4, String name, long endpoint) {
        log.add(name + " got " + MessageInfo.label(sel4.call(endpoint, 0)));
    }

    @Test
    void shouldAnswerOnce() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Reply reply = world.reply();
                    startCaller(world, "a", endpoint.cptr());
                    world.letOthersRun();
                    endpoint.recv(reply);
                    reply.send(MessageInfo.of(1, 0));
                    reply.send(MessageInfo.of(2, 0));
                    reply.nbSend(MessageInfo.of(3, 0));
                    world.letOthersRun();
                    assertEquals(List.of("a got 1"), log);
                });
    }

    @Test
    void shouldAnswerACallOnAReplyCapabilityWithSuccess() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Reply reply = world.reply();
                    startCaller(world, "a", endpoint.cptr());
                    world.letOthersRun();
                    endpoint.recv(reply);
                    assertEquals(0, world.sel4.call(reply.cptr(), MessageInfo.of(1, 0)));
                    assertEquals(0, world.sel4.call(reply.cptr(), MessageInfo.of(2, 0)));
                    world.letOthersRun();
                    assertEquals(List.of("a got 1"), log);
                });
    }

    @Test
    void shouldStopTheCallerWhenTheReplyObjectIsDeleted() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Reply reply = world.reply();
                    Tcb caller = startCaller(world, "a", endpoint.cptr());
                    world.letOthersRun();
                    endpoint.recv(reply);
                    world.at(reply).delete().orThrow();
                    world.letOthersRun();
                    assertEquals(List.of(), log);
                    // It was not restarted: nothing is queued until it is resumed.
                    endpoint.nbAwait();
                    assertEquals(0, world.sel4.ipc().senderBadge());
                    caller.resume().orThrow();
                    world.letOthersRun();
                    Reply other = world.reply();
                    endpoint.recv(other);
                    other.send(MessageInfo.of(4, 0));
                    world.letOthersRun();
                    assertEquals(List.of("a got 4"), log);
                });
    }

    @Test
    void shouldKeepTheCallerWhileACopyOfTheReplyCapabilityIsLeft() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Reply reply = world.reply();
                    Reply copy = world.sel4.reply(world.copy(reply, CapRights.ALL));
                    startCaller(world, "a", endpoint.cptr());
                    world.letOthersRun();
                    endpoint.recv(reply);
                    world.at(reply).delete().orThrow();
                    copy.send(MessageInfo.of(5, 0));
                    world.letOthersRun();
                    assertEquals(List.of("a got 5"), log);
                });
    }

    @Test
    void shouldCancelTheReceiveOfAThreadWhoseReplyObjectIsDeleted() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Reply reply = world.reply();
                    world.start(
                            "receiver",
                            50,
                            sel4 -> log.add("" + sel4.recv(endpoint.cptr(), reply.cptr())));
                    world.letOthersRun();
                    world.at(reply).delete().orThrow();
                    endpoint.nbSend(0);
                    world.letOthersRun();
                    assertEquals(List.of(), log);
                });
    }

    @Test
    void shouldGiveUpTheCallerOfAReplyObjectThatIsUsedAgain() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Reply reply = world.reply();
                    startCaller(world, "a", endpoint.cptr());
                    world.letOthersRun();
                    endpoint.recv(reply);
                    startCaller(world, "b", endpoint.cptr());
                    world.letOthersRun();
                    endpoint.recv(reply);
                    reply.send(MessageInfo.of(1, 0));
                    reply.send(MessageInfo.of(2, 0));
                    world.letOthersRun();
                    assertEquals(List.of("b got 1"), log);
                });
    }

    @Test
    void shouldGiveUpTheReceiverOfAReplyObjectThatAnotherThreadOffers() {
        image.run(
                world -> {
                    Endpoint first = world.endpoint();
                    Endpoint second = world.endpoint();
                    Reply reply = world.reply();
                    world.start("a", 50, sel4 -> receive(sel4, "a", first, reply));
                    world.letOthersRun();
                    world.start("b", 50, sel4 -> receive(sel4, "b", second, reply));
                    world.letOthersRun();
                    first.nbSend(0);
                    second.nbSend(0);
                    world.letOthersRun();
                    assertEquals(List.of("b received"), log);
                });
    }

    private void receive(Sel4 sel4, String name, Endpoint endpoint, Reply reply) {
        sel4.recv(endpoint.cptr(), reply.cptr());
        log.add(name + " received");
    }

    @Test
    void shouldHoldSeveralCallersInSeveralObjectsAndAnswerThemInAnyOrder() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    List<Reply> replies = new ArrayList<>();
                    for (String name : List.of("a", "b", "c")) {
                        startCaller(world, name, endpoint.cptr());
                        world.letOthersRun();
                        replies.add(world.reply());
                        endpoint.recv(replies.getLast());
                    }
                    for (int i : new int[] {1, 2, 0}) {
                        replies.get(i).send(MessageInfo.of(i, 0));
                        world.letOthersRun();
                    }
                    assertEquals(List.of("b got 1", "c got 2", "a got 0"), log);
                });
    }

    @Test
    void shouldForgetASuspendedCaller() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Reply reply = world.reply();
                    Tcb caller = startCaller(world, "a", endpoint.cptr());
                    world.letOthersRun();
                    endpoint.recv(reply);
                    caller.suspend().orThrow();
                    reply.send(MessageInfo.of(1, 0));
                    world.letOthersRun();
                    assertEquals(List.of(), log);
                    caller.resume().orThrow();
                    world.letOthersRun();
                    endpoint.recv(reply);
                    reply.send(MessageInfo.of(2, 0));
                    world.letOthersRun();
                    assertEquals(List.of("a got 2"), log);
                });
    }

    @Test
    void shouldRefuseInvocationsOfAnEmptySlotInsteadOfAReply() {
        image.run(
                world -> {
                    long answer = world.sel4.call(world.slot(), 0);
                    assertEquals(Sel4Error.INVALID_CAPABILITY.ordinal(), MessageInfo.label(answer));
                });
    }

    /** Client, first and second server, all on the client's time, the second one blocked. */
    private final class Chain {
        final Endpoint firstEndpoint;
        final Endpoint secondEndpoint;
        final Reply firstReply;
        final Reply secondReply;
        final Notification go;
        final SchedContext time;
        final Tcb client;
        final Tcb first;
        final Tcb second;

        Chain(World world) {
            firstEndpoint = world.endpoint();
            secondEndpoint = world.endpoint();
            firstReply = world.reply();
            secondReply = world.reply();
            go = world.notification();
            time = world.schedContext();
            second =
                    world.startPassive(
                            "second",
                            70,
                            sel4 -> {
                                sel4.recv(secondEndpoint.cptr(), secondReply.cptr());
                                sel4.await(go.cptr());
                                log.add("second");
                                sel4.send(secondReply.cptr(), MessageInfo.of(2, 0));
                                log.add("second goes on");
                            });
            first =
                    world.startPassive(
                            "first",
                            60,
                            sel4 -> {
                                sel4.recv(firstEndpoint.cptr(), firstReply.cptr());
                                call(sel4, "first", secondEndpoint.cptr());
                                sel4.send(firstReply.cptr(), MessageInfo.of(1, 0));
                                log.add("first goes on");
                            });
            client =
                    world.passiveThread(
                            "client", 50, sel4 -> call(sel4, "client", firstEndpoint.cptr()));
            time.bind(client).orThrow();
            client.resume().orThrow();
            world.letOthersRun();
        }

        /** Whose the client's time is: unbinding from anybody else is refused. */
        boolean isTimeOf(Tcb thread) {
            return time.unbindObject(thread) == Sel4Error.NO_ERROR;
        }
    }

    @Test
    void shouldReturnTheTimeWithEveryAnswerOfAChain() {
        image.run(
                world -> {
                    Chain chain = new Chain(world);
                    chain.go.signal();
                    world.letOthersRun();
                    // Who answered has no time left to go on, and cannot keep it.
                    assertEquals(List.of("second", "first got 2", "client got 1"), log);
                    assertEquals(true, chain.isTimeOf(chain.client));
                });
    }

    @Test
    void shouldLendTheTimeToTheLastOfAChain() {
        image.run(
                world -> {
                    Chain chain = new Chain(world);
                    assertEquals(false, chain.isTimeOf(chain.client));
                    assertEquals(false, chain.isTimeOf(chain.first));
                    assertEquals(true, chain.isTimeOf(chain.second));
                });
    }

    @Test
    void shouldReturnTheTimeWhenTheHeadOfAChainIsDeleted() {
        image.run(
                world -> {
                    Chain chain = new Chain(world);
                    world.at(chain.secondReply).delete().orThrow();
                    world.letOthersRun();
                    // The first server has its client's time again, but its call was given up.
                    assertEquals(List.of(), log);
                    assertEquals(true, chain.isTimeOf(chain.first));
                });
    }

    @Test
    void shouldCutAChainOnBothSidesWhenItsMiddleIsDeleted() {
        image.run(
                world -> {
                    Chain chain = new Chain(world);
                    world.at(chain.firstReply).delete().orThrow();
                    chain.go.signal();
                    world.letOthersRun();
                    // The second server still answers the first; the client's way back is gone.
                    assertEquals(List.of("second", "first got 2", "first goes on"), log);
                    assertEquals(true, chain.isTimeOf(chain.first));
                });
    }

    @Test
    void shouldLeaveTheTimeWithTheServerWhenTheCallerIsSuspended() {
        image.run(
                world -> {
                    Chain chain = new Chain(world);
                    chain.first.suspend().orThrow();
                    chain.go.signal();
                    world.letOthersRun();
                    assertEquals(List.of("second", "second goes on"), log);
                    assertEquals(true, chain.isTimeOf(chain.second));
                });
    }

    @Test
    void shouldNotReturnTheTimeAfterItWasUnbound() {
        image.run(
                world -> {
                    Chain chain = new Chain(world);
                    chain.time.unbind().orThrow();
                    world.schedContext().bind(chain.second).orThrow();
                    chain.go.signal();
                    world.letOthersRun();
                    // The first was answered, but has no time to notice it.
                    assertEquals(List.of("second", "second goes on"), log);
                    world.schedContext().bind(chain.first).orThrow();
                    world.letOthersRun();
                    assertEquals(
                            List.of("second", "second goes on", "first got 2", "first goes on"),
                            log);
                });
    }

    @Test
    void shouldLeaveTheCallerItsOwnTimeIfItGotSomeMeanwhile() {
        image.run(
                world -> {
                    Chain chain = new Chain(world);
                    SchedContext own = world.schedContext();
                    own.bind(chain.first).orThrow();
                    chain.go.signal();
                    world.letOthersRun();
                    // So the second kept the client's time, until the client itself was answered.
                    assertEquals(
                            List.of(
                                    "second",
                                    "second goes on",
                                    "first got 2",
                                    "first goes on",
                                    "client got 1"),
                            log);
                    assertEquals(Sel4Error.NO_ERROR, own.unbindObject(chain.first));
                    assertEquals(true, chain.isTimeOf(chain.client));
                });
    }
}
