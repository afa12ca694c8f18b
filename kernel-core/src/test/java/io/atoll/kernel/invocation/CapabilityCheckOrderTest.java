package io.atoll.kernel.invocation;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.LookupFailure;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Untyped;
import io.atoll.kernel.testing.Attempt;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** In which order untypeds and CNodes check their arguments ({@code sel4-api} 2.7 and 2.8). */
class CapabilityCheckOrderTest {
    private static final LookupFailure INVALID_ROOT = new LookupFailure.InvalidRoot();
    private static final LookupFailure MISSING = new LookupFailure.MissingCapability(64);
    private static final int ROOT_SLOTS = 1 << 12;

    /** Bits of an address that the root CNode's guard wants to be zero. */
    private static final int GUARD_BITS = 64 - 12;

    private final TestImage image = new TestImage();

    private static Untyped deviceMemory(World world) {
        for (int i = 0; i < world.bootInfo.untypedList().size(); i++) {
            if (world.bootInfo.untypedList().get(i).isDevice()) {
                return world.sel4.untyped(world.bootInfo.untyped().start() + i);
            }
        }
        throw new AssertionError("no device memory");
    }

    @Test
    void shouldRetypeAfterAllChecks() {
        image.run(
                world -> {
                    long deviceBytes = 8192;
                    long endpoint = world.endpoint().cptr();
                    long free = world.slot();
                    Attempt.of(world.sel4, deviceMemory(world), InvocationLabel.UNTYPED_RETYPE)
                            .words(99, 64, endpoint, 65, 1 << 20)
                            .caps(endpoint)
                            .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                            .oneMore(0)
                            .caps()
                            .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                            .caps(endpoint)
                            .isRefused(Sel4Error.INVALID_ARGUMENT, 0)
                            .word(0, ObjectType.CAP_TABLE.number())
                            .isRefused(Sel4Error.RANGE_ERROR, 0, 47)
                            .word(1, 0)
                            .isRefused(Sel4Error.INVALID_ARGUMENT, 1)
                            .word(1, 9)
                            .failsLookup(false, INVALID_ROOT)
                            .cap(0, InitCaps.CNODE)
                            .isRefused(Sel4Error.RANGE_ERROR, 1, 64)
                            .word(3, 64)
                            .failsLookup(false, MISSING)
                            .word(3, 0)
                            .isRefused(Sel4Error.RANGE_ERROR, 0, ROOT_SLOTS - 1)
                            .word(4, ROOT_SLOTS - 2)
                            .isRefused(Sel4Error.RANGE_ERROR, 1, 256)
                            .word(5, 257)
                            .isRefused(Sel4Error.RANGE_ERROR, 1, 256)
                            .word(5, 3)
                            .isRefused(Sel4Error.RANGE_ERROR, 1, 2)
                            .word(5, 2)
                            .word(4, free - 1)
                            .isRefused(Sel4Error.DELETE_FIRST)
                            .word(4, free)
                            .isRefused(Sel4Error.NOT_ENOUGH_MEMORY, deviceBytes)
                            .word(1, 1)
                            .isRefused(Sel4Error.INVALID_ARGUMENT, 1)
                            .word(0, ObjectType.SMALL_PAGE.number())
                            .succeeds();
                });
    }

    /** What all of Copy, Mint, Move and Mutate check, in this order. */
    @Nested
    class Transfers {
        /** Up to where the source is known: {@code free} slots are the destination. */
        private Attempt upToTheSource(World world, int label, long free) {
            long full = world.endpoint().cptr();
            return Attempt.of(world.sel4, world.root, label)
                    .words(1L << 20)
                    .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                    .oneMore(0)
                    .isRefused(Sel4Error.RANGE_ERROR, 1, 64)
                    .word(1, 64)
                    .failsLookup(false, new LookupFailure.GuardMismatch(64, 0, GUARD_BITS))
                    .word(0, full)
                    .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                    .oneMore(free)
                    .caps(full)
                    .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                    .oneMore(65)
                    .caps()
                    .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                    .caps(full)
                    .isRefused(Sel4Error.DELETE_FIRST)
                    .word(0, free)
                    .failsLookup(true, INVALID_ROOT)
                    .cap(0, InitCaps.CNODE)
                    .isRefused(Sel4Error.RANGE_ERROR, 1, 64)
                    .word(3, 64)
                    .failsLookup(true, MISSING);
        }

        @Test
        void shouldCopyAfterAllChecks() {
            image.run(
                    world -> {
                        long unmapped = world.make(ObjectType.PAGE_TABLE, 0);
                        upToTheSource(world, InvocationLabel.CNODE_COPY, world.slot())
                                .word(2, world.untyped.cptr())
                                .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                .oneMore(CapRights.ALL.word())
                                .isRefused(Sel4Error.REVOKE_FIRST)
                                .word(2, unmapped)
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .word(2, InitCaps.IRQ_CONTROL)
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .word(2, world.endpoint().cptr())
                                .succeeds();
                    });
        }

        @Test
        void shouldMintAfterAllChecks() {
            image.run(
                    world -> {
                        Endpoint badged = world.badged(world.endpoint(), 7);
                        upToTheSource(world, InvocationLabel.CNODE_MINT, world.slot())
                                .word(2, world.untyped.cptr())
                                .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                .oneMore(CapRights.ALL.word())
                                .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                .oneMore(60)
                                .isRefused(Sel4Error.REVOKE_FIRST)
                                .word(2, badged.cptr())
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .word(2, InitCaps.CNODE)
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .word(5, GUARD_BITS)
                                .succeeds();
                    });
        }

        @Test
        void shouldMoveAfterAllChecks() {
            image.run(
                    world ->
                            upToTheSource(world, InvocationLabel.CNODE_MOVE, world.slot())
                                    .word(2, world.endpoint().cptr())
                                    .succeeds());
        }

        @Test
        void shouldMutateAfterAllChecks() {
            image.run(
                    world -> {
                        long cnode = world.make(ObjectType.CAP_TABLE, 4);
                        upToTheSource(world, InvocationLabel.CNODE_MUTATE, world.slot())
                                .word(2, world.endpoint().cptr())
                                .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                .oneMore(61)
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .word(2, cnode)
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .word(4, 60)
                                .succeeds();
                    });
        }
    }

    @Test
    void shouldRotateAfterAllChecks() {
        image.run(
                world -> {
                    long full = world.endpoint().cptr();
                    long source = world.make(ObjectType.CAP_TABLE, 4);
                    long pivot = world.make(ObjectType.CAP_TABLE, 4);
                    long empty = world.slot();
                    long free = world.slot();
                    Attempt.of(world.sel4, world.root, InvocationLabel.CNODE_ROTATE)
                            .words(1L << 20)
                            .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                            .oneMore(0)
                            .isRefused(Sel4Error.RANGE_ERROR, 1, 64)
                            .words(full, 64, 61, empty, 65, 61, empty)
                            .caps(full, full)
                            .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                            .oneMore(65)
                            .caps(full)
                            .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                            .caps(full, full)
                            // The source is looked up before the pivot, both as a source.
                            .failsLookup(true, INVALID_ROOT)
                            .cap(1, InitCaps.CNODE)
                            .isRefused(Sel4Error.RANGE_ERROR, 1, 64)
                            .word(7, 64)
                            .failsLookup(true, INVALID_ROOT)
                            .cap(0, InitCaps.CNODE)
                            .isRefused(Sel4Error.RANGE_ERROR, 1, 64)
                            .word(4, 64)
                            // The pivot is the source, then the destination.
                            .isRefused(Sel4Error.ILLEGAL_OPERATION)
                            .word(3, full)
                            .isRefused(Sel4Error.ILLEGAL_OPERATION)
                            .word(3, free)
                            .isRefused(Sel4Error.DELETE_FIRST)
                            .word(0, world.slot())
                            .failsLookup(true, MISSING)
                            .word(6, source)
                            .failsLookup(false, MISSING)
                            .word(3, pivot)
                            .isRefused(Sel4Error.ILLEGAL_OPERATION)
                            .word(2, 60)
                            .isRefused(Sel4Error.ILLEGAL_OPERATION)
                            .word(5, 60)
                            .succeeds();
                });
    }

    @Test
    void shouldCancelBadgedSendsAfterAllChecks() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Attempt.of(world.sel4, world.root, InvocationLabel.CNODE_CANCEL_BADGED_SENDS)
                            .words(1L << 20)
                            .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                            .oneMore(0)
                            .isRefused(Sel4Error.RANGE_ERROR, 1, 64)
                            .word(1, 64)
                            .failsLookup(false, new LookupFailure.GuardMismatch(64, 0, GUARD_BITS))
                            .word(0, world.slot())
                            .isRefused(Sel4Error.ILLEGAL_OPERATION)
                            .word(0, world.copy(endpoint, CapRights.of(false, true, true, true)))
                            .isRefused(Sel4Error.ILLEGAL_OPERATION)
                            .word(0, endpoint.cptr())
                            .succeeds();
                });
    }

    @Test
    void shouldDeleteAndRevokeEmptySlotsToo() {
        image.run(
                world -> {
                    for (int label :
                            new int[] {
                                InvocationLabel.CNODE_DELETE, InvocationLabel.CNODE_REVOKE
                            }) {
                        Attempt.of(world.sel4, world.root, label)
                                .words(1L << 20)
                                .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                .oneMore(0)
                                .isRefused(Sel4Error.RANGE_ERROR, 1, 64)
                                .word(1, 64)
                                .failsLookup(
                                        false, new LookupFailure.GuardMismatch(64, 0, GUARD_BITS))
                                .word(0, world.slot())
                                .succeeds();
                    }
                });
    }
}
