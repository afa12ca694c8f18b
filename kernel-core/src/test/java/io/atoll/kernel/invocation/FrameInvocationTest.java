package io.atoll.kernel.invocation;

import static io.atoll.kernel.testing.Answers.assertError;
import static io.atoll.kernel.testing.Answers.assertLookupFailed;
import static io.atoll.kernel.testing.Invocations.caps;
import static io.atoll.kernel.testing.Invocations.invoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.LookupFailure;
import io.atoll.kernel.api.Memory;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.PagingTable;
import io.atoll.kernel.api.cap.Untyped;
import io.atoll.kernel.api.cap.VSpace;
import io.atoll.kernel.object.VSpaceObject;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Consumer;

/** Frames: mapping them, and what programs then see ({@code sel4-api} 2.12). */
class FrameInvocationTest {
    private static final long PAGE = 4096;
    private static final long ADDRESS = 0x3000_0000L;

    private final TestImage image = new TestImage();

    /** The tables around {@link #ADDRESS} are there. */
    private void run(Consumer<World> test) {
        image.run(
                world -> {
                    world.mapTables(ADDRESS);
                    test.accept(world);
                });
    }

    private static VSpace otherSpace(World world) {
        VSpace made = world.makeVSpace();
        world.mapTables(made, ADDRESS);
        return made;
    }

    private static Frame copyOf(World world, Frame frame) {
        return world.sel4.frame(world.copy(frame, CapRights.ALL));
    }

    private static long read(MemorySegment window, long offset) {
        return window.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
    }

    @Nested
    class Mapping {
        @Test
        void shouldShowTheSameMemoryWhereverItIsMapped() {
            run(
                    world -> {
                        Memory memory = world.sel4.memory();
                        Frame frame = world.frame();
                        Frame copy = copyOf(world, frame);
                        frame.map(world.vspace(), ADDRESS, CapRights.READ_WRITE).orThrow();
                        copy.map(world.vspace(), ADDRESS + PAGE, CapRights.READ_WRITE).orThrow();
                        memory.putLong(ADDRESS + 16, 4711);
                        assertEquals(4711, memory.getLong(ADDRESS + PAGE + 16));
                        // Each capability has its own mapping.
                        frame.unmap().orThrow();
                        assertEquals(4711, memory.getLong(ADDRESS + PAGE + 16));
                    });
        }

        @Test
        void shouldCheckInTheOrderOfTheManual() {
            run(
                    world -> {
                        VSpace noSpace = world.sel4.vspace(world.endpoint().cptr());
                        long top = VSpaceObject.USER_TOP + 1 - PAGE;
                        world.mapTables(top - 1);
                        Frame frame = world.frame();
                        CapRights rights = CapRights.READ_WRITE;
                        assertError(
                                world.sel4,
                                Sel4Error.INVALID_CAPABILITY,
                                frame.map(noSpace, top, rights),
                                1);
                        for (long address : new long[] {top, top + 1, -PAGE, 1L << 47}) {
                            assertError(
                                    world.sel4,
                                    Sel4Error.INVALID_ARGUMENT,
                                    frame.map(world.vspace(), address, rights),
                                    0);
                        }
                        assertEquals(
                                Sel4Error.ALIGNMENT_ERROR,
                                frame.map(world.vspace(), ADDRESS + 2048, rights));
                        world.frame().map(world.vspace(), ADDRESS, rights).orThrow();
                        assertEquals(
                                Sel4Error.DELETE_FIRST, frame.map(world.vspace(), ADDRESS, rights));
                        frame.map(world.vspace(), top - PAGE, rights).orThrow();
                        assertError(
                                world.sel4,
                                Sel4Error.INVALID_CAPABILITY,
                                frame.map(otherSpace(world), top - PAGE, rights),
                                1);
                        assertError(
                                world.sel4,
                                Sel4Error.INVALID_ARGUMENT,
                                frame.map(world.vspace(), ADDRESS, rights),
                                0);
                    });
        }

        @Test
        void shouldNeedThreeWordsAndTheSpace() {
            run(
                    world -> {
                        long frame = world.frame().cptr();
                        long[] words = {ADDRESS, 3, 0};
                        int label = InvocationLabel.PAGE_MAP;
                        long[] space = caps(world.vspace().cptr());
                        assertEquals(
                                Sel4Error.TRUNCATED_MESSAGE,
                                invoke(world.sel4, frame, label, space, 2, words));
                        assertEquals(
                                Sel4Error.TRUNCATED_MESSAGE,
                                invoke(world.sel4, frame, label, caps(), 3, words));
                    });
        }

        @Test
        void shouldRefuseToOverlapALargePage() {
            run(
                    world -> {
                        Frame large = world.sel4.frame(world.make(ObjectType.LARGE_PAGE, 0));
                        CapRights rights = CapRights.READ_WRITE;
                        long next = ADDRESS + (2 << 20);
                        assertEquals(
                                Sel4Error.ALIGNMENT_ERROR,
                                large.map(world.vspace(), next + PAGE, rights));
                        assertEquals(
                                Sel4Error.DELETE_FIRST, large.map(world.vspace(), ADDRESS, rights));
                        large.map(world.vspace(), next, rights).orThrow();
                        assertLookupFailed(
                                world.sel4,
                                false,
                                new LookupFailure.MissingCapability(21),
                                world.frame().map(world.vspace(), next + PAGE, rights));
                        PagingTable table =
                                world.sel4.pageTable(world.make(ObjectType.PAGE_TABLE, 0));
                        assertEquals(Sel4Error.DELETE_FIRST, table.map(world.vspace(), next));
                        large.unmap().orThrow();
                        table.map(world.vspace(), next).orThrow();
                        world.frame().map(world.vspace(), next + PAGE, rights).orThrow();
                    });
        }

        @Test
        void shouldChangeTheRightsWhenMappedAgainAtTheSamePlace() {
            run(
                    world -> {
                        Frame frame = world.frame();
                        frame.map(world.vspace(), ADDRESS, CapRights.READ).orThrow();
                        frame.map(world.vspace(), ADDRESS, CapRights.READ_WRITE).orThrow();
                        world.sel4.memory().putLong(ADDRESS, 1);
                        assertEquals(1, world.sel4.memory().getLong(ADDRESS));
                    });
        }

        @Test
        void shouldGiveNoMoreRightsThanTheCapabilityHas() {
            run(
                    world -> {
                        Frame readOnly =
                                world.sel4.frame(world.copy(world.frame(), CapRights.READ));
                        readOnly.map(world.vspace(), ADDRESS, CapRights.READ_WRITE).orThrow();
                        MemorySegment window = world.sel4.memory().window(ADDRESS, 64);
                        assertEquals(true, window.isReadOnly());
                    });
        }

        @Test
        void shouldEndWithTheSpaceAndTheCapability() {
            run(
                    world -> {
                        VSpace space = otherSpace(world);
                        Frame frame = world.frame();
                        frame.map(space, ADDRESS, CapRights.READ).orThrow();
                        assertError(
                                world.sel4,
                                Sel4Error.INVALID_CAPABILITY,
                                frame.map(world.vspace(), ADDRESS, CapRights.READ),
                                1);
                        world.at(space).delete().orThrow();
                        frame.unmap().orThrow();
                        frame.map(world.vspace(), ADDRESS, CapRights.READ).orThrow();
                        world.at(frame).delete().orThrow();
                        world.frame().map(world.vspace(), ADDRESS, CapRights.READ).orThrow();
                    });
        }

        @Test
        void shouldBeMovedWithTheCapability() {
            run(
                    world -> {
                        Frame frame = world.frame();
                        frame.map(world.vspace(), ADDRESS, CapRights.READ_WRITE).orThrow();
                        world.sel4.memory().putLong(ADDRESS, 5);
                        long slot = world.slot();
                        world.root.slot(slot).move(world.at(frame)).orThrow();
                        assertEquals(5, world.sel4.memory().getLong(ADDRESS));
                        world.sel4.frame(slot).unmap().orThrow();
                        world.frame().map(world.vspace(), ADDRESS, CapRights.READ).orThrow();
                        assertEquals(0, world.sel4.memory().getLong(ADDRESS));
                    });
        }
    }

    @Nested
    class OtherMethods {
        @Test
        void shouldUnmapWhatIsNotMapped() {
            run(world -> assertEquals(Sel4Error.NO_ERROR, world.frame().unmap()));
        }

        @Test
        void shouldTellTheAddressInOneWord() {
            run(
                    world -> {
                        Frame frame = world.frame();
                        assertEquals(
                                MessageInfo.of(0, 1),
                                world.sel4.call(
                                        frame.cptr(),
                                        MessageInfo.of(InvocationLabel.PAGE_GET_ADDRESS, 0)));
                        assertEquals(world.sel4.ipc().mr(0), frame.physicalAddress());
                        assertNotEquals(frame.physicalAddress(), world.frame().physicalAddress());
                    });
        }
    }

    /** What a program that keeps a window can do after its owner took the memory back. */
    @Nested
    class Windows {
        @Test
        void shouldCloseWhenTheFrameIsUnmapped() {
            run(
                    world -> {
                        Frame frame = world.frame();
                        frame.map(world.vspace(), ADDRESS, CapRights.READ_WRITE).orThrow();
                        MemorySegment window = world.sel4.memory().window(ADDRESS, PAGE);
                        window.set(ValueLayout.JAVA_LONG_UNALIGNED, 8, 7);
                        assertEquals(7, world.sel4.memory().getLong(ADDRESS + 8));
                        frame.unmap().orThrow();
                        assertThrows(IllegalStateException.class, () -> read(window, 8));
                    });
        }

        @Test
        void shouldNeverShowTheNextOwnersData() {
            run(
                    world -> {
                        Untyped memory = world.sel4.untyped(world.make(ObjectType.UNTYPED, 12));
                        Frame first = frameFrom(world, memory);
                        first.map(world.vspace(), ADDRESS, CapRights.READ_WRITE).orThrow();
                        MemorySegment window = world.sel4.memory().window(ADDRESS, PAGE);
                        MemorySegment slice = window.asSlice(0, 64);
                        world.at(memory).revoke().orThrow();
                        Frame second = frameFrom(world, memory);
                        second.map(world.vspace(), ADDRESS, CapRights.READ_WRITE).orThrow();
                        world.sel4.memory().putLong(ADDRESS, 0x5ec2e7);
                        // The same bytes at the same address, for a new owner.
                        assertThrows(IllegalStateException.class, () -> read(window, 0));
                        assertThrows(IllegalStateException.class, () -> read(slice, 0));
                        assertEquals(0x5ec2e7, read(world.sel4.memory().window(ADDRESS, 8), 0));
                    });
        }

        @Test
        void shouldBecomeAUserExceptionOfTheProgramThatKeepsIt() {
            image.start(
                    world -> {
                        world.mapTables(ADDRESS);
                        Frame frame = world.frame();
                        Notification goOn = world.notification();
                        frame.map(world.vspace(), ADDRESS, CapRights.READ_WRITE).orThrow();
                        world.start(
                                "keeper",
                                50,
                                sel4 -> {
                                    MemorySegment window = sel4.memory().window(ADDRESS, 8);
                                    assertEquals(0, read(window, 0));
                                    sel4.await(goOn.cptr());
                                    read(window, 0);
                                });
                        world.letOthersRun();
                        frame.unmap().orThrow();
                        goOn.signal();
                        world.letOthersRun();
                        assertEquals(1, image.unhandledFaults().size());
                        assertEquals(
                                List.of(IllegalStateException.class),
                                image.takeThrown().stream().map(Object::getClass).toList());
                    });
        }

        @Test
        void shouldStayOpenWhenAnotherMappingOfTheFrameGoes() {
            run(
                    world -> {
                        Frame frame = world.frame();
                        Frame copy = copyOf(world, frame);
                        frame.map(world.vspace(), ADDRESS, CapRights.READ_WRITE).orThrow();
                        copy.map(world.vspace(), ADDRESS + PAGE, CapRights.READ).orThrow();
                        MemorySegment window = world.sel4.memory().window(ADDRESS, PAGE);
                        world.at(copy).delete().orThrow();
                        assertEquals(0, read(window, 0));
                        world.at(frame).delete().orThrow();
                        assertThrows(IllegalStateException.class, () -> read(window, 0));
                    });
        }

        @Test
        void shouldReachOverFramesThatAreContiguousInPhysicalMemory() {
            run(
                    world -> {
                        Untyped memory = world.sel4.untyped(world.make(ObjectType.UNTYPED, 14));
                        Frame[] frames = new Frame[4];
                        for (int i = 0; i < 4; i++) {
                            frames[i] = frameFrom(world, memory);
                            frames[i]
                                    .map(world.vspace(), ADDRESS + i * PAGE, CapRights.READ_WRITE)
                                    .orThrow();
                        }
                        MemorySegment window = world.sel4.memory().window(ADDRESS + 8, 3 * PAGE);
                        world.sel4.memory().putLong(ADDRESS + 2 * PAGE, 9);
                        assertEquals(9, read(window, 2 * PAGE - 8));
                        // Any one of them closes it.
                        frames[3].unmap().orThrow();
                        assertThrows(IllegalStateException.class, () -> read(window, 0));
                        frames[1].unmap().orThrow();
                        frames[1].map(world.vspace(), ADDRESS + 3 * PAGE, CapRights.READ).orThrow();
                        assertThrows(
                                IllegalArgumentException.class,
                                () -> world.sel4.memory().window(ADDRESS + 2 * PAGE, 2 * PAGE));
                    });
        }

        private static Frame frameFrom(World world, Untyped memory) {
            long slot = world.slot();
            memory.retype(ObjectType.SMALL_PAGE, 0, world.root, slot, 1).orThrow();
            return world.sel4.frame(slot);
        }
    }
}
