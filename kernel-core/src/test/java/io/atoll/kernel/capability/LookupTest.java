package io.atoll.kernel.capability;

import static io.atoll.kernel.testing.Answers.assertError;
import static io.atoll.kernel.testing.Answers.assertLookupFailed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.api.CNodeCapData;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.Fault;
import io.atoll.kernel.api.LookupFailure;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** The way from a CPtr to a slot ({@code sel4-api} 2.5). */
class LookupTest {
    private final TestImage image = new TestImage();

    private static CNode cnode(World world, int radixBits) {
        return world.sel4.cnode(world.make(ObjectType.CAP_TABLE, radixBits));
    }

    /** A copy of a CNode capability with a guard. */
    private static CNode guarded(World world, CNode original, long guard, int guardBits) {
        return world.sel4.cnode(
                world.mint(original, CapRights.ALL, CNodeCapData.of(guard, guardBits)));
    }

    @Nested
    class WithDepth {
        @Test
        void shouldResolveASlotOfOneLevel() {
            image.run(
                    world -> {
                        Notification n = world.notification();
                        CNode table = cnode(world, 4);
                        table.slot(13, 4).copy(world.at(n), CapRights.ALL).orThrow();
                        // The same slot; bits above the depth do not count.
                        assertEquals(
                                Sel4Error.DELETE_FIRST,
                                table.slot(0xabc0 | 13, 4).copy(world.at(n), CapRights.ALL));
                        assertEquals(
                                Sel4Error.NO_ERROR,
                                table.slot(12, 4).copy(table.slot(13, 4), CapRights.ALL));
                    });
        }

        @Test
        void shouldDescendThroughGuardedLevels() {
            image.run(
                    world -> {
                        Notification n = world.notification();
                        CNode inner = guarded(world, cnode(world, 3), 0b101, 3);
                        CNode outer = cnode(world, 4);
                        outer.slot(9, 4).copy(world.at(inner), CapRights.ALL).orThrow();
                        long path = 0b1001_101_110;
                        outer.slot(path, 10).copy(world.at(n), CapRights.ALL).orThrow();
                        assertEquals(
                                Sel4Error.DELETE_FIRST,
                                inner.slot(0b101_110, 6).copy(world.at(n), CapRights.ALL));
                        // Depth 4 names the slot of the CNode capability itself.
                        assertEquals(
                                Sel4Error.DELETE_FIRST,
                                outer.slot(9, 4).copy(world.at(n), CapRights.ALL));
                    });
        }

        @Test
        void shouldFailOnAWrongGuard() {
            image.run(
                    world -> {
                        CNode table = guarded(world, cnode(world, 3), 0b101, 3);
                        assertLookupFailed(
                                world.sel4,
                                false,
                                new LookupFailure.GuardMismatch(6, 0b101, 3),
                                table.slot(0b100_110, 6).delete());
                        assertLookupFailed(
                                world.sel4,
                                false,
                                new LookupFailure.GuardMismatch(2, 0b101, 3),
                                table.slot(0b10, 2).delete());
                    });
        }

        @Test
        void shouldFailWhenTheCNodeNeedsMoreBits() {
            image.run(
                    world -> {
                        CNode table = guarded(world, cnode(world, 3), 0b101, 3);
                        assertLookupFailed(
                                world.sel4,
                                false,
                                new LookupFailure.DepthMismatch(5, 6),
                                table.slot(0b101_11, 5).delete());
                    });
        }

        @Test
        void shouldFailWhenBitsAreLeftOver() {
            image.run(
                    world -> {
                        CNode table = cnode(world, 4);
                        assertLookupFailed(
                                world.sel4,
                                false,
                                new LookupFailure.DepthMismatch(3, 0),
                                table.slot(0, 7).delete());
                    });
        }

        @Test
        void shouldFailAtTheSecondLevel() {
            image.run(
                    world -> {
                        CNode inner = guarded(world, cnode(world, 3), 0b101, 3);
                        CNode outer = cnode(world, 4);
                        outer.slot(9, 4).copy(world.at(inner), CapRights.ALL).orThrow();
                        assertLookupFailed(
                                world.sel4,
                                false,
                                new LookupFailure.GuardMismatch(6, 0b101, 3),
                                outer.slot(0b1001_111_110, 10).delete());
                        assertLookupFailed(
                                world.sel4,
                                false,
                                new LookupFailure.DepthMismatch(5, 6),
                                outer.slot(0b1001_101_11, 9).delete());
                    });
        }

        @Test
        void shouldRefuseDepthsBeyondAWord() {
            image.run(
                    world -> {
                        CNode table = cnode(world, 4);
                        for (int depth : new int[] {0, 65, -1}) {
                            assertError(
                                    world.sel4,
                                    Sel4Error.RANGE_ERROR,
                                    table.slot(0, depth).delete(),
                                    1,
                                    64);
                        }
                    });
        }

        @Test
        void shouldTellSourceFromTarget() {
            image.run(
                    world -> {
                        CNode table = cnode(world, 4);
                        Endpoint endpoint = world.endpoint();
                        var noRoot = world.sel4.cnode(endpoint.cptr()).slot(1, 4);
                        assertLookupFailed(
                                world.sel4,
                                true,
                                new LookupFailure.InvalidRoot(),
                                table.slot(1, 4).copy(noRoot, CapRights.ALL));
                        assertLookupFailed(
                                world.sel4,
                                true,
                                new LookupFailure.DepthMismatch(3, 4),
                                table.slot(1, 4).copy(table.slot(2, 3), CapRights.ALL));
                        assertLookupFailed(
                                world.sel4,
                                true,
                                new LookupFailure.MissingCapability(4),
                                table.slot(1, 4).copy(table.slot(2, 4), CapRights.ALL));
                        assertError(
                                world.sel4,
                                Sel4Error.RANGE_ERROR,
                                table.slot(1, 4).copy(table.slot(2, 0), CapRights.ALL),
                                1,
                                64);
                    });
        }
    }

    @Nested
    class OfAThread {
        /**
         * A CSpace of two levels: [guard 0 of 54 bits][2 bits] [guard 3 of 4 bits][4 bits]. The
         * thread's faults come to {@code handler}.
         */
        private Tcb threadInItsOwnCSpace(
                World world, Endpoint handler, io.atoll.kernel.api.StackfulProgram program) {
            CNode leaf = guarded(world, cnode(world, 4), 3, 4);
            leaf.slot(3 << 4 | 5, 8).copy(world.at(notification), CapRights.ALL).orThrow();
            CNode top = cnode(world, 2);
            top.slot(2, 2).copy(world.at(leaf), CapRights.ALL).orThrow();
            top.slot(3, 2).copy(world.at(notification), CapRights.ALL).orThrow();
            Tcb thread = world.thread("thread", 50, program);
            thread.setSpace(handler, top, CNodeCapData.of(0, 54), world.vspace(), 0).orThrow();
            thread.resume().orThrow();
            world.letOthersRun();
            return thread;
        }

        private Notification notification;

        @Test
        void shouldDescendThroughTheThreadsOwnCSpace() {
            image.run(
                    world -> {
                        notification = world.badged(world.notification(), 2);
                        threadInItsOwnCSpace(
                                world, null, sel4 -> sel4.send(2 << 8 | 3 << 4 | 5, 0));
                        assertEquals(List.of(), image.unhandledFaults());
                        assertEquals(2, notification.poll());
                    });
        }

        @Test
        void shouldIgnoreBitsLeftOverBehindACapabilityThatIsNoCNode() {
            image.run(
                    world -> {
                        notification = world.badged(world.notification(), 2);
                        threadInItsOwnCSpace(world, null, sel4 -> sel4.send(3 << 8 | 0x5a, 0));
                        assertEquals(2, notification.poll());
                    });
        }

        @Test
        void shouldInvokeTheNullCapabilityOfAnEmptySlotHalfWay() {
            image.run(
                    world -> {
                        notification = world.notification();
                        List<Long> answers = new ArrayList<>();
                        threadInItsOwnCSpace(
                                world, null, sel4 -> answers.add(sel4.call(1 << 8 | 7, 0)));
                        assertEquals(
                                List.of(MessageInfo.of(Sel4Error.INVALID_CAPABILITY.ordinal(), 1)),
                                answers);
                    });
        }

        @Test
        void shouldFaultOnAWrongGuardBelow() {
            image.run(
                    world -> {
                        notification = world.notification();
                        Endpoint handler = world.endpoint();
                        Reply reply = world.reply();
                        threadInItsOwnCSpace(
                                world, handler, sel4 -> sel4.send(2 << 8 | 1 << 4 | 5, 0));
                        long info = handler.recv(reply);
                        var fault = (Fault.CapFault) Fault.from(world.sel4.ipc(), info);
                        assertEquals(new LookupFailure.GuardMismatch(8, 3, 4), fault.failure());
                    });
        }

        @Test
        void shouldFollowTheCSpaceAsItIsNow() {
            image.run(
                    world -> {
                        // The IPC path remembers where a CPtr led; all that may change.
                        Notification first = world.badged(world.notification(), 1);
                        Notification second = world.badged(world.notification(), 2);
                        long named = world.copy(first, CapRights.ALL);
                        Notification handle = world.sel4.notification(named);
                        handle.signal();
                        handle.signal();
                        world.root.slot(named).delete().orThrow();
                        world.root.slot(named).copy(world.at(second), CapRights.ALL).orThrow();
                        handle.signal();
                        assertEquals(1, first.poll());
                        assertEquals(2, second.poll());
                        // Another root altogether.
                        CNode other = guarded(world, cnode(world, 12), 0, 52);
                        other.slot(named).copy(world.at(first), CapRights.ALL).orThrow();
                        other.slot(1).copy(world.root.slot(1), CapRights.ALL).orThrow();
                        long[] handles = {first.cptr(), second.cptr()};
                        for (long h : handles) {
                            other.slot(h).copy(world.root.slot(h), CapRights.ALL).orThrow();
                        }
                        world.self()
                                .setSpace(null, other, CNodeCapData.of(0, 52), world.vspace(), 0)
                                .orThrow();
                        handle.signal();
                        assertEquals(0, second.poll());
                        assertEquals(1, first.poll());
                    });
        }
    }
}
