package io.atoll.kernel.invocation;

import static io.atoll.kernel.testing.Answers.assertError;
import static io.atoll.kernel.testing.Answers.assertLookupFailed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.api.CNodeCapData;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.LookupFailure;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.AbsoluteCPtr;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** The methods of CNodes, with their errors in the order of the checks ({@code sel4-api} 2.8). */
class CNodeInvocationTest {
    private final TestImage image = new TestImage();

    private static AbsoluteCPtr freshSlot(World world) {
        return world.root.slot(world.slot());
    }

    private static boolean isEmpty(AbsoluteCPtr slot) {
        return slot.move(slot) == Sel4Error.FAILED_LOOKUP;
    }

    @Nested
    class CopyAndMint {
        @Test
        void shouldReduceRights() {
            image.run(
                    world -> {
                        Notification n = world.notification();
                        long readOnly = world.copy(n, CapRights.READ);
                        n.signal();
                        assertEquals(
                                Sel4Error.INVALID_CAPABILITY.ordinal(),
                                MessageInfo.label(world.sel4.call(readOnly, 0)));
                        // Rights that are gone do not come back.
                        long again = world.copy(world.sel4.notification(readOnly), CapRights.ALL);
                        assertEquals(
                                Sel4Error.INVALID_CAPABILITY.ordinal(),
                                MessageInfo.label(world.sel4.call(again, 0)));
                    });
        }

        @Test
        void shouldReportAFullDestinationBeforeLookingAtTheSource() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        AbsoluteCPtr full = world.at(endpoint);
                        AbsoluteCPtr nowhere = world.root.slot(1, 3);
                        assertEquals(Sel4Error.DELETE_FIRST, full.copy(nowhere, CapRights.ALL));
                        assertEquals(Sel4Error.DELETE_FIRST, full.mint(nowhere, CapRights.ALL, 1));
                        assertEquals(Sel4Error.DELETE_FIRST, full.move(nowhere));
                        assertEquals(Sel4Error.DELETE_FIRST, full.mutate(nowhere, 1));
                        assertEquals(Sel4Error.DELETE_FIRST, full.move(full));
                    });
        }

        @Test
        void shouldReportAnEmptySource() {
            image.run(
                    world -> {
                        AbsoluteCPtr empty = freshSlot(world);
                        AbsoluteCPtr to = freshSlot(world);
                        LookupFailure missing = new LookupFailure.MissingCapability(64);
                        assertLookupFailed(
                                world.sel4, true, missing, to.copy(empty, CapRights.ALL));
                        assertLookupFailed(
                                world.sel4, true, missing, to.mint(empty, CapRights.ALL, 1));
                        assertLookupFailed(world.sel4, true, missing, to.move(empty));
                        assertLookupFailed(world.sel4, true, missing, to.mutate(empty, 1));
                    });
        }

        @Test
        void shouldSetABadgeOnlyOnce() {
            image.run(
                    world -> {
                        Endpoint badged = world.badged(world.endpoint(), 5);
                        for (long badge : new long[] {0, 5, 6}) {
                            assertEquals(
                                    Sel4Error.ILLEGAL_OPERATION,
                                    freshSlot(world).mint(world.at(badged), CapRights.ALL, badge));
                        }
                        assertEquals(
                                Sel4Error.NO_ERROR,
                                freshSlot(world).copy(world.at(badged), CapRights.ALL));
                    });
        }

        @Test
        void shouldMintWithBadgeZeroAsAPlainCopy() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        long plain = world.mint(endpoint, CapRights.ALL, 0);
                        assertEquals(
                                Sel4Error.NO_ERROR,
                                freshSlot(world).mint(world.root.slot(plain), CapRights.ALL, 7));
                    });
        }

        @Test
        void shouldNotCopyAnUntypedWithChildrenAndFillOneWithout() {
            image.run(
                    world -> {
                        world.endpoint();
                        assertEquals(
                                Sel4Error.REVOKE_FIRST,
                                freshSlot(world).copy(world.at(world.untyped), CapRights.ALL));
                        var fresh = world.sel4.untyped(world.make(ObjectType.UNTYPED, 12));
                        world.root
                                .slot(world.slot())
                                .copy(world.at(fresh), CapRights.ALL)
                                .orThrow();
                        // The copy is its child now: nothing of the original is free.
                        assertError(
                                world.sel4,
                                Sel4Error.NOT_ENOUGH_MEMORY,
                                fresh.retype(ObjectType.ENDPOINT, 0, world.root, world.slot(), 1),
                                0);
                    });
        }

        @Test
        void shouldNotCopyInterruptControl() {
            image.run(
                    world ->
                            assertEquals(
                                    Sel4Error.ILLEGAL_OPERATION,
                                    freshSlot(world)
                                            .copy(
                                                    world.root.slot(InitCaps.IRQ_CONTROL),
                                                    CapRights.ALL)));
        }

        @Test
        void shouldRefuseAGuardThatDoesNotFit() {
            image.run(
                    world -> {
                        CNode table = world.sel4.cnode(world.make(ObjectType.CAP_TABLE, 4));
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION,
                                freshSlot(world)
                                        .mint(
                                                world.at(table),
                                                CapRights.ALL,
                                                CNodeCapData.of(0, 61)));
                        assertEquals(
                                Sel4Error.NO_ERROR,
                                freshSlot(world)
                                        .mint(
                                                world.at(table),
                                                CapRights.ALL,
                                                CNodeCapData.of(0, 60)));
                    });
        }
    }

    @Nested
    class MoveAndMutate {
        @Test
        void shouldMoveWithBadgeAndRights() {
            image.run(
                    world -> {
                        Notification n = world.notification();
                        long minted = world.mint(n, CapRights.WRITE, 6);
                        long moved = world.slot();
                        world.root.slot(moved).move(world.root.slot(minted)).orThrow();
                        assertEquals(true, isEmpty(world.root.slot(minted)));
                        world.sel4.send(moved, 0);
                        assertEquals(6, n.poll());
                    });
        }

        @Test
        void shouldNeverMutateEndpointsAndNotifications() {
            image.run(
                    world -> {
                        for (long slot :
                                new long[] {world.endpoint().cptr(), world.notification().cptr()}) {
                            assertEquals(
                                    Sel4Error.ILLEGAL_OPERATION,
                                    freshSlot(world).mutate(world.root.slot(slot), 0));
                            assertEquals(
                                    Sel4Error.ILLEGAL_OPERATION,
                                    freshSlot(world).mutate(world.root.slot(slot), 5));
                            assertEquals(false, isEmpty(world.root.slot(slot)));
                        }
                    });
        }

        @Test
        void shouldGiveAMovedCNodeAnotherGuard() {
            image.run(
                    world -> {
                        long table = world.make(ObjectType.CAP_TABLE, 4);
                        long mutated = world.slot();
                        world.root
                                .slot(mutated)
                                .mutate(world.root.slot(table), CNodeCapData.of(0b11, 2))
                                .orThrow();
                        assertEquals(
                                Sel4Error.NO_ERROR,
                                world.sel4.cnode(mutated).slot(0b11_0101, 6).delete());
                        assertLookupFailed(
                                world.sel4,
                                false,
                                new LookupFailure.GuardMismatch(6, 0b11, 2),
                                world.sel4.cnode(mutated).slot(0b01_0101, 6).delete());
                    });
        }
    }

    @Nested
    class Rotate {
        /** Three CNodes told apart by their size: their slots, and the free one. */
        private AbsoluteCPtr[] threeCNodes(World world) {
            AbsoluteCPtr[] slots = new AbsoluteCPtr[4];
            for (int i = 0; i < 3; i++) {
                slots[i] = world.root.slot(world.make(ObjectType.CAP_TABLE, i + 1));
            }
            slots[3] = freshSlot(world);
            return slots;
        }

        /** Radix and guard of a CNode capability: the guard size that makes depth 40 fit. */
        private int radixOf(World world, AbsoluteCPtr slot) {
            for (int depth = 1; depth <= 8; depth++) {
                Sel4Error error = world.sel4.cnode(slot.index()).slot(0, depth).delete();
                if (error == Sel4Error.NO_ERROR) {
                    return depth;
                }
            }
            return -1;
        }

        @Test
        void shouldMovePivotToDestinationAndSourceToPivot() {
            image.run(
                    world -> {
                        AbsoluteCPtr[] s = threeCNodes(world);
                        s[3].rotate(CNodeCapData.of(0, 3), s[1], CNodeCapData.of(0, 0), s[0])
                                .orThrow();
                        // The pivot (radix 2) got 3 guard bits, the source (radix 1) none.
                        assertEquals(5, radixOf(world, s[3]));
                        assertEquals(1, radixOf(world, s[1]));
                        assertEquals(true, isEmpty(s[0]));
                    });
        }

        @Test
        void shouldSwapWhenSourceIsDestination() {
            image.run(
                    world -> {
                        AbsoluteCPtr[] s = threeCNodes(world);
                        s[0].rotate(CNodeCapData.of(0, 0), s[2], CNodeCapData.of(0, 4), s[0])
                                .orThrow();
                        assertEquals(3, radixOf(world, s[0]));
                        assertEquals(5, radixOf(world, s[2]));
                    });
        }

        @Test
        void shouldKeepTheDerivationOfWhatItMoves() {
            image.run(
                    world -> {
                        AbsoluteCPtr[] s = threeCNodes(world);
                        AbsoluteCPtr copyOfFirst = freshSlot(world);
                        copyOfFirst.copy(s[0], CapRights.ALL).orThrow();
                        s[0].rotate(0, s[2], 0, s[0]).orThrow();
                        s[0].revoke().orThrow();
                        assertEquals(false, isEmpty(copyOfFirst));
                        s[2].revoke().orThrow();
                        assertEquals(true, isEmpty(copyOfFirst));
                    });
        }

        @Test
        void shouldCheckInTheOrderOfTheManual() {
            image.run(
                    world -> {
                        AbsoluteCPtr[] s = threeCNodes(world);
                        AbsoluteCPtr nowhere = world.root.slot(0, 3);
                        AbsoluteCPtr empty = freshSlot(world);
                        assertLookupFailed(
                                world.sel4,
                                true,
                                new LookupFailure.GuardMismatch(3, 0, 52),
                                s[0].rotate(0, nowhere, 0, nowhere));
                        assertLookupFailed(
                                world.sel4,
                                true,
                                new LookupFailure.GuardMismatch(3, 0, 52),
                                s[0].rotate(0, nowhere, 0, s[1]));
                        assertEquals(Sel4Error.ILLEGAL_OPERATION, s[3].rotate(0, s[0], 0, s[0]));
                        assertEquals(Sel4Error.ILLEGAL_OPERATION, s[2].rotate(0, s[2], 0, s[0]));
                        assertEquals(Sel4Error.DELETE_FIRST, s[2].rotate(0, s[1], 0, s[0]));
                        assertLookupFailed(
                                world.sel4,
                                true,
                                new LookupFailure.MissingCapability(64),
                                s[3].rotate(0, s[1], 0, empty));
                        assertLookupFailed(
                                world.sel4,
                                false,
                                new LookupFailure.MissingCapability(64),
                                s[3].rotate(0, empty, 0, s[1]));
                        AbsoluteCPtr endpoint = world.at(world.endpoint());
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION, s[3].rotate(0, endpoint, 0, s[0]));
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION, s[3].rotate(0, s[0], 0, endpoint));
                        assertEquals(true, isEmpty(s[3]));
                    });
        }
    }

    @Nested
    class CancelBadgedSends {
        @Test
        void shouldRestartSendersWithThatBadgeOnly() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        Endpoint five = world.badged(endpoint, 5);
                        Endpoint six = world.badged(endpoint, 6);
                        List<String> log = new ArrayList<>();
                        long[] through = {five.cptr(), six.cptr(), five.cptr()};
                        for (int i = 0; i < through.length; i++) {
                            long target =
                                    world.copy(world.sel4.endpoint(through[i]), CapRights.ALL);
                            String name = "sender " + i;
                            world.start(
                                    name,
                                    50,
                                    sel4 -> {
                                        sel4.send(target, 0);
                                        log.add(name);
                                    });
                            world.letOthersRun();
                        }
                        // Without their capabilities the cancelled ones come to nothing.
                        world.at(five).cancelBadgedSends().orThrow();
                        world.at(five).revoke().orThrow();
                        world.letOthersRun();
                        assertEquals(
                                List.of("sender 0", "sender 2"), log.stream().sorted().toList());
                        endpoint.nbAwait();
                        assertEquals(6, world.sel4.ipc().senderBadge());
                        endpoint.nbAwait();
                        assertEquals(0, world.sel4.ipc().senderBadge());
                    });
        }

        @Test
        void shouldDoNothingForBadgeZeroAndNotTouchCallersThatWereReceived() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        Endpoint five = world.badged(endpoint, 5);
                        Reply reply = world.reply();
                        List<String> log = new ArrayList<>();
                        world.start(
                                "caller",
                                60,
                                sel4 ->
                                        log.add(
                                                "caller "
                                                        + MessageInfo.label(
                                                                sel4.call(five.cptr(), 0))));
                        world.start("sender", 50, sel4 -> sel4.send(endpoint.cptr(), 0));
                        world.letOthersRun();
                        endpoint.recv(reply);
                        world.at(five).cancelBadgedSends().orThrow();
                        world.at(endpoint).cancelBadgedSends().orThrow();
                        reply.send(MessageInfo.of(4, 0));
                        world.letOthersRun();
                        assertEquals(List.of("caller 4"), log);
                        assertEquals(false, image.exited().contains("sender"));
                    });
        }

        @Test
        void shouldNeedAllRightsToAnEndpoint() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        for (CapRights rights :
                                List.of(
                                        CapRights.ALL.read(false),
                                        CapRights.ALL.write(false),
                                        CapRights.ALL.grant(false),
                                        CapRights.ALL.grantReply(false))) {
                            long limited = world.mint(endpoint, rights, 3);
                            assertEquals(
                                    Sel4Error.ILLEGAL_OPERATION,
                                    world.root.slot(limited).cancelBadgedSends());
                        }
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION,
                                world.at(world.notification()).cancelBadgedSends());
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION, freshSlot(world).cancelBadgedSends());
                    });
        }
    }

    @Nested
    class Messages {
        @Test
        void shouldRefuseTruncatedMessages() {
            image.run(
                    world -> {
                        long slot = world.slot();
                        long source = world.endpoint().cptr();
                        int[][] needed = {
                            {InvocationLabel.CNODE_REVOKE, 2, 0},
                            {InvocationLabel.CNODE_DELETE, 2, 0},
                            {InvocationLabel.CNODE_CANCEL_BADGED_SENDS, 2, 0},
                            {InvocationLabel.CNODE_COPY, 5, 1},
                            {InvocationLabel.CNODE_MINT, 6, 1},
                            {InvocationLabel.CNODE_MOVE, 4, 1},
                            {InvocationLabel.CNODE_MUTATE, 5, 1},
                            {InvocationLabel.CNODE_ROTATE, 8, 2},
                        };
                        for (int[] method : needed) {
                            int label = method[0];
                            int words = method[1];
                            int caps = method[2];
                            assertEquals(
                                    Sel4Error.TRUNCATED_MESSAGE.ordinal(),
                                    invoke(world, label, caps, words - 1, slot, source),
                                    "label " + label);
                            if (caps > 0) {
                                assertEquals(
                                        Sel4Error.TRUNCATED_MESSAGE.ordinal(),
                                        invoke(world, label, caps - 1, words, slot, source),
                                        "label " + label);
                            }
                        }
                        assertEquals(true, isEmpty(world.root.slot(slot)));
                    });
        }

        private static long invoke(
                World world, int label, int caps, int words, long slot, long source) {
            long[] content = {slot, 64, source, 64, source, 64, source, 64};
            for (int i = 0; i < content.length; i++) {
                world.sel4.ipc().mr(i, content[i]);
            }
            world.sel4.ipc().cap(0, world.root.cptr());
            world.sel4.ipc().cap(1, world.root.cptr());
            return MessageInfo.label(
                    world.sel4.call(world.root.cptr(), MessageInfo.of(label, 0, caps, words)));
        }

        @Test
        void shouldAnswerMethodsOfOtherObjectsWithIllegalOperation() {
            image.run(
                    world -> {
                        int[] labels = {0, InvocationLabel.TCB_SET_FLAGS, 26, 1000};
                        for (int label : labels) {
                            assertEquals(
                                    MessageInfo.of(Sel4Error.ILLEGAL_OPERATION.ordinal(), 0),
                                    world.sel4.call(world.root.cptr(), MessageInfo.of(label, 4)));
                        }
                        for (long cap :
                                new long[] {
                                    InitCaps.TCB,
                                    InitCaps.VSPACE,
                                    InitCaps.SC,
                                    InitCaps.IRQ_CONTROL,
                                    world.untyped.cptr(),
                                    world.schedControl().cptr(),
                                    world.frame().cptr()
                                }) {
                            assertEquals(
                                    MessageInfo.of(Sel4Error.ILLEGAL_OPERATION.ordinal(), 0),
                                    world.sel4.call(cap, MessageInfo.of(1000, 4)),
                                    "capability " + cap);
                        }
                    });
        }

        @Test
        void shouldAnswerSuccessWithoutWords() {
            image.run(
                    world -> {
                        world.sel4.ipc().mr(0, world.slot());
                        world.sel4.ipc().mr(1, 64);
                        assertEquals(
                                MessageInfo.of(0, 0),
                                world.sel4.call(
                                        world.root.cptr(),
                                        MessageInfo.of(InvocationLabel.CNODE_DELETE, 2)));
                        assertEquals(0, world.sel4.ipc().senderBadge());
                    });
        }
    }
}
