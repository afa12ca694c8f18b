package io.atoll.kernel.invocation;

import static io.atoll.kernel.testing.Answers.assertError;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.Untyped;
import io.atoll.kernel.capability.CNodeCapability;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.capability.NotificationCapability;
import io.atoll.kernel.capability.ReplyCapability;
import io.atoll.kernel.capability.SchedContextCapability;
import io.atoll.kernel.capability.ThreadCapability;
import io.atoll.kernel.object.ThreadState;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a retype does with memory, and what it makes ({@code sel4-api} 2.1, 2.2 and 2.7). */
class RetypeTest {
    private static final long PAGE = 4096;
    private static final long MAPPED_AT = 0x3000_0000L;

    private final TestImage image = new TestImage();

    private static Untyped untyped(World world, int sizeBits) {
        return world.sel4.untyped(world.make(ObjectType.UNTYPED, sizeBits));
    }

    private static Untyped device(World world) {
        for (int i = 0; i < world.bootInfo.untypedList().size(); i++) {
            if (world.bootInfo.untypedList().get(i).isDevice()) {
                return world.sel4.untyped(world.bootInfo.untyped().start() + i);
            }
        }
        throw new AssertionError("no device memory");
    }

    /** Makes one object in a slot of its own. */
    private static long make(World world, Untyped from, ObjectType type, int sizeBits) {
        long slot = world.slot();
        from.retype(type, sizeBits, world.root, slot, 1).orThrow();
        return slot;
    }

    private static Frame page(World world, Untyped from) {
        return world.sel4.frame(make(world, from, ObjectType.SMALL_PAGE, 0));
    }

    private static void assertBytesFree(World world, Untyped untyped, long expected) {
        assertError(
                world.sel4,
                Sel4Error.NOT_ENOUGH_MEMORY,
                untyped.retype(ObjectType.UNTYPED, 40, world.root, world.slot(), 1),
                expected);
    }

    @Nested
    class Memory {
        @Test
        void shouldLayObjectsOutOneAfterTheOther() {
            image.run(
                    world -> {
                        Untyped sixteen = untyped(world, 14);
                        long first = world.slots(3);
                        sixteen.retype(ObjectType.SMALL_PAGE, 0, world.root, first, 3).orThrow();
                        long address = world.sel4.frame(first).physicalAddress();
                        assertEquals(0, address % (1 << 14));
                        for (int i = 1; i < 3; i++) {
                            assertEquals(
                                    address + i * PAGE,
                                    world.sel4.frame(first + i).physicalAddress());
                        }
                        assertBytesFree(world, sixteen, PAGE);
                    });
        }

        @Test
        void shouldAlignEveryObjectToItsSize() {
            image.run(
                    world -> {
                        Untyped sixteen = untyped(world, 14);
                        make(world, sixteen, ObjectType.ENDPOINT, 0);
                        assertBytesFree(world, sixteen, 4 * PAGE - 16);
                        Frame frame = page(world, sixteen);
                        assertEquals(0, frame.physicalAddress() % PAGE);
                        assertEquals(PAGE, frame.physicalAddress() % (1 << 14));
                        assertBytesFree(world, sixteen, 2 * PAGE);
                    });
        }

        @Test
        void shouldTakeTheSizeThatTheManualGivesForEachType() {
            long[][] sizes = {
                {ObjectType.UNTYPED.ordinal(), 5, 32},
                {ObjectType.TCB.ordinal(), 0, 2048},
                {ObjectType.ENDPOINT.ordinal(), 0, 16},
                {ObjectType.NOTIFICATION.ordinal(), 0, 64},
                {ObjectType.CAP_TABLE.ordinal(), 3, 256},
                {ObjectType.SCHED_CONTEXT.ordinal(), 8, 256},
                {ObjectType.REPLY.ordinal(), 0, 32},
                {ObjectType.VSPACE.ordinal(), 0, 4096},
                {ObjectType.PDPT.ordinal(), 0, 4096},
                {ObjectType.PAGE_DIRECTORY.ordinal(), 0, 4096},
                {ObjectType.PAGE_TABLE.ordinal(), 0, 4096},
                {ObjectType.SMALL_PAGE.ordinal(), 0, 4096},
            };
            image.run(
                    world -> {
                        for (long[] size : sizes) {
                            ObjectType type = ObjectType.values()[(int) size[0]];
                            Untyped eight = untyped(world, 13);
                            make(world, eight, type, (int) size[1]);
                            assertBytesFree(world, eight, 8192 - size[2]);
                        }
                        Untyped four = untyped(world, 22);
                        make(world, four, ObjectType.LARGE_PAGE, 0);
                        assertBytesFree(world, four, 2 << 20);
                    });
        }

        @Test
        void shouldFillAnUntypedToTheLastByteAndNoFurther() {
            image.run(
                    world -> {
                        Untyped small = untyped(world, 6);
                        long slots = world.slots(5);
                        assertError(
                                world.sel4,
                                Sel4Error.NOT_ENOUGH_MEMORY,
                                small.retype(ObjectType.ENDPOINT, 0, world.root, slots, 5),
                                64);
                        small.retype(ObjectType.ENDPOINT, 0, world.root, slots, 4).orThrow();
                        assertError(
                                world.sel4,
                                Sel4Error.NOT_ENOUGH_MEMORY,
                                small.retype(ObjectType.ENDPOINT, 0, world.root, slots + 4, 1),
                                0);
                    });
        }

        @Test
        void shouldTakeMemoryBackOnlyWhenAllChildrenAreGone() {
            image.run(
                    world -> {
                        Untyped two = untyped(world, 13);
                        Frame first = page(world, two);
                        Frame second = page(world, two);
                        long address = first.physicalAddress();
                        world.at(first).delete().orThrow();
                        assertBytesFree(world, two, 0);
                        world.at(second).delete().orThrow();
                        assertBytesFree(world, two, 2 * PAGE);
                        assertEquals(address, page(world, two).physicalAddress());
                    });
        }

        @Test
        void shouldBeginAgainAfterARevocation() {
            image.run(
                    world -> {
                        Untyped outer = untyped(world, 14);
                        Untyped inner =
                                world.sel4.untyped(make(world, outer, ObjectType.UNTYPED, 13));
                        Frame frame = page(world, inner);
                        long address = frame.physicalAddress();
                        world.at(outer).revoke().orThrow();
                        assertEquals(
                                Sel4Error.FAILED_LOOKUP, world.at(frame).move(world.at(frame)));
                        assertEquals(address, page(world, outer).physicalAddress());
                        assertBytesFree(world, outer, 3 * PAGE);
                    });
        }

        @Test
        void shouldZeroMemoryThatWasUsedBefore() {
            image.run(
                    world -> {
                        Untyped one = untyped(world, 12);
                        Frame frame = page(world, one);
                        world.mapTables(MAPPED_AT);
                        frame.map(world.vspace(), MAPPED_AT, CapRights.READ_WRITE).orThrow();
                        world.sel4.memory().putLong(MAPPED_AT, 0x5ec2e7);
                        world.sel4.memory().putLong(MAPPED_AT + PAGE - 8, 0x5ec2e7);
                        world.at(one).revoke().orThrow();
                        Frame again = page(world, one);
                        again.map(world.vspace(), MAPPED_AT, CapRights.READ).orThrow();
                        assertEquals(0, world.sel4.memory().getLong(MAPPED_AT));
                        assertEquals(0, world.sel4.memory().getLong(MAPPED_AT + PAGE - 8));
                    });
        }
    }

    @Nested
    class DeviceMemory {
        @Test
        void shouldYieldFramesAndUntypedsOnly() {
            image.run(
                    world -> {
                        Untyped device = device(world);
                        for (ObjectType type : ObjectType.values()) {
                            if (type.isFrame() || type == ObjectType.UNTYPED) {
                                continue;
                            }
                            assertError(
                                    world.sel4,
                                    Sel4Error.INVALID_ARGUMENT,
                                    device.retype(type, 7, world.root, world.slot(), 1),
                                    1);
                        }
                        Untyped smaller =
                                world.sel4.untyped(make(world, device, ObjectType.UNTYPED, 12));
                        assertError(
                                world.sel4,
                                Sel4Error.INVALID_ARGUMENT,
                                smaller.retype(ObjectType.ENDPOINT, 0, world.root, world.slot(), 1),
                                1);
                        assertEquals(
                                TestImage.DEVICE_ADDRESS, page(world, smaller).physicalAddress());
                    });
        }

        @Test
        void shouldSayThatItIsTooSmallBeforeSayingThatItIsDeviceMemory() {
            image.run(
                    world ->
                            assertError(
                                    world.sel4,
                                    Sel4Error.NOT_ENOUGH_MEMORY,
                                    device(world)
                                            .retype(
                                                    ObjectType.CAP_TABLE,
                                                    20,
                                                    world.root,
                                                    world.slot(),
                                                    1),
                                    8192));
        }

        @Test
        void shouldNeverBeZeroed() {
            image.run(
                    world -> {
                        Untyped device = device(world);
                        Frame frame = page(world, device);
                        world.mapTables(MAPPED_AT);
                        frame.map(world.vspace(), MAPPED_AT, CapRights.READ_WRITE).orThrow();
                        world.sel4.memory().putLong(MAPPED_AT, 4711);
                        world.at(device).revoke().orThrow();
                        page(world, device)
                                .map(world.vspace(), MAPPED_AT, CapRights.READ)
                                .orThrow();
                        assertEquals(4711, world.sel4.memory().getLong(MAPPED_AT));
                    });
        }
    }

    @Nested
    class NewObjects {
        @Test
        void shouldStartWithAllRightsAndWithoutBadgeOrGuard() {
            image.run(
                    world -> {
                        var slots = image.image().roots().rootCNode().slots;
                        var endpoint =
                                (EndpointCapability)
                                        slots.get((int) world.endpoint().cptr()).capability;
                        assertEquals(CapRights.ALL, endpoint.rights());
                        assertEquals(0, endpoint.badge);
                        var notification =
                                (NotificationCapability)
                                        slots.get((int) world.notification().cptr()).capability;
                        assertEquals(true, notification.canSend && notification.canReceive);
                        assertEquals(0, notification.badge);
                        var reply =
                                (ReplyCapability) slots.get((int) world.reply().cptr()).capability;
                        assertEquals(true, reply.canGrant);
                        var cnode =
                                (CNodeCapability)
                                        slots.get((int) world.make(ObjectType.CAP_TABLE, 2))
                                                .capability;
                        assertEquals(4, cnode.cnode.slots.size());
                        assertEquals(0, cnode.guardBits);
                    });
        }

        @Test
        void shouldBeThreadsThatAreInactiveAndHaveNoTime() {
            image.run(
                    world -> {
                        var slots = image.image().roots().rootCNode().slots;
                        var thread =
                                ((ThreadCapability)
                                                slots.get((int) world.make(ObjectType.TCB, 0))
                                                        .capability)
                                        .thread;
                        assertEquals(ThreadState.INACTIVE, thread.state);
                        assertEquals(0, thread.priority);
                        assertEquals(0, thread.maximumControlledPriority);
                        assertEquals(null, thread.schedContext);
                        var schedContext =
                                ((SchedContextCapability)
                                                slots.get((int) world.emptySchedContext().cptr())
                                                        .capability)
                                        .schedContext;
                        assertEquals(false, schedContext.isConfigured());
                    });
        }
    }
}
