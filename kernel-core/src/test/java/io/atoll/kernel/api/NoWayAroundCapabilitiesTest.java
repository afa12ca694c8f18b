package io.atoll.kernel.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.debug.KernelDebug;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A program that holds nothing but its system-call interface reaches nothing except through
 * capabilities it was given. What the JVM itself does not prevent (reflection, native access,
 * classes in the kernel's own packages) is not the subject here.
 */
class NoWayAroundCapabilitiesTest {
    private static final String API = "io.atoll.kernel.api";

    private static boolean isApi(Class<?> type) {
        return type.getPackageName().equals(API) || type.getPackageName().equals(API + ".cap");
    }

    @Nested
    class Types {
        /** What programs are handed, by type. */
        private static final List<Class<?>> HANDED_OUT =
                List.of(
                        Sel4.class,
                        BootInfo.class,
                        NextSystemCall.class,
                        StackfulProgram.class,
                        StacklessProgram.class);

        @Test
        void shouldLeadToNoKernelType() {
            assertEquals(
                    List.of(),
                    ReachableTypes.leaks(NoWayAroundCapabilitiesTest::isApi, HANDED_OUT));
        }

        /** An interface with a hole: what the walk must find. */
        public interface Leaky extends Sel4 {
            List<? extends ThreadObject> threads();
        }

        @Test
        void shouldBeSeenWhenTheyLeak() {
            List<String> leaks =
                    ReachableTypes.leaks(
                            type -> isApi(type) && type != ThreadObject.class,
                            List.of(Leaky.class));
            assertTrue(
                    leaks.contains("Leaky.threads leads to " + ThreadObject.class.getName()),
                    leaks::toString);
        }

        @Test
        void shouldOfferNoCastToAKernelType() {
            TestImage image = new TestImage().checkingSwitchesOnly();
            image.run(
                    world -> {
                        List<Object> handed = new ArrayList<>();
                        Sel4 sel4 = world.sel4;
                        handed.add(sel4);
                        handed.add(sel4.ipc());
                        handed.add(sel4.memory());
                        handed.add(sel4.debug());
                        handed.add(sel4.endpoint(1));
                        handed.add(world.bootInfo);
                        world.bootInfo.extra().forEach(handed::add);
                        for (Object object : handed) {
                            for (Class<?> cast : ReachableTypes.castsOf(object)) {
                                assertTrue(isApi(cast), () -> object + " is a " + cast.getName());
                            }
                        }
                    });
        }
    }

    @Nested
    class Buffer {
        @Test
        void shouldNotGrowWithoutAFrame() {
            // The right to give it a frame is made with it, and no way leads from one to the other.
            for (var method : IpcBuffer.class.getMethods()) {
                assertFalse(
                        method.getReturnType() == IpcBuffer.FrameControl.class
                                && !method.getName().equals("create"),
                        method::toString);
            }
            IpcBuffer made = IpcBuffer.create().buffer();
            assertEquals(MessageInfo.FAST_REGISTERS, made.capacity());
            assertThrows(
                    IndexOutOfBoundsException.class, () -> made.mr(MessageInfo.FAST_REGISTERS, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> made.cap(0, 1));
        }
    }

    /**
     * A thread whose CSpace holds one endpoint that it may only send to, and whose VSpace is empty.
     */
    private static final class Prisoner {
        static final long ENDPOINT = 1;
        private static final int CSPACE_BITS = 4;

        private final World world;
        private final Tcb thread;
        private final CNode cspace;

        Prisoner(World world) {
            this.world = world;
            thread = world.thread("prisoner", 50, _ -> {});
            cspace = world.sel4.cnode(world.make(ObjectType.CAP_TABLE, CSPACE_BITS));
            Endpoint endpoint = world.endpoint();
            cspace.slot(ENDPOINT, CSPACE_BITS).copy(world.at(endpoint), CapRights.WRITE).orThrow();
            thread.setSpace(
                            null,
                            cspace,
                            CNodeCapData.of(0, Long.SIZE - CSPACE_BITS),
                            world.makeVSpace(),
                            0)
                    .orThrow();
        }

        /** Runs a program as this thread until it ends or faults. */
        void run(StackfulProgram program) {
            thread.writeRegisters(true, UserContext.at(world.sel4.entryPoint(program))).orThrow();
            world.letOthersRun();
            thread.suspend().orThrow();
        }
    }

    /** All capabilities of the image, as text. */
    private static String capabilities(TestImage image) {
        String snapshot = KernelDebug.snapshot(image.image());
        return snapshot.substring(snapshot.indexOf("caps {"));
    }

    @Nested
    class Attempts {
        private static final long SEED = 20_260_101;

        @Test
        void shouldChangeNothingWithForgedCapabilityAddresses() {
            TestImage image = new TestImage();
            image.start(
                    world -> {
                        Prisoner prisoner = new Prisoner(world);
                        String before = capabilities(image);
                        Random random = new Random(SEED);
                        for (int attempt = 0; attempt < 300; attempt++) {
                            int number = attempt;
                            long forged = attempt < 100 ? attempt + 2 : random.nextLong() & ~0xfL;
                            prisoner.run(sel4 -> attempt(sel4, number, forged, random));
                        }
                        assertEquals(before, capabilities(image), "seed " + SEED);
                    });
            assertFalse(image.unhandledFaults().isEmpty());
        }

        private void attempt(Sel4 sel4, int number, long forged, Random random) {
            IpcBuffer ipc = sel4.ipc();
            for (int i = 0; i < 4; i++) {
                ipc.mr(i, random.nextInt(64));
            }
            long info = MessageInfo.of(random.nextInt(72), 0, 0, 4);
            switch (number % 6) {
                case 0 -> sel4.call(forged, info);
                case 1 -> sel4.nbSend(forged, info);
                case 2 -> sel4.nbRecv(forged, forged + 1);
                case 3 -> sel4.nbAwait(forged);
                case 4 -> sel4.send(forged, info);
                default -> sel4.nbSendRecv(forged, info, Prisoner.ENDPOINT, forged);
            }
        }

        @Test
        void shouldChangeNothingWithForgedLabelsOnWhatItHas() {
            TestImage image = new TestImage();
            image.start(
                    world -> {
                        Prisoner prisoner = new Prisoner(world);
                        String before = capabilities(image);
                        for (int label = 0; label < 80; label++) {
                            long info = MessageInfo.of(label, 3, 3, 4);
                            prisoner.run(
                                    sel4 -> {
                                        for (int i = 0; i < MessageInfo.MAX_EXTRA_CAPS; i++) {
                                            sel4.ipc().cap(i, Prisoner.ENDPOINT);
                                        }
                                        sel4.nbSend(Prisoner.ENDPOINT, info);
                                    });
                        }
                        assertEquals(before, capabilities(image));
                    });
        }

        @Test
        void shouldReadNoMemoryThatIsNotMapped() {
            List<Long> read = new ArrayList<>();
            TestImage image = new TestImage();
            image.start(
                    world -> {
                        var secret = world.frame();
                        world.mapTables(0x5000_0000);
                        secret.map(world.vspace(), 0x5000_0000, CapRights.READ_WRITE).orThrow();
                        world.sel4.memory().putLong(0x5000_0000, 42);
                        long physical = secret.physicalAddress();
                        Prisoner prisoner = new Prisoner(world);
                        for (long address :
                                new long[] {0, 8, 0x5000_0000L, physical, -8, 1L << 47}) {
                            prisoner.run(sel4 -> read.add(sel4.memory().getLong(address)));
                            prisoner.run(
                                    sel4 ->
                                            read.add(
                                                    sel4.memory()
                                                            .window(address, 8)
                                                            .get(ValueLayout.JAVA_LONG, 0)));
                        }
                    });
            assertEquals(List.of(), read);
        }

        @Test
        void shouldNotReachBeyondAWindowNorKeepIt() {
            new TestImage()
                    .run(
                            world -> {
                                var frame = world.frame();
                                world.mapTables(0x5000_0000);
                                frame.map(world.vspace(), 0x5000_0000, CapRights.READ).orThrow();
                                MemorySegment window =
                                        world.sel4.memory().window(0x5000_0000, 4096);
                                assertThrows(
                                        IndexOutOfBoundsException.class,
                                        () -> window.asSlice(0, 4104));
                                assertThrows(
                                        IllegalArgumentException.class,
                                        () -> window.set(ValueLayout.JAVA_LONG, 0, 1));
                                world.at(frame).delete().orThrow();
                                assertThrows(
                                        IllegalStateException.class,
                                        () -> window.get(ValueLayout.JAVA_LONG, 0));
                            });
        }

        @Test
        void shouldMakeNoCallsInAnotherThreadsName() {
            List<String> refused = new ArrayList<>();
            new TestImage()
                    .start(
                            world -> {
                                Prisoner prisoner = new Prisoner(world);
                                prisoner.run(
                                        _ -> {
                                            try {
                                                world.sel4.tcb(InitCaps.TCB).suspend();
                                            } catch (IllegalStateException e) {
                                                refused.add(e.getMessage());
                                            }
                                        });
                            });
            assertEquals(1, refused.size());
            assertTrue(refused.getFirst().contains("only its own program may call"));
        }

        @Test
        void shouldSucceedWithACapability() {
            // The twin: the same program with the capability that it lacked.
            List<Sel4Error> answers = new ArrayList<>();
            TestImage image = new TestImage();
            image.start(
                    world -> {
                        Prisoner prisoner = new Prisoner(world);
                        String before = capabilities(image);
                        prisoner.cspace
                                .slot(2, Prisoner.CSPACE_BITS)
                                .copy(world.at(prisoner.cspace), CapRights.ALL)
                                .orThrow();
                        prisoner.run(
                                sel4 ->
                                        answers.add(
                                                sel4.cnode(2)
                                                        .slot(
                                                                Prisoner.ENDPOINT,
                                                                Prisoner.CSPACE_BITS)
                                                        .delete()));
                        assertFalse(before.equals(capabilities(image)));
                    });
            assertEquals(List.of(Sel4Error.NO_ERROR), answers);
        }
    }
}
