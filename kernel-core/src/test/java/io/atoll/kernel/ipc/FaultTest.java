package io.atoll.kernel.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.Fault;
import io.atoll.kernel.api.LookupFailure;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.UserContext;
import io.atoll.kernel.api.UserExceptionNumber;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Faults: what the handler reads, what its answer does ({@code sel4-api} 8). */
class FaultTest {
    private static final long NOWHERE = 1L << 40;

    private final TestImage image = new TestImage();
    private final List<String> log = new ArrayList<>();
    private Endpoint handler;
    private Reply reply;

    /** A thread whose faults come to {@link #handler}, with badge 77. */
    private Tcb startHandled(World world, StackfulProgram program) {
        handler = world.endpoint();
        reply = world.reply();
        Tcb thread = world.thread("faulty", 50, program);
        thread.setSpace(world.badged(handler, 77), world.root, 0, world.vspace(), 0).orThrow();
        thread.resume().orThrow();
        world.letOthersRun();
        return thread;
    }

    private Fault receiveFault(World world, int expectedLabel, int expectedLength) {
        long info = handler.recv(reply);
        assertEquals(MessageInfo.of(expectedLabel, expectedLength), info);
        assertEquals(77, world.sel4.ipc().senderBadge());
        return Fault.from(world.sel4.ipc(), info);
    }

    private void answer(World world, long info) {
        reply.send(info);
        world.letOthersRun();
    }

    @Nested
    class CapabilityFaults {
        @Test
        void shouldNameTheCptrOfABlockingSend() {
            image.run(
                    world -> {
                        StackfulProgram program = sel4 -> sel4.send(NOWHERE, 0);
                        startHandled(world, program);
                        var fault = (Fault.CapFault) receiveFault(world, Fault.CAP_FAULT, 7);
                        // The root CNode's guard is zero over 52 bits.
                        var guard = new LookupFailure.GuardMismatch(64, 0, 52);
                        long ip = world.sel4.entryPoint(program);
                        assertEquals(new Fault.CapFault(ip, NOWHERE, false, guard), fault);
                    });
        }

        @Test
        void shouldNameTheCptrOfACall() {
            image.run(
                    world -> {
                        startHandled(world, sel4 -> sel4.call(NOWHERE, 0));
                        var fault = (Fault.CapFault) receiveFault(world, Fault.CAP_FAULT, 7);
                        assertEquals(NOWHERE, fault.cptr());
                        assertEquals(false, fault.inReceivePhase());
                    });
        }

        @Test
        void shouldNameTheExtraCapability() {
            image.run(
                    world -> {
                        Endpoint target = world.endpoint();
                        startHandled(
                                world,
                                sel4 -> {
                                    sel4.ipc().cap(0, target.cptr());
                                    sel4.ipc().cap(1, NOWHERE + 1);
                                    sel4.send(target.cptr(), MessageInfo.of(0, 0, 2, 0));
                                });
                        var fault = (Fault.CapFault) receiveFault(world, Fault.CAP_FAULT, 7);
                        assertEquals(NOWHERE + 1, fault.cptr());
                        assertEquals(false, fault.inReceivePhase());
                    });
        }

        @Test
        void shouldNotFaultInANonBlockingSend() {
            image.run(
                    world -> {
                        startHandled(
                                world,
                                sel4 -> {
                                    sel4.nbSend(NOWHERE, 0);
                                    log.add("went on");
                                });
                        assertEquals(List.of("went on"), log);
                    });
        }

        @Test
        void shouldFaultInTheReceivePhaseOfEveryReceiveEvenIfNonBlocking() {
            List<StackfulProgram> programs =
                    List.of(
                            sel4 -> sel4.recv(NOWHERE, 0),
                            sel4 -> sel4.nbRecv(NOWHERE, 0),
                            sel4 -> sel4.await(NOWHERE),
                            sel4 -> sel4.nbAwait(NOWHERE),
                            sel4 -> sel4.replyRecv(NOWHERE, 0, 0),
                            sel4 -> sel4.nbSendRecv(0, 0, NOWHERE, 0),
                            sel4 -> sel4.nbSendWait(0, 0, NOWHERE));
            for (StackfulProgram program : programs) {
                new TestImage()
                        .run(
                                world -> {
                                    startHandled(world, program);
                                    var fault =
                                            (Fault.CapFault)
                                                    receiveFault(world, Fault.CAP_FAULT, 7);
                                    assertEquals(NOWHERE, fault.cptr());
                                    assertEquals(true, fault.inReceivePhase());
                                });
            }
        }

        @Test
        void shouldSayMissingCapabilityWhenReceivingFromAnythingElse() {
            image.run(
                    world -> {
                        long empty = world.slot();
                        startHandled(world, sel4 -> sel4.await(empty));
                        var fault = (Fault.CapFault) receiveFault(world, Fault.CAP_FAULT, 5);
                        assertEquals(empty, fault.cptr());
                        assertEquals(new LookupFailure.MissingCapability(0), fault.failure());
                    });
        }

        @Test
        void shouldFaultWhenReceivingWithoutReadRight() {
            image.run(
                    world -> {
                        long writeOnly = world.copy(world.endpoint(), CapRights.WRITE.grant(true));
                        startHandled(world, sel4 -> sel4.await(writeOnly));
                        var fault = (Fault.CapFault) receiveFault(world, Fault.CAP_FAULT, 5);
                        assertEquals(writeOnly, fault.cptr());
                        assertEquals(true, fault.inReceivePhase());
                    });
        }

        @Test
        void shouldNameAReplyCapabilityThatIsNone() {
            image.run(
                    world -> {
                        long source = world.endpoint().cptr();
                        long noReply = world.endpoint().cptr();
                        startHandled(world, sel4 -> sel4.recv(source, noReply));
                        var fault = (Fault.CapFault) receiveFault(world, Fault.CAP_FAULT, 5);
                        assertEquals(noReply, fault.cptr());
                        assertEquals(true, fault.inReceivePhase());
                        assertEquals(new LookupFailure.MissingCapability(0), fault.failure());
                    });
        }

        @Test
        void shouldSayInvalidRootWithoutACSpace() {
            image.run(
                    world -> {
                        handler = world.endpoint();
                        reply = world.reply();
                        CNode own = world.sel4.cnode(world.make(ObjectType.CAP_TABLE, 4));
                        Tcb thread = world.thread("faulty", 50, sel4 -> sel4.send(5, 0));
                        thread.setSpace(world.badged(handler, 77), own, 0, world.vspace(), 0)
                                .orThrow();
                        // The thread's copy of its root goes with its original.
                        world.at(own).revoke().orThrow();
                        thread.resume().orThrow();
                        var fault = (Fault.CapFault) receiveFault(world, Fault.CAP_FAULT, 4);
                        assertEquals(new LookupFailure.InvalidRoot(), fault.failure());
                        assertEquals(5, fault.cptr());
                    });
        }

        @Test
        void shouldMakeTheCallAgainWhateverTheAnswer() {
            image.run(
                    world -> {
                        Endpoint target = world.endpoint();
                        long slot = world.slot();
                        startHandled(
                                world,
                                sel4 -> {
                                    sel4.ipc().mr(0, 5);
                                    sel4.await(slot);
                                    log.add("received " + sel4.ipc().senderBadge());
                                });
                        receiveFault(world, Fault.CAP_FAULT, 5);
                        // Not mended yet: it faults again, although the label is not zero.
                        answer(world, MessageInfo.of(9, 0));
                        receiveFault(world, Fault.CAP_FAULT, 5);
                        world.root.slot(slot).copy(world.at(target), CapRights.ALL).orThrow();
                        answer(world, MessageInfo.of(0, 0));
                        world.badged(target, 3).nbSend(0);
                        world.letOthersRun();
                        assertEquals(List.of("received 3"), log);
                    });
        }
    }

    @Nested
    class UserExceptions {
        @Test
        void shouldTellWhatKindOfThrowableEscaped() {
            numberOf(UserExceptionNumber.DIVIDE, new ArithmeticException("probe"));
            numberOf(UserExceptionNumber.BOUND, new ArrayIndexOutOfBoundsException("probe"));
            numberOf(UserExceptionNumber.STACK, new StackOverflowError("probe"));
            numberOf(UserExceptionNumber.PROTECTION, new NullPointerException("probe"));
            numberOf(UserExceptionNumber.UNDEFINED, new IllegalStateException("probe"));
            numberOf(UserExceptionNumber.UNDEFINED, new AssertionError("probe"));
        }

        private void numberOf(int expected, Throwable thrown) {
            TestImage machine = new TestImage();
            machine.run(
                    world -> {
                        StackfulProgram program =
                                _ -> FaultTest.<RuntimeException>sneakyThrow(thrown);
                        startHandled(world, program);
                        var fault = receiveFault(world, Fault.USER_EXCEPTION, 5);
                        long ip = world.sel4.entryPoint(program);
                        assertEquals(new Fault.UserException(ip, 0, 0, expected, 0), fault);
                        assertEquals(List.of(thrown), machine.takeThrown());
                    });
        }

        @Test
        void shouldBeginTheProgramAnewWhenTheAnswersLabelIsZero() {
            image.run(
                    world -> {
                        startHandled(world, this::throwTwice);
                        for (int i = 0; i < 2; i++) {
                            receiveFault(world, Fault.USER_EXCEPTION, 5);
                            answer(world, MessageInfo.of(0, 0));
                        }
                        assertEquals(List.of("run", "run", "run"), log);
                        assertEquals(2, image.takeThrown().size());
                        assertTrue(image.exited().contains("faulty"));
                    });
        }

        private void throwTwice(Sel4 sel4) {
            log.add("run");
            if (log.size() < 3) {
                throw new IllegalStateException("probe");
            }
        }

        @Test
        void shouldBeginAnotherProgramWhenTheAnswerSetsTheProgramCounter() {
            image.run(
                    world -> {
                        startHandled(
                                world,
                                _ -> {
                                    throw new IllegalStateException("probe");
                                });
                        receiveFault(world, Fault.USER_EXCEPTION, 5);
                        StackfulProgram other = _ -> log.add("other");
                        world.sel4.ipc().mr(0, world.sel4.entryPoint(other));
                        answer(world, MessageInfo.of(0, 1));
                        assertEquals(List.of("other"), log);
                        image.takeThrown();
                    });
        }

        @Test
        void shouldStopTheThreadWhenTheAnswersLabelIsNotZero() {
            image.run(
                    world -> {
                        Tcb thread = startHandled(world, this::throwTwice);
                        receiveFault(world, Fault.USER_EXCEPTION, 5);
                        answer(world, MessageInfo.of(1, 0));
                        assertEquals(List.of("run"), log);
                        thread.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("run", "run"), log);
                        image.takeThrown();
                    });
        }

        /** A program that executes an instruction that traps, and says when it is behind it. */
        private StackfulProgram trapping() {
            return sel4 -> {
                log.add("begins");
                sel4.userException(UserExceptionNumber.UNDEFINED, 7);
                log.add("behind it");
            };
        }

        /** The answer to the first fault of {@link #trapping}. */
        private void answerTrap(
                World world, StackfulProgram program, long label, long ip, int length) {
            startHandled(world, program);
            long at = world.sel4.entryPoint(program);
            assertEquals(
                    new Fault.UserException(at, 0, 0, UserExceptionNumber.UNDEFINED, 7),
                    receiveFault(world, Fault.USER_EXCEPTION, 5));
            world.sel4.ipc().mr(0, ip == 0 ? at + Fault.INSTRUCTION_BYTES : ip);
            answer(world, MessageInfo.of(label, length));
        }

        @Test
        void shouldGoOnBehindAnInstructionThatTrapped() {
            image.run(
                    world -> {
                        answerTrap(world, trapping(), 0, 0, 1);
                        assertEquals(List.of("begins", "behind it"), log);
                    });
        }

        @Test
        void shouldExecuteTheInstructionAgainWhenTheAnswerLeavesTheProgramCounter() {
            image.run(
                    world -> {
                        answerTrap(world, trapping(), 0, 0, 0);
                        receiveFault(world, Fault.USER_EXCEPTION, 5);
                        assertEquals(List.of("begins"), log);
                    });
        }

        @Test
        void shouldLeaveTheProgramInTheMiddleWhenTheAnswerSetsTheProgramCounter() {
            image.run(
                    world -> {
                        StackfulProgram other = _ -> log.add("other");
                        answerTrap(world, trapping(), 0, world.sel4.entryPoint(other), 1);
                        assertEquals(List.of("begins", "other"), log);
                    });
        }

        @Test
        void shouldStopInTheMiddleWhenTheAnswersLabelIsNotZero() {
            image.run(
                    world -> {
                        answerTrap(world, trapping(), 1, 0, 1);
                        assertEquals(List.of("begins"), log);
                    });
        }

        @Test
        void shouldHarmNobodyElse() {
            image.run(
                    world -> {
                        world.start(
                                "crashing",
                                60,
                                _ -> {
                                    throw new IllegalStateException("probe");
                                });
                        world.start("other", 50, _ -> log.add("other"));
                        world.letOthersRun();
                        assertEquals(List.of("other"), log);
                        assertEquals(1, image.unhandledFaults().size());
                        assertEquals("probe", image.takeThrown().getFirst().getMessage());
                    });
        }
    }

    @Nested
    class MemoryFaults {
        private static final long ADDRESS = 0x2000_0000L;

        @Test
        void shouldTellAddressAndKindOfAccess() {
            image.run(
                    world -> {
                        StackfulProgram program =
                                sel4 -> log.add("read " + sel4.memory().getLong(ADDRESS + 8));
                        startHandled(world, program);
                        long ip = world.sel4.entryPoint(program);
                        assertEquals(
                                new Fault.VmFault(ip, ADDRESS + 8, false, 4),
                                receiveFault(world, Fault.VM_FAULT, 4));
                    });
            new TestImage()
                    .run(
                            world -> {
                                StackfulProgram program = sel4 -> sel4.memory().putLong(ADDRESS, 1);
                                startHandled(world, program);
                                long ip = world.sel4.entryPoint(program);
                                assertEquals(
                                        new Fault.VmFault(ip, ADDRESS, false, 6),
                                        receiveFault(world, Fault.VM_FAULT, 4));
                            });
        }

        @Test
        void shouldRepeatTheAccessWhenAnswered() {
            image.run(
                    world -> {
                        startHandled(
                                world,
                                sel4 -> {
                                    sel4.memory().putLong(ADDRESS, 4711);
                                    log.add("wrote");
                                });
                        receiveFault(world, Fault.VM_FAULT, 4);
                        answer(world, MessageInfo.of(1, 0));
                        receiveFault(world, Fault.VM_FAULT, 4);
                        Frame frame = world.frame();
                        world.mapTables(ADDRESS);
                        frame.map(world.vspace(), ADDRESS, CapRights.READ_WRITE).orThrow();
                        answer(world, 0);
                        assertEquals(List.of("wrote"), log);
                        assertEquals(4711, world.sel4.memory().getLong(ADDRESS));
                    });
        }

        @Test
        void shouldFaultOnAWriteToAReadOnlyFrame() {
            image.run(
                    world -> {
                        Frame frame = world.frame();
                        world.mapTables(ADDRESS);
                        frame.map(world.vspace(), ADDRESS, CapRights.READ).orThrow();
                        startHandled(
                                world,
                                sel4 -> {
                                    log.add("read " + sel4.memory().getLong(ADDRESS));
                                    sel4.memory().putLong(ADDRESS, 1);
                                });
                        assertEquals(List.of("read 0"), log);
                        var fault = (Fault.VmFault) receiveFault(world, Fault.VM_FAULT, 4);
                        assertEquals(6, fault.status());
                    });
        }

        @Test
        void shouldFaultAtAProgramCounterWhereNothingBegins() {
            image.run(
                    world -> {
                        Tcb thread = startHandled(world, _ -> {});
                        thread.writeRegisters(true, new UserContext(0x1234, 0)).orThrow();
                        var fault = (Fault.VmFault) receiveFault(world, Fault.VM_FAULT, 4);
                        assertEquals(0x1234, fault.address());
                        assertEquals(true, fault.instructionFetch());
                    });
        }

        @Test
        void shouldFaultOnAWindowOntoUnmappedMemory() {
            image.run(
                    world -> {
                        Frame frame = world.frame();
                        world.mapTables(ADDRESS);
                        frame.map(world.vspace(), ADDRESS, CapRights.READ).orThrow();
                        startHandled(world, sel4 -> sel4.memory().window(ADDRESS, 4097));
                        var fault = (Fault.VmFault) receiveFault(world, Fault.VM_FAULT, 4);
                        assertEquals(ADDRESS + 4096, fault.address());
                    });
        }
    }

    @Nested
    class Handlers {
        @Test
        void shouldStopAThreadWithoutHandlerAndTellTheObserver() {
            image.run(
                    world -> {
                        Tcb thread =
                                world.start(
                                        "faulty",
                                        50,
                                        sel4 -> {
                                            log.add("run");
                                            sel4.await(NOWHERE);
                                            log.add("went on");
                                        });
                        world.letOthersRun();
                        assertEquals(1, image.unhandledFaults().size());
                        assertTrue(
                                image.unhandledFaults().getFirst().startsWith("faulty: "),
                                image.unhandledFaults()::toString);
                        thread.resume().orThrow();
                        world.letOthersRun();
                        // The call was made again, and faulted again.
                        assertEquals(2, image.unhandledFaults().size());
                        assertEquals(List.of("run"), log);
                    });
        }

        @Test
        void shouldBlockUntilTheHandlerReceives() {
            image.run(
                    world -> {
                        startHandled(world, sel4 -> sel4.await(NOWHERE));
                        // Queued at the endpoint as a sender would be.
                        handler.nbRecv(reply);
                        assertEquals(77, world.sel4.ipc().senderBadge());
                    });
        }

        @Test
        void shouldLendItsTimeToAPassiveHandler() {
            image.run(
                    world -> {
                        Endpoint faults = world.endpoint();
                        Reply held = world.reply();
                        world.startPassive(
                                "handler",
                                60,
                                sel4 -> {
                                    long info = sel4.recv(faults.cptr(), held.cptr());
                                    while (true) {
                                        log.add("fault " + MessageInfo.label(info));
                                        info = sel4.replyRecv(faults.cptr(), 0, held.cptr());
                                    }
                                });
                        Tcb thread =
                                world.thread(
                                        "faulty",
                                        50,
                                        _ -> {
                                            if (log.size() < 2) {
                                                throw new IllegalStateException("probe");
                                            }
                                            log.add("done");
                                        });
                        thread.setSpace(faults, world.root, 0, world.vspace(), 0).orThrow();
                        thread.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("fault 3", "fault 3", "done"), log);
                        image.takeThrown();
                    });
        }

        @Test
        void shouldLoseTheFaultWhenSuspendedAndResumed() {
            image.run(
                    world -> {
                        Tcb thread =
                                startHandled(
                                        world,
                                        sel4 -> {
                                            sel4.send(NOWHERE, 0);
                                            log.add("never");
                                        });
                        receiveFault(world, Fault.CAP_FAULT, 7);
                        thread.suspend().orThrow();
                        answer(world, 0);
                        // The reply held nobody; resumed, the thread faults anew.
                        handler.nbRecv(reply);
                        assertEquals(0, world.sel4.ipc().senderBadge());
                        thread.resume().orThrow();
                        world.letOthersRun();
                        receiveFault(world, Fault.CAP_FAULT, 7);
                        assertEquals(List.of(), log);
                    });
        }

        @Test
        void shouldStopAFaultingThreadWhoseHandlersEndpointIsDeleted() {
            image.run(
                    world -> {
                        Tcb thread = startHandled(world, sel4 -> sel4.await(NOWHERE));
                        world.at(handler).revoke().orThrow();
                        world.at(handler).delete().orThrow();
                        world.letOthersRun();
                        // It is inactive, and has no handler any more.
                        assertEquals(List.of(), image.unhandledFaults());
                        thread.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(1, image.unhandledFaults().size());
                    });
        }

        @Test
        void shouldKeepAFaultOfAServerFromItsCaller() {
            image.run(
                    world -> {
                        Endpoint service = world.endpoint();
                        Reply held = world.reply();
                        handler = world.endpoint();
                        reply = world.reply();
                        SchedContext time = world.schedContext();
                        Tcb server =
                                world.startPassive(
                                        "server",
                                        60,
                                        sel4 -> {
                                            sel4.recv(service.cptr(), held.cptr());
                                            log.add("served");
                                            throw new IllegalStateException("probe");
                                        });
                        server.setSpace(world.badged(handler, 77), world.root, 0, world.vspace(), 0)
                                .orThrow();
                        Tcb client =
                                world.passiveThread(
                                        "client",
                                        50,
                                        sel4 ->
                                                log.add(
                                                        "answer "
                                                                + MessageInfo.label(
                                                                        sel4.call(
                                                                                service.cptr(),
                                                                                0))));
                        time.bind(client).orThrow();
                        client.resume().orThrow();
                        world.letOthersRun();
                        receiveFault(world, Fault.USER_EXCEPTION, 5);
                        image.takeThrown();
                        assertEquals(List.of("served"), log);
                        // The handler answers in the server's place.
                        held.send(MessageInfo.of(500, 0));
                        world.letOthersRun();
                        assertEquals(List.of("served", "answer 500"), log);
                    });
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneakyThrow(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
