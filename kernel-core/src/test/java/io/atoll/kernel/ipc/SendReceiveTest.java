package io.atoll.kernel.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.UserContext;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Send, NBSend, Recv, NBRecv, Wait and NBWait on endpoints ({@code sel4-api} 3.2 to 3.4). */
class SendReceiveTest {
    private final TestImage image = new TestImage();
    private final List<String> log = new ArrayList<>();

    @Nested
    class Blocking {
        @Test
        void shouldBlockTheSenderUntilSomebodyReceives() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        long badged = world.badged(endpoint, 42).cptr();
                        world.start(
                                "sender",
                                50,
                                sel4 -> {
                                    sel4.ipc().mr(0, 7);
                                    sel4.send(badged, MessageInfo.of(3, 1));
                                    log.add("sent");
                                });
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        assertEquals(MessageInfo.of(3, 1), endpoint.await());
                        assertEquals(7, world.sel4.ipc().mr(0));
                        assertEquals(42, world.sel4.ipc().senderBadge());
                        world.letOthersRun();
                        assertEquals(List.of("sent"), log);
                    });
        }

        @Test
        void shouldBlockTheReceiverUntilSomebodySends() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        Reply reply = world.reply();
                        world.start(
                                "receiver",
                                50,
                                sel4 -> {
                                    long info = sel4.recv(endpoint.cptr(), reply.cptr());
                                    log.add(MessageInfo.label(info) + " " + sel4.ipc().mr(1));
                                });
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        world.sel4.ipc().mr(1, 11);
                        endpoint.send(MessageInfo.of(9, 2));
                        world.letOthersRun();
                        assertEquals(List.of("9 11"), log);
                    });
        }

        @Test
        void shouldLeaveACallerWhoWasReceivedWithoutReplyObjectStopped() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        Tcb caller =
                                world.start(
                                        "caller",
                                        50,
                                        sel4 -> {
                                            sel4.call(endpoint.cptr(), MessageInfo.of(1, 0));
                                            log.add("answered");
                                        });
                        world.letOthersRun();
                        assertEquals(1, MessageInfo.label(endpoint.await()));
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        // It is not queued any more either; resumed, it makes its call again.
                        endpoint.nbAwait();
                        assertEquals(0, world.sel4.ipc().senderBadge());
                        caller.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(1, MessageInfo.label(endpoint.await()));
                    });
        }
    }

    @Nested
    class NonBlocking {
        @Test
        void shouldDropAMessageForWhichNobodyWaits() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        Endpoint badged = world.badged(endpoint, 5);
                        badged.nbSend(MessageInfo.of(1, 0));
                        endpoint.nbAwait();
                        assertEquals(0, world.sel4.ipc().senderBadge());
                    });
        }

        @Test
        void shouldDeliverToAReceiverThatWaits() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        world.start(
                                "receiver",
                                50,
                                sel4 ->
                                        log.add(
                                                MessageInfo.label(sel4.await(endpoint.cptr()))
                                                        + " from "
                                                        + sel4.ipc().senderBadge()));
                        world.letOthersRun();
                        world.badged(endpoint, 5).nbSend(MessageInfo.of(1, 0));
                        world.letOthersRun();
                        assertEquals(List.of("1 from 5"), log);
                    });
        }

        @Test
        void shouldReturnBadgeZeroWhenThereIsNothingToReceive() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        Reply reply = world.reply();
                        world.sel4.ipc().senderBadge(99);
                        endpoint.nbRecv(reply);
                        assertEquals(0, world.sel4.ipc().senderBadge());
                        world.sel4.ipc().senderBadge(99);
                        endpoint.nbAwait();
                        assertEquals(0, world.sel4.ipc().senderBadge());
                    });
        }

        @Test
        void shouldReceiveFromASenderThatWaits() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        long badged = world.badged(endpoint, 6).cptr();
                        world.start("sender", 50, sel4 -> sel4.send(badged, MessageInfo.of(2, 0)));
                        world.letOthersRun();
                        assertEquals(MessageInfo.of(2, 0), endpoint.nbRecv(world.reply()));
                        assertEquals(6, world.sel4.ipc().senderBadge());
                    });
        }

        @Test
        void shouldHoldACallerForItsAnswer() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        Reply reply = world.reply();
                        world.start(
                                "caller",
                                50,
                                sel4 ->
                                        log.add(
                                                "answer "
                                                        + MessageInfo.label(
                                                                sel4.call(endpoint.cptr(), 0))));
                        world.letOthersRun();
                        endpoint.nbRecv(reply);
                        reply.nbSend(MessageInfo.of(8, 0));
                        world.letOthersRun();
                        assertEquals(List.of("answer 8"), log);
                    });
        }
    }

    @Nested
    class Queues {
        private final int[] priorities = {10, 30, 20, 30, 10, 20};

        @Test
        void shouldServeSendersByPriorityAndEqualsInOrder() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        startSenders(world, endpoint);
                        assertEquals(List.of(2L, 4L, 3L, 6L, 1L, 5L), receiveAll(world, endpoint));
                    });
        }

        @Test
        void shouldWakeReceiversByPriorityAndEqualsInOrder() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        for (int i = 0; i < priorities.length; i++) {
                            String name = "receiver " + (i + 1);
                            world.start(
                                    name,
                                    priorities[i],
                                    sel4 -> {
                                        long label = MessageInfo.label(sel4.await(endpoint.cptr()));
                                        log.add(label + " to " + name);
                                    });
                            world.letOthersRun();
                        }
                        for (int i = 0; i < priorities.length; i++) {
                            endpoint.nbSend(MessageInfo.of(i, 0));
                            world.letOthersRun();
                        }
                        assertEquals(
                                List.of(
                                        "0 to receiver 2",
                                        "1 to receiver 4",
                                        "2 to receiver 3",
                                        "3 to receiver 6",
                                        "4 to receiver 1",
                                        "5 to receiver 5"),
                                log);
                    });
        }

        @Test
        void shouldMoveAQueuedThreadBehindItsNewEquals() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        List<Tcb> senders = startSenders(world, endpoint);
                        senders.get(0).setPriority(world.self(), 30).orThrow();
                        senders.get(1).setPriority(world.self(), 10).orThrow();
                        assertEquals(List.of(4L, 1L, 3L, 6L, 5L, 2L), receiveAll(world, endpoint));
                    });
        }

        @Test
        void shouldForgetASuspendedSender() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        List<Tcb> senders = startSenders(world, endpoint);
                        senders.get(3).suspend().orThrow();
                        senders.get(4).suspend().orThrow();
                        assertEquals(List.of(2L, 3L, 6L, 1L), receiveAll(world, endpoint));
                        senders.get(4).resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of(5L), receiveAll(world, endpoint));
                    });
        }

        private List<Tcb> startSenders(World world, Endpoint endpoint) {
            List<Tcb> senders = new ArrayList<>();
            for (int i = 0; i < priorities.length; i++) {
                long badged = world.badged(endpoint, i + 1).cptr();
                senders.add(
                        world.start("sender " + i, priorities[i], sel4 -> sel4.send(badged, 0)));
                world.letOthersRun();
            }
            return senders;
        }

        private static List<Long> receiveAll(World world, Endpoint endpoint) {
            List<Long> badges = new ArrayList<>();
            while (true) {
                endpoint.nbAwait();
                if (world.sel4.ipc().senderBadge() == 0) {
                    return badges;
                }
                badges.add(world.sel4.ipc().senderBadge());
            }
        }
    }

    @Nested
    class WithoutBuffer {
        @Test
        void shouldCarryFourWordsOnlyWhenTheSenderHasNoBuffer() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        bare(
                                world,
                                sel4 -> {
                                    for (int i = 0; i < 4; i++) {
                                        sel4.ipc().mr(i, 10 + i);
                                    }
                                    sel4.send(endpoint.cptr(), MessageInfo.of(0, 9));
                                });
                        world.letOthersRun();
                        world.sel4.ipc().mr(4, -1);
                        assertEquals(MessageInfo.of(0, 4), endpoint.await());
                        assertEquals(13, world.sel4.ipc().mr(3));
                        assertEquals(-1, world.sel4.ipc().mr(4));
                    });
        }

        @Test
        void shouldCarryFourWordsOnlyWhenTheReceiverHasNoBuffer() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        bare(
                                world,
                                sel4 -> {
                                    long info = sel4.await(endpoint.cptr());
                                    log.add(MessageInfo.toString(info) + " " + sel4.ipc().mr(3));
                                });
                        world.letOthersRun();
                        world.sel4.ipc().mr(3, 33);
                        world.sel4.ipc().cap(0, endpoint.cptr());
                        endpoint.send(MessageInfo.of(2, 0, 1, 120));
                        world.letOthersRun();
                        assertEquals(
                                List.of(MessageInfo.toString(MessageInfo.of(2, 4)) + " 33"), log);
                    });
        }

        @Test
        void shouldLoseTheLongWordsWhenTheBufferFrameIsRevoked() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        var buffer = world.frame();
                        Tcb thread =
                                bare(
                                        world,
                                        sel4 -> {
                                            for (int i = 0; i < 2; i++) {
                                                sel4.send(endpoint.cptr(), MessageInfo.of(0, 9));
                                            }
                                        });
                        thread.setIpcBuffer(0x5000_0000L, buffer).orThrow();
                        world.letOthersRun();
                        assertEquals(9, MessageInfo.length(endpoint.await()));
                        world.letOthersRun();
                        world.at(buffer).revoke().orThrow();
                        assertEquals(4, MessageInfo.length(endpoint.await()));
                    });
        }

        private static Tcb bare(World world, io.atoll.kernel.api.StackfulProgram program) {
            Tcb thread = world.sel4.tcb(world.make(io.atoll.kernel.api.ObjectType.TCB, 0));
            thread.configure(world.root, 0, world.sel4.vspace(InitCaps.VSPACE), 0, 0, null)
                    .orThrow();
            thread.setPriority(world.self(), 50).orThrow();
            world.schedContext().bind(thread).orThrow();
            thread.writeRegisters(true, UserContext.at(world.sel4.entryPoint(program))).orThrow();
            return thread;
        }
    }

    @Nested
    class Rights {
        @Test
        void shouldAnswerACallWithoutWriteRightWithInvalidCapability() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        long readOnly = world.copy(endpoint, CapRights.READ);
                        long answer = world.sel4.call(readOnly, MessageInfo.of(5, 0));
                        assertEquals(MessageInfo.of(2, 1), answer);
                        assertEquals(0, world.sel4.ipc().mr(0));
                    });
        }

        @Test
        void shouldDoNothingWhenSendingWithoutWriteRight() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        world.start(
                                "receiver", 50, sel4 -> log.add("" + sel4.await(endpoint.cptr())));
                        world.letOthersRun();
                        long readOnly = world.copy(endpoint, CapRights.READ);
                        world.sel4.send(readOnly, MessageInfo.of(5, 0));
                        world.sel4.nbSend(readOnly, MessageInfo.of(5, 0));
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                    });
        }

        @Test
        void shouldAnswerThroughGrantReplyAlone() {
            answersThrough(CapRights.WRITE.grantReply(true));
        }

        @Test
        void shouldAnswerThroughGrantAlone() {
            answersThrough(CapRights.WRITE.grant(true));
        }

        private void answersThrough(CapRights rights) {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        Reply reply = world.reply();
                        long limited = world.copy(endpoint, rights);
                        world.start("caller", 50, sel4 -> log.add("" + sel4.call(limited, 0)));
                        world.letOthersRun();
                        endpoint.recv(reply);
                        reply.send(MessageInfo.of(3, 0));
                        world.letOthersRun();
                        assertEquals(List.of("" + MessageInfo.of(3, 0)), log);
                    });
        }

        @Test
        void shouldStopACallerWithNeitherGrantNorGrantReply() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        Reply reply = world.reply();
                        long limited = world.copy(endpoint, CapRights.READ_WRITE);
                        world.start("caller", 50, sel4 -> log.add("" + sel4.call(limited, 0)));
                        world.letOthersRun();
                        assertEquals(MessageInfo.of(0, 0), endpoint.recv(reply));
                        reply.send(MessageInfo.of(3, 0));
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                    });
        }
    }
}
