package io.atoll.kernel.invocation;

import static io.atoll.kernel.testing.Answers.assertError;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.Invocations;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Registers, thread-local-storage base and flags of threads ({@code sel4-api} 2.9). */
class RegisterInvocationTest {
    private static final int REGISTERS = 20;
    private final TestImage image = new TestImage();

    private static Tcb fresh(World world) {
        return world.sel4.tcb(world.make(ObjectType.TCB, 0));
    }

    private static long[] numbered(int base) {
        long[] registers = new long[REGISTERS];
        for (int i = 0; i < REGISTERS; i++) {
            registers[i] = base + i;
        }
        return registers;
    }

    private static void assertRegisters(World world, Tcb thread, long... expected) {
        assertError(world.sel4, Sel4Error.NO_ERROR, thread.readRegisters(false, expected.length));
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], world.sel4.ipc().mr(i), "register " + i);
        }
    }

    @Test
    void shouldKeepAllRegistersAsWritten() {
        image.run(
                world -> {
                    Tcb thread = fresh(world);
                    assertRegisters(world, thread, new long[REGISTERS]);
                    thread.writeRegisters(false, numbered(500)).orThrow();
                    assertRegisters(world, thread, numbered(500));
                    // The others stay when fewer are written.
                    thread.writeRegisters(false, new long[] {7, 8, 9}).orThrow();
                    long[] expected = numbered(500);
                    expected[0] = 7;
                    expected[1] = 8;
                    expected[2] = 9;
                    assertRegisters(world, thread, expected);
                });
    }

    @Nested
    class CopyRegisters {
        @Test
        void shouldCopyFrameAndBasesApart() {
            image.run(
                    world -> {
                        Tcb source = fresh(world);
                        Tcb target = fresh(world);
                        source.writeRegisters(false, numbered(500)).orThrow();
                        target.writeRegisters(false, numbered(900)).orThrow();
                        target.copyRegisters(source, false, false, true, false).orThrow();
                        long[] expected = numbered(500);
                        expected[18] = 918;
                        expected[19] = 919;
                        assertRegisters(world, target, expected);
                        target.copyRegisters(source, false, false, false, true).orThrow();
                        assertRegisters(world, target, numbered(500));
                        assertRegisters(world, source, numbered(500));
                    });
        }

        @Test
        void shouldSuspendTheSourceAndResumeTheTarget() {
            List<String> log = new ArrayList<>();
            image.run(
                    world -> {
                        StackfulProgram program = _ -> log.add("ran");
                        Tcb source = world.thread("source", 10, program);
                        Tcb target = world.thread("target", 10, _ -> log.add("not this"));
                        source.resume().orThrow();
                        target.copyRegisters(source, true, true, true, true).orThrow();
                        world.letOthersRun();
                        // The target begins where the source's program begins; the source stopped.
                        assertEquals(List.of("ran"), log);
                        source.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("ran", "ran"), log);
                    });
        }

        @Test
        void shouldNeedAThreadAsSource() {
            image.run(
                    world -> {
                        Tcb target = fresh(world);
                        assertError(
                                world.sel4,
                                Sel4Error.INVALID_CAPABILITY,
                                target.copyRegisters(null, false, false, true, true));
                        assertEquals(1, world.sel4.ipc().mr(0));
                        assertError(
                                world.sel4,
                                Sel4Error.TRUNCATED_MESSAGE,
                                Invocations.invoke(
                                        world.sel4,
                                        target.cptr(),
                                        InvocationLabel.TCB_COPY_REGISTERS,
                                        Invocations.caps(),
                                        0));
                    });
        }
    }

    @Nested
    class ThreadLocalStorage {
        @Test
        void shouldBeSeenByTheThreadAndAmongItsRegisters() {
            List<Long> seen = new ArrayList<>();
            image.run(
                    world -> {
                        Tcb thread = world.thread("reader", 10, sel4 -> seen.add(sel4.tlsBase()));
                        thread.setTlsBase(0xbace).orThrow();
                        thread.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of(0xbaceL), seen);
                        assertError(
                                world.sel4,
                                Sel4Error.NO_ERROR,
                                thread.readRegisters(false, REGISTERS));
                        assertEquals(0xbace, world.sel4.ipc().mr(18));
                        assertEquals(0, world.sel4.tlsBase());
                    });
        }
    }

    @Nested
    class Flags {
        @Test
        void shouldClearThenSetWhatIsKnown() {
            image.run(
                    world -> {
                        Tcb thread = fresh(world);
                        assertFlags(world, thread, 0, 0, 0);
                        assertFlags(world, thread, 0, 0xff, 1);
                        assertFlags(world, thread, 0, 0, 1);
                        assertFlags(world, thread, 1, 1, 1);
                        assertFlags(world, thread, 1, 0, 0);
                    });
        }

        private static void assertFlags(
                World world, Tcb thread, long clear, long set, long expected) {
            assertError(world.sel4, Sel4Error.NO_ERROR, thread.setFlags(clear, set));
            assertEquals(expected, world.sel4.ipc().mr(0));
        }
    }
}
