package io.atoll.kernel.invocation;

import static io.atoll.kernel.testing.Answers.assertError;
import static io.atoll.kernel.testing.Invocations.caps;
import static io.atoll.kernel.testing.Invocations.invoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.atoll.kernel.api.CNodeCapData;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.UserContext;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.Handle;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.api.cap.VSpace;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.capability.ThreadCapability;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** The capabilities that a thread is given: CSpace, VSpace, buffer, fault handler. */
class ThreadConfigurationTest {
    private static final long BUFFER = 0x4000_0000L;

    private final TestImage image = new TestImage();
    private final List<Object> log = new ArrayList<>();

    private static Tcb fresh(World world) {
        return world.sel4.tcb(world.make(ObjectType.TCB, 0));
    }

    private static Frame deviceFrame(World world) {
        for (int i = 0; i < world.bootInfo.untypedList().size(); i++) {
            if (world.bootInfo.untypedList().get(i).isDevice()) {
                long slot = world.slot();
                world.sel4
                        .untyped(world.bootInfo.untyped().start() + i)
                        .retype(ObjectType.SMALL_PAGE, 0, world.root, slot, 1)
                        .orThrow();
                return world.sel4.frame(slot);
            }
        }
        throw new AssertionError("no device memory");
    }

    private ThreadObject object(Tcb tcb) {
        var slot = image.image().roots().rootCNode().slots.get((int) tcb.cptr());
        return ((ThreadCapability) slot.capability).thread;
    }

    private static Frame asFrame(World world, Handle handle) {
        return world.sel4.frame(handle.cptr());
    }

    private static CNode asCNode(World world, Handle handle) {
        return world.sel4.cnode(handle.cptr());
    }

    private static VSpace asVSpace(World world, Handle handle) {
        return world.sel4.vspace(handle.cptr());
    }

    @Nested
    class Configure {
        @Test
        void shouldNeedThreeWordsAndThreeCapabilities() {
            image.run(
                    world -> {
                        Tcb thread = fresh(world);
                        long root = world.root.cptr();
                        long vspace = world.vspace().cptr();
                        long[] words = {0, 0, 0};
                        int label = InvocationLabel.TCB_CONFIGURE;
                        assertEquals(
                                Sel4Error.TRUNCATED_MESSAGE,
                                invoke(
                                        world.sel4,
                                        thread.cptr(),
                                        label,
                                        caps(root, vspace, 0),
                                        2,
                                        words));
                        assertEquals(
                                Sel4Error.TRUNCATED_MESSAGE,
                                invoke(
                                        world.sel4,
                                        thread.cptr(),
                                        label,
                                        caps(root, vspace),
                                        3,
                                        words));
                    });
        }

        @Test
        void shouldGiveAndTakeTheBuffer() {
            image.run(
                    world -> {
                        Tcb thread = fresh(world);
                        assertEquals(MessageInfo.FAST_REGISTERS, object(thread).ipc.capacity());
                        thread.configure(world.root, 0, world.vspace(), 0, BUFFER, world.frame())
                                .orThrow();
                        assertEquals(MessageInfo.MAX_LENGTH, object(thread).ipc.capacity());
                        // A root that is not the last capability may be replaced.
                        thread.configure(world.root, 0, world.vspace(), 0, 0, null).orThrow();
                        assertEquals(MessageInfo.FAST_REGISTERS, object(thread).ipc.capacity());
                    });
        }

        @Test
        void shouldRefuseABufferThatIsNoOrdinaryFrameOrNotAligned() {
            image.run(
                    world -> {
                        Tcb thread = fresh(world);
                        Frame wrong = asFrame(world, world.endpoint());
                        Frame device = deviceFrame(world);
                        Frame right = world.frame();
                        for (Frame frame : new Frame[] {wrong, device, null}) {
                            assertEquals(
                                    Sel4Error.ILLEGAL_OPERATION,
                                    thread.configure(
                                            world.root, 0, world.vspace(), 0, BUFFER, frame));
                            assertEquals(
                                    Sel4Error.ILLEGAL_OPERATION,
                                    thread.setIpcBuffer(BUFFER, frame));
                        }
                        assertEquals(
                                Sel4Error.ALIGNMENT_ERROR,
                                thread.configure(
                                        world.root, 0, world.vspace(), 0, BUFFER + 512, right));
                        assertEquals(
                                Sel4Error.ALIGNMENT_ERROR,
                                thread.setIpcBuffer(BUFFER + 512, right));
                        assertEquals(Sel4Error.NO_ERROR, thread.setIpcBuffer(BUFFER + 1024, right));
                    });
        }

        @Test
        void shouldRefuseRootsOfAnotherKind() {
            image.run(
                    world -> {
                        Tcb thread = fresh(world);
                        CNode noCNode = asCNode(world, world.endpoint());
                        VSpace noVSpace = asVSpace(world, world.endpoint());
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION,
                                thread.configure(noCNode, 0, world.vspace(), 0, 0, null));
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION,
                                thread.configure(null, 0, world.vspace(), 0, 0, null));
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION,
                                thread.configure(world.root, 0, noVSpace, 0, 0, null));
                        for (var slot : object(thread).slots) {
                            assertSame(Capability.NULL, slot.capability);
                        }
                    });
        }

        @Test
        void shouldSayThatAnUntypedHasChildren() {
            image.run(
                    world -> {
                        Tcb thread = fresh(world);
                        CNode cnode = asCNode(world, world.untyped);
                        VSpace vspace = asVSpace(world, world.untyped);
                        Frame frame = asFrame(world, world.untyped);
                        assertEquals(
                                Sel4Error.REVOKE_FIRST,
                                thread.configure(world.root, 0, world.vspace(), 0, BUFFER, frame));
                        assertEquals(
                                Sel4Error.REVOKE_FIRST,
                                thread.configure(cnode, 0, world.vspace(), 0, 0, null));
                        assertEquals(
                                Sel4Error.REVOKE_FIRST,
                                thread.setSpace(null, world.root, 0, vspace, 0));
                        assertEquals(Sel4Error.REVOKE_FIRST, thread.setIpcBuffer(BUFFER, frame));
                    });
        }

        @Test
        void shouldApplyTheGuardToTheCSpaceRoot() {
            image.run(
                    world -> {
                        CNode small = world.sel4.cnode(world.make(ObjectType.CAP_TABLE, 4));
                        Endpoint endpoint = world.endpoint();
                        small.slot(5, 4).copy(world.at(endpoint), CapRights.ALL).orThrow();
                        Tcb thread = world.thread("guarded", 50, sel4 -> sel4.send(5, 0));
                        thread.setSpace(null, small, CNodeCapData.of(0, 60), world.vspace(), 0)
                                .orThrow();
                        thread.resume().orThrow();
                        world.letOthersRun();
                        endpoint.nbRecv(world.reply());
                        assertEquals(List.of(), image.unhandledFaults());
                        world.letOthersRun();
                        assertEquals(List.of("guarded"), image.exited());
                    });
        }

        @Test
        void shouldNotReplaceARootThatWouldHaveToBeDeletedAtLength() {
            image.run(
                    world -> {
                        Tcb thread = fresh(world);
                        CNode only = world.sel4.cnode(world.make(ObjectType.CAP_TABLE, 4));
                        thread.configure(only, 0, world.vspace(), 0, 0, null).orThrow();
                        world.at(only).delete().orThrow();
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION,
                                thread.configure(world.root, 0, world.vspace(), 0, 0, null));
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION,
                                thread.setSpace(null, world.root, 0, world.vspace(), 0));
                    });
        }

        @Test
        void shouldStopAThreadWhoseRootsAreRevoked() {
            image.run(
                    world -> {
                        CNode own = world.sel4.cnode(world.make(ObjectType.CAP_TABLE, 4));
                        Tcb thread =
                                world.thread(
                                        "orphan",
                                        50,
                                        sel4 -> {
                                            sel4.yieldNow();
                                            log.add("still running");
                                            sel4.send(1, 0);
                                        });
                        thread.setSpace(null, own, 0, world.vspace(), 0).orThrow();
                        world.at(own).revoke().orThrow();
                        thread.resume().orThrow();
                        world.letOthersRun();
                        // Without a CSpace it runs, but can name nothing.
                        assertEquals(List.of("still running"), log);
                        assertEquals(1, image.unhandledFaults().size());
                    });
        }
    }

    @Nested
    class SetSpace {
        @Test
        void shouldNeedTwoWordsAndThreeCapabilities() {
            image.run(
                    world -> {
                        Tcb thread = fresh(world);
                        long root = world.root.cptr();
                        long vspace = world.vspace().cptr();
                        int label = InvocationLabel.TCB_SET_SPACE;
                        assertEquals(
                                Sel4Error.TRUNCATED_MESSAGE,
                                invoke(
                                        world.sel4,
                                        thread.cptr(),
                                        label,
                                        caps(0, root, vspace),
                                        1,
                                        new long[2]));
                        assertEquals(
                                Sel4Error.TRUNCATED_MESSAGE,
                                invoke(world.sel4, thread.cptr(), label, caps(0, root), 0, 0));
                    });
        }

        @Test
        void shouldAcceptHandlersThatCanBeSentToAndAnswered() {
            image.run(
                    world -> {
                        Tcb thread = fresh(world);
                        Endpoint original = world.endpoint();
                        CapRights send = CapRights.WRITE;
                        for (CapRights rights :
                                List.of(send.grant(true), send.grantReply(true), CapRights.ALL)) {
                            Endpoint handler = world.sel4.endpoint(world.mint(original, rights, 9));
                            thread.setSpace(handler, world.root, 0, world.vspace(), 0).orThrow();
                            var installed =
                                    object(thread).slots[ThreadObject.FAULT_HANDLER].capability;
                            assertEquals(9, ((EndpointCapability) installed).badge);
                        }
                        thread.setSpace(null, world.root, 0, world.vspace(), 0).orThrow();
                        assertSame(
                                Capability.NULL,
                                object(thread).slots[ThreadObject.FAULT_HANDLER].capability);
                    });
        }

        @Test
        void shouldRefuseOtherHandlersLastOfAll() {
            image.run(
                    world -> {
                        Tcb thread = fresh(world);
                        Endpoint original = world.endpoint();
                        List<Long> wrong =
                                List.of(
                                        world.notification().cptr(),
                                        world.copy(original, CapRights.READ_WRITE),
                                        world.copy(original, CapRights.READ.grant(true)));
                        CNode noCNode = asCNode(world, world.notification());
                        for (long cptr : wrong) {
                            Endpoint handler = world.sel4.endpoint(cptr);
                            assertError(
                                    world.sel4,
                                    Sel4Error.INVALID_CAPABILITY,
                                    thread.setSpace(handler, world.root, 0, world.vspace(), 0),
                                    1);
                            assertEquals(
                                    Sel4Error.ILLEGAL_OPERATION,
                                    thread.setSpace(handler, noCNode, 0, world.vspace(), 0));
                        }
                        assertSame(
                                Capability.NULL,
                                object(thread).slots[ThreadObject.CSPACE_ROOT].capability);
                    });
        }
    }

    @Nested
    class Registers {
        @Test
        void shouldReadBackWhatWasWritten() {
            image.run(
                    world -> {
                        Tcb thread = fresh(world);
                        thread.readRegisters(false, 2).orThrow();
                        assertEquals(0, world.sel4.ipc().mr(0));
                        StackfulProgram program = _ -> {};
                        long entry = world.sel4.entryPoint(program);
                        thread.writeRegisters(false, new UserContext(entry, 0x7000)).orThrow();
                        thread.readRegisters(false, 20).orThrow();
                        assertEquals(entry, world.sel4.ipc().mr(0));
                        assertEquals(0x7000, world.sel4.ipc().mr(1));
                        assertEquals(0, world.sel4.ipc().mr(19));
                    });
        }

        @Test
        void shouldAnswerAsManyRegistersAsAskedFor() {
            image.run(
                    world -> {
                        Tcb thread = fresh(world);
                        for (int count = 1; count <= 20; count++) {
                            world.sel4.ipc().mr(0, 0);
                            world.sel4.ipc().mr(1, count);
                            int label = InvocationLabel.TCB_READ_REGISTERS;
                            assertEquals(
                                    MessageInfo.of(0, count),
                                    world.sel4.call(thread.cptr(), MessageInfo.of(label, 2)));
                        }
                        for (int count : new int[] {0, 21, -1}) {
                            assertError(
                                    world.sel4,
                                    Sel4Error.RANGE_ERROR,
                                    thread.readRegisters(false, count),
                                    1,
                                    20);
                        }
                    });
        }

        @Test
        void shouldStopTheThreadThatIsReadIfAsked() {
            image.run(
                    world -> {
                        Tcb thread = world.start("read", 50, _ -> log.add("ran"));
                        thread.readRegisters(true, 1).orThrow();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        thread.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("ran"), log);
                    });
        }

        @Test
        void shouldRefuseTheCallersOwn() {
            image.run(
                    world -> {
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION, world.self().readRegisters(false, 2));
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION,
                                world.self().writeRegisters(false, new UserContext(0, 0)));
                    });
        }

        @Test
        void shouldNeedAsManyWordsAsRegistersAreToBeWritten() {
            image.run(
                    world -> {
                        long thread = fresh(world).cptr();
                        int label = InvocationLabel.TCB_WRITE_REGISTERS;
                        long[] three = {0, 3, 0x1000, 0x2000};
                        long[] negative = {0, -1, 0x1000, 0x2000};
                        for (long[] words : List.of(new long[] {0}, three, negative)) {
                            assertEquals(
                                    Sel4Error.TRUNCATED_MESSAGE,
                                    invoke(world.sel4, thread, label, caps(), words));
                        }
                        assertEquals(
                                Sel4Error.NO_ERROR,
                                invoke(world.sel4, thread, label, caps(), 0, 0));
                    });
        }

        @Test
        void shouldBeginAnotherProgramInTheMiddleOfTheFirst() {
            image.run(
                    world -> {
                        Endpoint never = world.endpoint();
                        Tcb thread =
                                world.start(
                                        "changed",
                                        50,
                                        sel4 -> {
                                            log.add("first");
                                            sel4.send(never.cptr(), 0);
                                            log.add("never");
                                        });
                        world.letOthersRun();
                        StackfulProgram second = _ -> log.add("second");
                        long entry = world.sel4.entryPoint(second);
                        thread.writeRegisters(true, UserContext.at(entry)).orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("first", "second"), log);
                    });
        }
    }
}
