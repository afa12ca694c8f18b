package io.atoll.kernel.invocation;

import static io.atoll.kernel.testing.Answers.assertError;
import static io.atoll.kernel.testing.Answers.assertLookupFailed;
import static io.atoll.kernel.testing.Invocations.caps;
import static io.atoll.kernel.testing.Invocations.invoke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.LookupFailure;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.AbsoluteCPtr;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The checks of a retype, in the order in which they are made ({@code sel4-api} 2.7). */
class UntypedInvocationTest {
    private static final int ENDPOINT = ObjectType.ENDPOINT.number();

    private final TestImage image = new TestImage();

    private static boolean isEmpty(AbsoluteCPtr slot) {
        return slot.move(slot) == Sel4Error.FAILED_LOOKUP;
    }

    private static Sel4Error retype(World world, long... words) {
        return retypeInto(world, world.root.cptr(), words);
    }

    private static Sel4Error retypeInto(World world, long root, long... words) {
        return invoke(
                world.sel4,
                world.untyped.cptr(),
                InvocationLabel.UNTYPED_RETYPE,
                caps(root),
                words);
    }

    @Nested
    class Messages {
        @Test
        void shouldKnowNoOtherMethod() {
            image.run(
                    world ->
                            assertEquals(
                                    Sel4Error.ILLEGAL_OPERATION,
                                    invoke(
                                            world.sel4,
                                            world.untyped.cptr(),
                                            InvocationLabel.TCB_SUSPEND,
                                            caps())));
        }

        @Test
        void shouldNeedSixWordsAndTheRoot() {
            image.run(
                    world -> {
                        long slot = world.slot();
                        long[] words = {ENDPOINT, 0, 0, 0, slot, 1};
                        int label = InvocationLabel.UNTYPED_RETYPE;
                        long untyped = world.untyped.cptr();
                        long[] root = caps(world.root.cptr());
                        assertEquals(
                                Sel4Error.TRUNCATED_MESSAGE,
                                invoke(world.sel4, untyped, label, root, 5, words));
                        assertEquals(
                                Sel4Error.TRUNCATED_MESSAGE,
                                invoke(world.sel4, untyped, label, caps(), 6, words));
                        assertEquals(true, isEmpty(world.root.slot(slot)));
                        assertEquals(
                                Sel4Error.NO_ERROR,
                                invoke(world.sel4, untyped, label, root, 6, words));
                        assertEquals(false, isEmpty(world.root.slot(slot)));
                    });
        }
    }

    @Nested
    class TypeAndSize {
        @Test
        void shouldRefuseTypesThatThisKernelDoesNotHave() {
            image.run(
                    world -> {
                        long slot = world.slot();
                        for (long type : new long[] {ObjectType.COUNT, 1000, -1}) {
                            assertError(
                                    world.sel4,
                                    Sel4Error.INVALID_ARGUMENT,
                                    retype(world, type, 0, 0, 0, slot, 1),
                                    0);
                        }
                    });
        }

        @Test
        void shouldRefuseSizesBeyondTheLargestUntyped() {
            image.run(
                    world -> {
                        long slot = world.slot();
                        long[][] typesAndSizes = {
                            {ObjectType.UNTYPED.number(), 48},
                            {ObjectType.CAP_TABLE.number(), 43},
                            {ObjectType.SCHED_CONTEXT.number(), 48},
                            {ENDPOINT, 64},
                            {ObjectType.UNTYPED.number(), -1},
                        };
                        for (long[] sized : typesAndSizes) {
                            assertError(
                                    world.sel4,
                                    Sel4Error.RANGE_ERROR,
                                    retype(world, sized[0], sized[1], 0, 0, slot, 1),
                                    0,
                                    47);
                        }
                    });
        }

        @Test
        void shouldRefuseSizesBelowTheSmallest() {
            image.run(
                    world -> {
                        long slot = world.slot();
                        long[][] typesAndSizes = {
                            {ObjectType.CAP_TABLE.number(), 0},
                            {ObjectType.UNTYPED.number(), 3},
                            {ObjectType.SCHED_CONTEXT.number(), 6},
                        };
                        for (long[] sized : typesAndSizes) {
                            assertError(
                                    world.sel4,
                                    Sel4Error.INVALID_ARGUMENT,
                                    retype(world, sized[0], sized[1], 0, 0, slot, 1),
                                    1);
                            assertEquals(
                                    Sel4Error.NO_ERROR,
                                    retype(world, sized[0], sized[1] + 1, 0, 0, world.slot(), 1));
                        }
                    });
        }
    }

    @Nested
    class Destination {
        @Test
        void shouldFindTheCNodeBelowTheRoot() {
            image.run(
                    world -> {
                        long table = world.make(ObjectType.CAP_TABLE, 4);
                        assertEquals(
                                Sel4Error.NO_ERROR, retype(world, ENDPOINT, 0, table, 64, 3, 2));
                        var made = world.sel4.cnode(table);
                        assertEquals(true, isEmpty(made.slot(2, 4)));
                        assertEquals(false, isEmpty(made.slot(3, 4)));
                        assertEquals(false, isEmpty(made.slot(4, 4)));
                        assertEquals(true, isEmpty(made.slot(5, 4)));
                    });
        }

        @Test
        void shouldRefuseDepthsBeyondAWord() {
            image.run(
                    world ->
                            assertError(
                                    world.sel4,
                                    Sel4Error.RANGE_ERROR,
                                    retype(world, ENDPOINT, 0, 0, 65, world.slot(), 1),
                                    1,
                                    64));
        }

        @Test
        void shouldSayThatTheRootIsNoCNode() {
            image.run(
                    world -> {
                        long endpoint = world.endpoint().cptr();
                        assertLookupFailed(
                                world.sel4,
                                false,
                                new LookupFailure.InvalidRoot(),
                                retypeInto(world, endpoint, ENDPOINT, 0, 0, 64, 0, 1));
                        assertLookupFailed(
                                world.sel4,
                                false,
                                new LookupFailure.MissingCapability(0),
                                retypeInto(world, endpoint, ENDPOINT, 0, 0, 0, 0, 1));
                    });
        }

        @Test
        void shouldSayThatTheDestinationIsNoCNode() {
            image.run(
                    world -> {
                        long endpoint = world.endpoint().cptr();
                        for (long node : new long[] {endpoint, world.slot()}) {
                            assertLookupFailed(
                                    world.sel4,
                                    false,
                                    new LookupFailure.MissingCapability(64),
                                    retype(world, ENDPOINT, 0, node, 64, 0, 1));
                        }
                    });
        }

        @Test
        void shouldRefuseSlotsBeyondTheCNode() {
            image.run(
                    world -> {
                        long table = world.make(ObjectType.CAP_TABLE, 4);
                        for (long offset : new long[] {16, -1}) {
                            assertError(
                                    world.sel4,
                                    Sel4Error.RANGE_ERROR,
                                    retype(world, ENDPOINT, 0, table, 64, offset, 1),
                                    0,
                                    15);
                        }
                        assertError(
                                world.sel4,
                                Sel4Error.RANGE_ERROR,
                                retype(world, ENDPOINT, 0, table, 64, 14, 3),
                                1,
                                2);
                    });
        }

        @Test
        void shouldMakeAtLeastOneAndAtMost256Objects() {
            image.run(
                    world -> {
                        long first = world.slots(257);
                        for (long count : new long[] {0, 257, -1}) {
                            assertError(
                                    world.sel4,
                                    Sel4Error.RANGE_ERROR,
                                    retype(world, ENDPOINT, 0, 0, 0, first, count),
                                    1,
                                    256);
                        }
                        assertEquals(
                                Sel4Error.NO_ERROR, retype(world, ENDPOINT, 0, 0, 0, first, 256));
                        assertEquals(false, isEmpty(world.root.slot(first + 255)));
                        assertEquals(true, isEmpty(world.root.slot(first + 256)));
                    });
        }

        @Test
        void shouldMakeNothingIfOneOfTheSlotsIsFull() {
            image.run(
                    world -> {
                        long first = world.slots(3);
                        retype(world, ENDPOINT, 0, 0, 0, first + 2, 1);
                        assertEquals(
                                Sel4Error.DELETE_FIRST, retype(world, ENDPOINT, 0, 0, 0, first, 3));
                        assertEquals(true, isEmpty(world.root.slot(first)));
                        assertEquals(true, isEmpty(world.root.slot(first + 1)));
                    });
        }

        @Test
        void shouldCheckTheSlotsBeforeTheMemory() {
            image.run(
                    world -> {
                        long untyped = world.make(ObjectType.UNTYPED, 4);
                        var small = world.sel4.untyped(untyped);
                        assertEquals(
                                Sel4Error.DELETE_FIRST,
                                small.retype(ObjectType.SMALL_PAGE, 0, world.root, untyped, 1));
                        assertError(
                                world.sel4,
                                Sel4Error.NOT_ENOUGH_MEMORY,
                                small.retype(ObjectType.SMALL_PAGE, 0, world.root, world.slot(), 1),
                                16);
                    });
        }

        @Test
        void shouldAnswerSuccessWithoutWords() {
            image.run(
                    world -> {
                        long[] words = {ENDPOINT, 0, 0, 0, world.slot(), 1};
                        for (int i = 0; i < words.length; i++) {
                            world.sel4.ipc().mr(i, words[i]);
                        }
                        world.sel4.ipc().cap(0, world.root.cptr());
                        assertEquals(
                                MessageInfo.of(0, 0),
                                world.sel4.call(
                                        world.untyped.cptr(),
                                        MessageInfo.of(InvocationLabel.UNTYPED_RETYPE, 0, 1, 6)));
                    });
        }
    }
}
