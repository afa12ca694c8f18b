package io.atoll.kernel.invocation;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.Attempt;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** In which order the methods of threads check their arguments ({@code sel4-api} 2.9, 12.3). */
class ThreadCheckOrderTest {
    /** Too long a guard for the root CNode, and one that fits. */
    private static final long BAD_GUARD = 60;

    private static final long GUARD = 52;
    private static final long BUFFER_ADDRESS = 0x3000_0000L;
    private static final int REGISTERS = 20;

    private final TestImage image = new TestImage();

    private static Attempt attempt(World world, Tcb thread, int label) {
        return Attempt.of(world.sel4, thread, label);
    }

    private static Tcb idle(World world) {
        return world.passiveThread("idle", 10, sel4 -> {});
    }

    private static long deviceFrame(World world) {
        for (int i = 0; i < world.bootInfo.untypedList().size(); i++) {
            if (world.bootInfo.untypedList().get(i).isDevice()) {
                long made = world.slot();
                world.sel4
                        .untyped(world.bootInfo.untyped().start() + i)
                        .retype(ObjectType.SMALL_PAGE, 0, world.root, made, 1)
                        .orThrow();
                return made;
            }
        }
        throw new AssertionError("no device memory");
    }

    /**
     * A thread whose CSpace root is the last capability to its CNode: deleting it may take long.
     */
    private static Tcb withLastRoot(World world) {
        Tcb made = idle(world);
        long root = world.make(ObjectType.CAP_TABLE, 4);
        made.setSpace(null, world.sel4.cnode(root), 0, world.vspace(), 0).orThrow();
        world.root.slot(root).delete().orThrow();
        return made;
    }

    @Nested
    class Spaces {
        @Test
        void shouldBeConfiguredAfterAllChecks() {
            image.run(
                    world -> {
                        long withChildren = world.untyped.cptr();
                        long endpoint = world.endpoint().cptr();
                        attempt(world, idle(world), InvocationLabel.TCB_CONFIGURE)
                                .words(BAD_GUARD, 0)
                                .caps(withChildren, withChildren, withChildren)
                                .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                .oneMore(BUFFER_ADDRESS + 512)
                                .caps(withChildren, withChildren)
                                .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                // The buffer first.
                                .caps(withChildren, withChildren, withChildren)
                                .isRefused(Sel4Error.REVOKE_FIRST)
                                .cap(2, endpoint)
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .cap(2, deviceFrame(world))
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .cap(2, world.frame().cptr())
                                .isRefused(Sel4Error.ALIGNMENT_ERROR)
                                .word(2, BUFFER_ADDRESS + 1024)
                                // Then the CSpace.
                                .isRefused(Sel4Error.REVOKE_FIRST)
                                .cap(0, endpoint)
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .cap(0, InitCaps.CNODE)
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .word(0, GUARD)
                                // And then the VSpace.
                                .isRefused(Sel4Error.REVOKE_FIRST)
                                .cap(1, endpoint)
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .cap(1, world.make(ObjectType.VSPACE, 0))
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .cap(1, InitCaps.VSPACE)
                                .succeeds();
                    });
        }

        @Test
        void shouldSayThatABufferIsMisalignedBeforeThatARootCannotBeReplaced() {
            image.run(
                    world ->
                            attempt(world, withLastRoot(world), InvocationLabel.TCB_CONFIGURE)
                                    .words(0, 0, BUFFER_ADDRESS + 1)
                                    .caps(
                                            world.untyped.cptr(),
                                            InitCaps.VSPACE,
                                            world.frame().cptr())
                                    .isRefused(Sel4Error.ALIGNMENT_ERROR)
                                    .word(2, BUFFER_ADDRESS)
                                    // Not that the untyped has children.
                                    .isRefused(Sel4Error.ILLEGAL_OPERATION));
        }

        @Test
        void shouldBeSetAfterAllChecks() {
            image.run(
                    world -> {
                        long withChildren = world.untyped.cptr();
                        long endpoint = world.endpoint().cptr();
                        long[] caps = {world.notification().cptr(), withChildren, withChildren};
                        attempt(world, idle(world), InvocationLabel.TCB_SET_SPACE)
                                .words(BAD_GUARD)
                                .caps(caps)
                                .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                .oneMore(0)
                                .caps(caps[0], caps[1])
                                .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                .caps(caps)
                                .isRefused(Sel4Error.REVOKE_FIRST)
                                .cap(1, endpoint)
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .cap(1, InitCaps.CNODE)
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .word(0, GUARD)
                                .isRefused(Sel4Error.REVOKE_FIRST)
                                .cap(2, world.make(ObjectType.VSPACE, 0))
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .cap(2, InitCaps.VSPACE)
                                // The fault handler last of all.
                                .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                .cap(
                                        0,
                                        world.copy(
                                                world.sel4.endpoint(endpoint),
                                                CapRights.READ_WRITE))
                                .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                .cap(0, endpoint)
                                .succeeds();
                        attempt(world, withLastRoot(world), InvocationLabel.TCB_SET_SPACE)
                                .words(0, 0)
                                .caps(caps)
                                .isRefused(Sel4Error.ILLEGAL_OPERATION);
                    });
        }

        @Test
        void shouldHaveTheirBufferSetAfterAllChecks() {
            image.run(
                    world ->
                            attempt(world, idle(world), InvocationLabel.TCB_SET_IPC_BUFFER)
                                    .caps(world.untyped.cptr())
                                    .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                    .words(BUFFER_ADDRESS + 1)
                                    .caps()
                                    .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                    .caps(world.untyped.cptr())
                                    .isRefused(Sel4Error.REVOKE_FIRST)
                                    .cap(0, world.endpoint().cptr())
                                    .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                    .cap(0, deviceFrame(world))
                                    .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                    .cap(0, world.frame().cptr())
                                    .isRefused(Sel4Error.ALIGNMENT_ERROR)
                                    .word(0, BUFFER_ADDRESS)
                                    .succeeds());
        }

        @Test
        void shouldLoseTheirBufferWhateverTheCapabilityIs() {
            image.run(
                    world ->
                            attempt(world, idle(world), InvocationLabel.TCB_SET_IPC_BUFFER)
                                    .words(0)
                                    .caps(world.untyped.cptr())
                                    .succeeds());
        }
    }

    @Nested
    class Scheduling {
        @Test
        void shouldTakePrioritiesAfterAllChecks() {
            for (int label :
                    new int[] {
                        InvocationLabel.TCB_SET_PRIORITY, InvocationLabel.TCB_SET_MC_PRIORITY
                    }) {
                new TestImage()
                        .run(
                                world -> {
                                    Tcb authority = idle(world);
                                    authority.setMcPriority(world.self(), 40).orThrow();
                                    attempt(world, idle(world), label)
                                            .caps(world.endpoint().cptr())
                                            .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                            .words(41)
                                            .caps()
                                            .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                            .caps(world.endpoint().cptr())
                                            .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                            .cap(0, authority.cptr())
                                            .isRefused(Sel4Error.RANGE_ERROR, 0, 40)
                                            .word(0, 40)
                                            .succeeds();
                                });
            }
        }

        @Test
        void shouldTakeParametersAfterAllChecks() {
            image.run(
                    world -> {
                        long wrong = world.notification().cptr();
                        Tcb authority = idle(world);
                        authority.setMcPriority(world.self(), 40).orThrow();
                        Tcb thread = world.thread("thread", 10, sel4 -> {});
                        SchedContext taken = world.schedContext();
                        taken.bind(authority).orThrow();
                        Attempt attempt =
                                attempt(world, thread, InvocationLabel.TCB_SET_SCHED_PARAMS)
                                        .words(42)
                                        .caps(wrong, wrong, wrong)
                                        .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                        .oneMore(41)
                                        .caps(wrong, wrong)
                                        .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                        .caps(wrong, wrong, wrong)
                                        .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                        .cap(0, authority.cptr())
                                        .isRefused(Sel4Error.RANGE_ERROR, 0, 40)
                                        .word(0, 40)
                                        .isRefused(Sel4Error.RANGE_ERROR, 0, 40)
                                        .word(1, 40)
                                        .isRefused(Sel4Error.INVALID_CAPABILITY, 2)
                                        // It has one already.
                                        .cap(1, world.schedContext().cptr())
                                        .isRefused(Sel4Error.ILLEGAL_OPERATION);
                        attempt.cap(1, InitCaps.NULL)
                                .isRefused(Sel4Error.INVALID_CAPABILITY, 3)
                                .cap(2, world.endpoint().cptr())
                                .succeeds();
                        // And now none: but this one is another's.
                        attempt.cap(1, taken.cptr())
                                .cap(2, wrong)
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .cap(1, world.schedContext().cptr())
                                .isRefused(Sel4Error.INVALID_CAPABILITY, 3)
                                .cap(2, InitCaps.NULL)
                                .succeeds();
                        attempt(world, world.self(), InvocationLabel.TCB_SET_SCHED_PARAMS)
                                .words(255, 255)
                                .caps(InitCaps.TCB, InitCaps.NULL, wrong)
                                .isRefused(Sel4Error.ILLEGAL_OPERATION);
                    });
        }

        @Test
        void shouldTakeATimeoutHandlerAfterAllChecks() {
            image.run(
                    world ->
                            attempt(world, idle(world), InvocationLabel.TCB_SET_TIMEOUT_ENDPOINT)
                                    .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                    .caps(world.notification().cptr())
                                    .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                    .cap(0, world.copy(world.endpoint(), CapRights.READ_WRITE))
                                    .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                    .cap(0, world.endpoint().cptr())
                                    .succeeds());
        }
    }

    @Nested
    class RegistersOfThreads {
        @Test
        void shouldBeReadAfterAllChecks() {
            image.run(
                    world ->
                            attempt(world, world.self(), InvocationLabel.TCB_READ_REGISTERS)
                                    .words(0)
                                    .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                    .oneMore(0)
                                    .isRefused(Sel4Error.RANGE_ERROR, 1, REGISTERS)
                                    .word(1, REGISTERS + 1)
                                    .isRefused(Sel4Error.RANGE_ERROR, 1, REGISTERS)
                                    .word(1, 1)
                                    .isRefused(Sel4Error.ILLEGAL_OPERATION));
        }

        @Test
        void shouldBeWrittenAfterAllChecks() {
            image.run(
                    world ->
                            attempt(world, world.self(), InvocationLabel.TCB_WRITE_REGISTERS)
                                    .words(0)
                                    .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                    .oneMore(2)
                                    .oneMore(0)
                                    .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                    .word(1, -1)
                                    .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                    .word(1, 1)
                                    .isRefused(Sel4Error.ILLEGAL_OPERATION));
        }

        @Test
        void shouldBeCopiedAfterAllChecks() {
            image.run(
                    world ->
                            attempt(world, idle(world), InvocationLabel.TCB_COPY_REGISTERS)
                                    .caps(world.endpoint().cptr())
                                    .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                    .words(0)
                                    .caps()
                                    .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                    .caps(world.endpoint().cptr())
                                    .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                    .cap(0, idle(world).cptr())
                                    .succeeds());
        }

        @Test
        void shouldNotBeSetByMessagesThatAreTooShort() {
            image.run(
                    world -> {
                        attempt(world, idle(world), InvocationLabel.TCB_SET_TLS_BASE)
                                .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                .words(0)
                                .succeeds();
                        attempt(world, idle(world), InvocationLabel.TCB_SET_FLAGS)
                                .words(0)
                                .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                .oneMore(3)
                                // The flags that there are now.
                                .isRefused(Sel4Error.NO_ERROR, 1);
                    });
        }
    }

    @Nested
    class BoundNotifications {
        @Test
        void shouldBeBoundAfterAllChecks() {
            image.run(
                    world -> {
                        Tcb thread = idle(world);
                        Notification bound = world.notification();
                        Notification awaited = world.notification();
                        idle(world).bindNotification(bound).orThrow();
                        world.start("waiter", 10, sel4 -> sel4.await(awaited.cptr()));
                        world.letOthersRun();
                        attempt(world, thread, InvocationLabel.TCB_BIND_NOTIFICATION)
                                .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                .caps(world.endpoint().cptr())
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .cap(0, world.copy(world.notification(), CapRights.WRITE))
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .cap(0, awaited.cptr())
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .cap(0, bound.cptr())
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .cap(0, world.notification().cptr())
                                .succeeds();
                        attempt(world, thread, InvocationLabel.TCB_BIND_NOTIFICATION)
                                .caps(world.notification().cptr())
                                .isRefused(Sel4Error.ILLEGAL_OPERATION);
                        attempt(world, thread, InvocationLabel.TCB_UNBIND_NOTIFICATION).succeeds();
                        attempt(world, thread, InvocationLabel.TCB_UNBIND_NOTIFICATION)
                                .isRefused(Sel4Error.ILLEGAL_OPERATION);
                    });
        }
    }
}
