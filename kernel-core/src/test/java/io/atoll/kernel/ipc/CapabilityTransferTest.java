package io.atoll.kernel.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Capabilities that travel with messages ({@code sel4-api} 3.4). */
class CapabilityTransferTest {
    private final TestImage image = new TestImage();

    /** A thread sends a message with capabilities; the initial task receives it. */
    private static long receive(World world, Endpoint endpoint, long sendThrough, long... caps) {
        world.start(
                "sender",
                50,
                sel4 -> {
                    for (int i = 0; i < caps.length; i++) {
                        sel4.ipc().cap(i, caps[i]);
                    }
                    sel4.send(sendThrough, MessageInfo.of(1, 0, caps.length, 0));
                });
        world.letOthersRun();
        return endpoint.await();
    }

    /** The initial task receives capabilities into a new slot. */
    private static long receiveInto(World world) {
        long slot = world.slot();
        world.sel4.ipc().receivePath(world.root.cptr(), slot, 64);
        return slot;
    }

    private static boolean isEmpty(World world, long slot) {
        // Moving a slot onto itself: a full one must be deleted first, an empty one is not found.
        return world.root.slot(slot).move(world.root.slot(slot)) == Sel4Error.FAILED_LOOKUP;
    }

    @Test
    void shouldPutACopyIntoTheReceiveSlot() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Notification sent = world.badged(world.notification(), 8);
                    long slot = receiveInto(world);
                    long info = receive(world, endpoint, endpoint.cptr(), sent.cptr());
                    assertEquals(MessageInfo.of(1, 0, 1, 0), info);
                    world.sel4.notification(slot).signal();
                    assertEquals(8, sent.poll());
                });
    }

    @Test
    void shouldMakeTheCopyAChildOfTheSendersCapability() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Notification sent = world.badged(world.notification(), 8);
                    long slot = receiveInto(world);
                    receive(world, endpoint, endpoint.cptr(), sent.cptr());
                    world.at(sent).revoke().orThrow();
                    assertEquals(true, isEmpty(world, slot));
                    assertEquals(false, isEmpty(world, sent.cptr()));
                });
    }

    @Test
    void shouldUnwrapCapabilitiesOfTheEndpointUsedToTheirBadges() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    long slot = receiveInto(world);
                    long info =
                            receive(
                                    world,
                                    endpoint,
                                    endpoint.cptr(),
                                    world.badged(endpoint, 71).cptr(),
                                    endpoint.cptr(),
                                    world.badged(endpoint, 73).cptr());
                    assertEquals(MessageInfo.of(1, 7, 3, 0), info);
                    IpcBuffer ipc = world.sel4.ipc();
                    assertEquals(71, ipc.badge(0));
                    assertEquals(0, ipc.badge(1));
                    assertEquals(73, ipc.badge(2));
                    assertEquals(true, isEmpty(world, slot));
                });
    }

    @Test
    void shouldPlaceOneCapabilityAndUnwrapTheOthers() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Endpoint other = world.endpoint();
                    long slot = receiveInto(world);
                    long info =
                            receive(
                                    world,
                                    endpoint,
                                    endpoint.cptr(),
                                    world.badged(endpoint, 5).cptr(),
                                    other.cptr(),
                                    world.badged(endpoint, 6).cptr());
                    assertEquals(MessageInfo.of(1, 0b101, 3, 0), info);
                    assertEquals(5, world.sel4.ipc().badge(0));
                    assertEquals(6, world.sel4.ipc().badge(2));
                    assertEquals(false, isEmpty(world, slot));
                });
    }

    @Test
    void shouldStopAtTheSecondRealCapability() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Endpoint other = world.endpoint();
                    receiveInto(world);
                    long info =
                            receive(
                                    world,
                                    endpoint,
                                    endpoint.cptr(),
                                    other.cptr(),
                                    other.cptr(),
                                    world.badged(endpoint, 6).cptr());
                    assertEquals(MessageInfo.of(1, 0, 1, 0), info);
                });
    }

    @Test
    void shouldPlaceNothingIntoAFullSlot() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Endpoint other = world.endpoint();
                    world.sel4.ipc().receivePath(world.root.cptr(), endpoint.cptr(), 64);
                    long info =
                            receive(
                                    world,
                                    endpoint,
                                    endpoint.cptr(),
                                    world.badged(endpoint, 5).cptr(),
                                    other.cptr());
                    assertEquals(MessageInfo.of(1, 1, 1, 0), info);
                });
    }

    @Test
    void shouldPlaceNothingWhenTheReceivePathLeadsNowhere() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Endpoint other = world.endpoint();
                    long slot = world.slot();
                    List<Long> infos = new ArrayList<>();
                    // No such root, a root that is no CNode, too few bits, none, too many.
                    long[][] paths = {
                        {1L << 50, slot, 64},
                        {other.cptr(), slot, 64},
                        {world.root.cptr(), slot, 63},
                        {world.root.cptr(), slot, 0},
                        {world.root.cptr(), slot, 65},
                    };
                    for (long[] path : paths) {
                        world.sel4.ipc().receivePath(path[0], path[1], (int) path[2]);
                        infos.add(receive(world, endpoint, endpoint.cptr(), other.cptr()));
                    }
                    long none = MessageInfo.of(1, 0);
                    assertEquals(List.of(none, none, none, none, none), infos);
                    assertEquals(true, isEmpty(world, slot));
                });
    }

    @Test
    void shouldPlaceNothingForAnEmptySlotSent() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    long slot = receiveInto(world);
                    long info = receive(world, endpoint, endpoint.cptr(), world.slot());
                    assertEquals(MessageInfo.of(1, 0), info);
                    assertEquals(true, isEmpty(world, slot));
                });
    }

    @Test
    void shouldNotCarryAnUntypedWithChildren() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    long slot = receiveInto(world);
                    long info = receive(world, endpoint, endpoint.cptr(), world.untyped.cptr());
                    assertEquals(MessageInfo.of(1, 0), info);
                    long fresh = world.make(ObjectType.UNTYPED, 12);
                    info = receive(world, endpoint, endpoint.cptr(), fresh);
                    assertEquals(MessageInfo.of(1, 0, 1, 0), info);
                    assertEquals(false, isEmpty(world, slot));
                });
    }

    @Test
    void shouldCarryNothingWithoutGrant() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    long slot = receiveInto(world);
                    long noGrant = world.copy(endpoint, CapRights.READ_WRITE.grantReply(true));
                    long info = receive(world, endpoint, noGrant, world.badged(endpoint, 5).cptr());
                    assertEquals(MessageInfo.of(1, 0), info);
                    assertEquals(true, isEmpty(world, slot));
                });
    }

    @Test
    void shouldLookUpTheCapabilitiesWhenTheMessageIsTaken() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Notification early = world.badged(world.notification(), 1);
                    Notification late = world.badged(world.notification(), 2);
                    long named = world.copy(early, CapRights.ALL);
                    world.start(
                            "sender",
                            50,
                            sel4 -> {
                                sel4.ipc().cap(0, named);
                                sel4.send(endpoint.cptr(), MessageInfo.of(0, 0, 1, 0));
                            });
                    world.letOthersRun();
                    world.root.slot(named).delete().orThrow();
                    world.root.slot(named).copy(world.at(late), CapRights.ALL).orThrow();
                    long slot = receiveInto(world);
                    endpoint.await();
                    world.sel4.notification(slot).signal();
                    assertEquals(0, early.poll());
                    assertEquals(2, late.poll());
                });
    }

    @Test
    void shouldKeepTheSendersRights() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Notification notification = world.notification();
                    long readOnly = world.copy(notification, CapRights.READ);
                    long slot = receiveInto(world);
                    receive(world, endpoint, endpoint.cptr(), readOnly);
                    assertEquals(
                            Sel4Error.INVALID_CAPABILITY.ordinal(),
                            MessageInfo.label(world.sel4.call(slot, 0)));
                });
    }

    @Test
    void shouldFaultInTheSendersPhaseWhenACapabilitySentCannotBeLookedUp() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    world.start(
                            "sender",
                            50,
                            sel4 -> {
                                sel4.ipc().cap(0, 1L << 50);
                                sel4.nbSend(endpoint.cptr(), MessageInfo.of(0, 0, 1, 0));
                                sel4.send(endpoint.cptr(), MessageInfo.of(0, 0, 1, 0));
                            });
                    world.letOthersRun();
                    assertEquals(1, image.unhandledFaults().size());
                    endpoint.nbAwait();
                });
    }

    @Test
    void shouldCarryACapabilityWithAnAnswer() {
        answerWithCapability(CapRights.ALL, 1);
    }

    @Test
    void shouldCarryNoCapabilityWithAnAnswerThroughAReplyWithoutGrant() {
        answerWithCapability(CapRights.NONE, 0);
    }

    private void answerWithCapability(CapRights replyRights, int expectedCaps) {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Reply reply = world.reply();
                    long limited = world.copy(reply, replyRights);
                    Notification gift = world.notification();
                    world.start(
                            "server",
                            50,
                            sel4 -> {
                                sel4.recv(endpoint.cptr(), reply.cptr());
                                sel4.ipc().cap(0, gift.cptr());
                                sel4.send(limited, MessageInfo.of(4, 0, 1, 0));
                            });
                    world.letOthersRun();
                    long slot = receiveInto(world);
                    long answer = endpoint.call(0);
                    assertEquals(MessageInfo.of(4, 0, expectedCaps, 0), answer);
                    assertEquals(expectedCaps == 0, isEmpty(world, slot));
                });
    }
}
