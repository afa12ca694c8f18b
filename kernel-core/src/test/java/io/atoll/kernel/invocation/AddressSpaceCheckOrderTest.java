package io.atoll.kernel.invocation;

import io.atoll.kernel.Asids;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.LookupFailure;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.AsidPool;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.PagingTable;
import io.atoll.kernel.api.cap.Untyped;
import io.atoll.kernel.api.cap.VSpace;
import io.atoll.kernel.object.AsidPoolObject;
import io.atoll.kernel.object.VSpaceObject;
import io.atoll.kernel.testing.Attempt;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/**
 * In which order frames, paging tables and address-space identifiers check their arguments ({@code
 * sel4-api} 2.12, as x86-64 has it).
 */
class AddressSpaceCheckOrderTest {
    private static final long ADDRESS = 0x3000_0000L;
    private static final long ABOVE_USER_SPACE = VSpaceObject.USER_TOP + 2;
    private static final LookupFailure INVALID_ROOT = new LookupFailure.InvalidRoot();

    private final TestImage image = new TestImage();

    private static AsidPool makePool(World world) {
        AsidPool made = world.sel4.asidPool(world.slot());
        Untyped untyped = world.sel4.untyped(world.make(ObjectType.UNTYPED, 12));
        world.sel4.asidControl(InitCaps.ASID_CONTROL).makePool(untyped, world.at(made)).orThrow();
        return made;
    }

    private static VSpace unassigned(World world) {
        return world.sel4.vspace(world.make(ObjectType.VSPACE, 0));
    }

    /** Assigned, but its pool is gone: the identifier stands for nothing any more. */
    private static VSpace dead(World world) {
        AsidPool pool = makePool(world);
        VSpace made = unassigned(world);
        pool.assign(made).orThrow();
        world.at(pool).delete().orThrow();
        return made;
    }

    private static LookupFailure missing(int bitsLeft) {
        return new LookupFailure.MissingCapability(bitsLeft);
    }

    @Nested
    class Frames {
        @Test
        void shouldBeMappedAfterAllChecks() {
            image.run(
                    world -> {
                        VSpace space = world.makeVSpace();
                        Frame frame = world.frame();
                        Attempt attempt =
                                Attempt.of(world.sel4, frame, InvocationLabel.PAGE_MAP)
                                        .words(ABOVE_USER_SPACE, CapRights.READ_WRITE.word())
                                        .caps(world.endpoint().cptr())
                                        .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                        .oneMore(0)
                                        .caps()
                                        .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                        .caps(world.endpoint().cptr())
                                        .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                        .cap(0, unassigned(world).cptr())
                                        .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                        .cap(0, dead(world).cptr())
                                        .isRefused(Sel4Error.INVALID_ARGUMENT, 0)
                                        .word(0, ADDRESS + 1)
                                        .failsLookup(false, INVALID_ROOT)
                                        .cap(0, space.cptr())
                                        .isRefused(Sel4Error.ALIGNMENT_ERROR)
                                        .word(0, ADDRESS)
                                        .failsLookup(false, missing(39));
                        makeTable(world, ObjectType.PDPT).map(space, ADDRESS).orThrow();
                        attempt.failsLookup(false, missing(30));
                        makeTable(world, ObjectType.PAGE_DIRECTORY).map(space, ADDRESS).orThrow();
                        attempt.failsLookup(false, missing(21));
                        makeTable(world, ObjectType.PAGE_TABLE).map(space, ADDRESS).orThrow();
                        Frame other = world.frame();
                        other.map(space, ADDRESS, CapRights.READ).orThrow();
                        attempt.isRefused(Sel4Error.DELETE_FIRST);
                        other.unmap().orThrow();
                        attempt.succeeds();
                    });
        }

        @Test
        void shouldBeMappedAgainAtTheirPlaceOnly() {
            image.run(
                    world -> {
                        VSpace space = world.makeVSpace();
                        world.mapTables(space, ADDRESS);
                        Frame frame = world.frame();
                        frame.map(space, ADDRESS, CapRights.READ).orThrow();
                        Attempt.of(world.sel4, frame, InvocationLabel.PAGE_MAP)
                                .words(ABOVE_USER_SPACE, CapRights.READ_WRITE.word(), 0)
                                .caps(unassigned(world).cptr())
                                .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                // Another space is found before it is found to be dead.
                                .cap(0, dead(world).cptr())
                                .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                .cap(0, world.vspace().cptr())
                                .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                .cap(0, space.cptr())
                                .isRefused(Sel4Error.INVALID_ARGUMENT, 0)
                                .word(0, ADDRESS)
                                .succeeds();
                    });
        }

        @Test
        void shouldKnowTheirPlaceInASpaceThatIsGone() {
            image.run(
                    world -> {
                        AsidPool pool = makePool(world);
                        VSpace space = unassigned(world);
                        pool.assign(space).orThrow();
                        world.mapTables(space, ADDRESS);
                        Frame frame = world.frame();
                        frame.map(space, ADDRESS, CapRights.READ).orThrow();
                        world.at(pool).delete().orThrow();
                        Attempt.of(world.sel4, frame, InvocationLabel.PAGE_MAP)
                                .words(ADDRESS + 4096, CapRights.READ_WRITE.word(), 0)
                                .caps(space.cptr())
                                .isRefused(Sel4Error.INVALID_ARGUMENT, 0)
                                .word(0, ADDRESS)
                                .failsLookup(false, INVALID_ROOT);
                        Attempt.of(world.sel4, frame, InvocationLabel.PAGE_UNMAP).succeeds();
                    });
        }
    }

    private static PagingTable makeTable(World world, ObjectType type) {
        return PagingTable.of(world.sel4, type, world.make(type, 0));
    }

    /** Tables of every level, each with the tables above it. */
    @Nested
    class Tables {
        private record Level(ObjectType type, int mapLabel, int unmapLabel, int... bitsMissing) {}

        private static final List<Level> LEVELS =
                List.of(
                        new Level(
                                ObjectType.PDPT,
                                InvocationLabel.PDPT_MAP,
                                InvocationLabel.PDPT_UNMAP),
                        new Level(
                                ObjectType.PAGE_DIRECTORY,
                                InvocationLabel.PAGE_DIRECTORY_MAP,
                                InvocationLabel.PAGE_DIRECTORY_UNMAP,
                                39),
                        new Level(
                                ObjectType.PAGE_TABLE,
                                InvocationLabel.PAGE_TABLE_MAP,
                                InvocationLabel.PAGE_TABLE_UNMAP,
                                39,
                                30));

        @Test
        void shouldBeMappedAfterAllChecks() {
            for (Level level : LEVELS) {
                new TestImage().run(world -> map(world, level));
            }
        }

        private void map(World world, Level level) {
            VSpace space = world.makeVSpace();
            PagingTable table = makeTable(world, level.type);
            Attempt attempt =
                    Attempt.of(world.sel4, table, level.mapLabel)
                            .words(ABOVE_USER_SPACE)
                            .caps(world.endpoint().cptr())
                            .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                            .oneMore(0)
                            .caps()
                            .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                            .caps(world.endpoint().cptr())
                            .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                            .cap(0, unassigned(world).cptr())
                            .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                            .cap(0, dead(world).cptr())
                            .isRefused(Sel4Error.INVALID_ARGUMENT, 0)
                            // No alignment: the bits below the table's reach do not count.
                            .word(0, ADDRESS + 1)
                            .failsLookup(false, INVALID_ROOT)
                            .cap(0, space.cptr());
            for (int bits : level.bitsMissing) {
                attempt.failsLookup(false, missing(bits));
                makeTable(world, PagingTable.typeMissing(bits)).map(space, ADDRESS).orThrow();
            }
            PagingTable other = makeTable(world, level.type);
            other.map(space, ADDRESS).orThrow();
            attempt.isRefused(Sel4Error.DELETE_FIRST);
            other.unmap().orThrow();
            attempt.succeeds();
            // That it is mapped is seen before anything is wrong with what it is to be mapped in.
            attempt.word(0, ABOVE_USER_SPACE)
                    .cap(0, world.endpoint().cptr())
                    .isRefused(Sel4Error.INVALID_CAPABILITY, 0);
        }

        @Test
        void shouldBeUnmappedByTheirLastCapability() {
            for (Level level : LEVELS) {
                new TestImage()
                        .run(
                                world -> {
                                    PagingTable table = makeTable(world, level.type);
                                    Attempt unmap = Attempt.of(world.sel4, table, level.unmapLabel);
                                    unmap.succeeds();
                                    VSpace space = world.makeVSpace();
                                    for (int bits : level.bitsMissing) {
                                        makeTable(world, PagingTable.typeMissing(bits))
                                                .map(space, ADDRESS)
                                                .orThrow();
                                    }
                                    table.map(space, ADDRESS).orThrow();
                                    long copy = world.copy(table, CapRights.ALL);
                                    unmap.isRefused(Sel4Error.REVOKE_FIRST);
                                    world.root.slot(copy).delete().orThrow();
                                    unmap.succeeds();
                                });
            }
        }
    }

    @Nested
    class Identifiers {
        @Test
        void shouldMakeAPoolAfterAllChecks() {
            image.run(
                    world -> {
                        List<AsidPool> pools = new ArrayList<>();
                        while (pools.size() < Asids.POOLS - 1) {
                            pools.add(makePool(world));
                        }
                        Untyped used = world.sel4.untyped(world.make(ObjectType.UNTYPED, 12));
                        used.retype(ObjectType.ENDPOINT, 0, world.root, world.slot(), 1).orThrow();
                        long full = world.endpoint().cptr();
                        Attempt attempt =
                                Attempt.of(
                                                world.sel4,
                                                world.sel4.asidControl(InitCaps.ASID_CONTROL),
                                                InvocationLabel.ASID_CONTROL_MAKE_POOL)
                                        .words(full)
                                        .caps(world.make(ObjectType.UNTYPED, 13), full)
                                        .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                        .oneMore(65)
                                        .caps(full)
                                        .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                        .caps(full, full)
                                        .isRefused(Sel4Error.DELETE_FIRST);
                        world.at(pools.getFirst()).delete().orThrow();
                        attempt.isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                .cap(0, world.make(ObjectType.UNTYPED, 13))
                                .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                .cap(0, devicePage(world))
                                .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                .cap(0, used.cptr())
                                .isRefused(Sel4Error.REVOKE_FIRST)
                                .cap(0, world.make(ObjectType.UNTYPED, 12))
                                .failsLookup(false, INVALID_ROOT)
                                .cap(1, InitCaps.CNODE)
                                .isRefused(Sel4Error.RANGE_ERROR, 1, 64)
                                .word(1, 64)
                                .isRefused(Sel4Error.DELETE_FIRST)
                                .word(0, world.slot())
                                .succeeds();
                    });
        }

        /** Of the right size, but device memory. */
        private long devicePage(World world) {
            for (int i = 0; i < world.bootInfo.untypedList().size(); i++) {
                if (world.bootInfo.untypedList().get(i).isDevice()) {
                    long made = world.slot();
                    world.sel4
                            .untyped(world.bootInfo.untyped().start() + i)
                            .retype(ObjectType.UNTYPED, 12, world.root, made, 1)
                            .orThrow();
                    return made;
                }
            }
            throw new AssertionError("no device memory");
        }

        @Test
        void shouldBeAssignedAfterAllChecks() {
            image.checkingSwitchesOnly();
            image.run(
                    world -> {
                        AsidPool pool = makePool(world);
                        VSpace first = unassigned(world);
                        pool.assign(first).orThrow();
                        for (int i = 1; i < AsidPoolObject.COUNT; i++) {
                            pool.assign(unassigned(world)).orThrow();
                        }
                        Attempt attempt =
                                Attempt.of(world.sel4, pool, InvocationLabel.ASID_POOL_ASSIGN)
                                        .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                        .caps(world.endpoint().cptr())
                                        .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                        .cap(0, first.cptr())
                                        .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                        .cap(0, world.make(ObjectType.PDPT, 0))
                                        .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                        .cap(0, unassigned(world).cptr())
                                        .isRefused(Sel4Error.DELETE_FIRST);
                        world.at(first).delete().orThrow();
                        attempt.succeeds();
                    });
        }
    }
}
