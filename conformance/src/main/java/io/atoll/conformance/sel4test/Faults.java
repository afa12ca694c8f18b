package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.Fault;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.UserContext;
import io.atoll.kernel.api.UserExceptionNumber;
import io.atoll.kernel.api.cap.Tcb;

/** Faults of programs, delivered to a handler thread and answered by it. */
final class Faults {
    /** Mapped in no address space. */
    private static final long BAD_ADDRESS = 0x7edc_ba98_7650L;

    private static final long BAD_CALL = 0xc1;
    private static final long BAD = 0xbad;
    private static final int VM_FAULT_WORDS = 4;
    private static final int USER_EXCEPTION_WORDS = 5;

    /** x86-64: RDI, the first argument, in messages of unknown system calls. */
    private static final int ARGUMENT_WORD = 5;

    /** The same among all registers. */
    private static final int ARGUMENT_REGISTER = 8;

    /** x86 page-fault error code: the access was a store. */
    private static final long STORE_FLAG = 2;

    private Faults() {}

    static Group addTo(Group group) {
        addTo(group, "PAGEFAULT000", "", false);
        addTo(group, "PAGEFAULT100", " in another process", true);
        return group;
    }

    private static void addTo(Group group, String prefix, String where, boolean isProcess) {
        group.test(prefix + 1, "read fault" + where, env -> readFault(env, isProcess))
                .test(prefix + 2, "write fault" + where, env -> writeFault(env, isProcess))
                .test(prefix + 3, "execute fault" + where, env -> executeFault(env, isProcess))
                .test(
                        prefix + 4,
                        "unknown system call" + where,
                        env -> unknownSystemCall(env, isProcess))
                .test(
                        prefix + 5,
                        "undefined instruction" + where,
                        env -> undefinedInstruction(env, isProcess));
    }

    private static void readFault(Environment env, boolean isProcess) {
        HelperBody reading = sel4 -> sel4.memory().getLong(BAD_ADDRESS);
        FaultCase.all(env, reading, (s, i, t, c) -> vmFault(s, i, t, c, false), isProcess, false);
    }

    private static void writeFault(Environment env, boolean isProcess) {
        HelperBody writing =
                sel4 -> {
                    sel4.memory().putLong(BAD_ADDRESS, BAD);
                    return BAD;
                };
        FaultCase.all(env, writing, (s, i, t, c) -> vmFault(s, i, t, c, true), isProcess, false);
    }

    /** The handler lets the faulter go on behind the access, by its registers. */
    private static int vmFault(
            Sel4 sel4, long info, Tcb faulter, UserContext goOn, boolean isStore) {
        checkMessage(info, Fault.VM_FAULT, VM_FAULT_WORDS);
        long ip = sel4.ipc().mr(0);
        Check.equal(BAD_ADDRESS, sel4.ipc().mr(1), "address of the fault");
        Check.equal(0, sel4.ipc().mr(2), "whether an instruction was fetched");
        Check.equal(isStore, (sel4.ipc().mr(3) & STORE_FLAG) != 0, "whether it was a store");
        checkProgramCounter(sel4, faulter, ip);
        faulter.writeRegisters(false, goOn).orThrow();
        return 0;
    }

    /** A program counter at which there is no program: fetching from there is the fault. */
    private static void executeFault(Environment env, boolean isProcess) {
        FaultCase.Handler handler =
                (sel4, info, faulter, goOn) -> {
                    checkMessage(info, Fault.VM_FAULT, VM_FAULT_WORDS);
                    Check.equal(BAD_ADDRESS, sel4.ipc().mr(0), "instruction pointer");
                    Check.equal(BAD_ADDRESS, sel4.ipc().mr(1), "address of the fault");
                    Check.equal(1, sel4.ipc().mr(2), "whether an instruction was fetched");
                    checkProgramCounter(sel4, faulter, BAD_ADDRESS);
                    faulter.writeRegisters(false, goOn).orThrow();
                    return 0;
                };
        FaultCase.allAt(env, new UserContext(BAD_ADDRESS, 0), handler, isProcess);
    }

    /** The handler lets the faulter go on behind the call, with another argument register. */
    private static void unknownSystemCall(Environment env, boolean isProcess) {
        HelperBody calling =
                sel4 -> {
                    sel4.unknownSystemCall(BAD_CALL);
                    return FaultCase.GOOD;
                };
        FaultCase.all(env, calling, new UnknownSystemCall(), isProcess, true);
    }

    /** What a Java program throws and does not catch is the trap that ends it. */
    private static void undefinedInstruction(Environment env, boolean isProcess) {
        HelperBody throwing =
                _ -> {
                    throw new UnsupportedOperationException("an instruction that is undefined");
                };
        FaultCase.Handler handler =
                (sel4, info, faulter, goOn) -> {
                    checkMessage(info, Fault.USER_EXCEPTION, USER_EXCEPTION_WORDS);
                    Check.equal(
                            UserExceptionNumber.UNDEFINED, sel4.ipc().mr(3), "number of the trap");
                    long ip = sel4.ipc().mr(0);
                    checkProgramCounter(sel4, faulter, ip);
                    sel4.ipc().mr(0, goOn.programCounter());
                    return 1;
                };
        FaultCase.all(env, throwing, handler, isProcess, true);
    }

    private static void checkMessage(long info, int label, int length) {
        Check.equal(label, MessageInfo.label(info), "label of the fault");
        Check.equal(length, MessageInfo.length(info), "length of the fault");
        Check.equal(0, MessageInfo.extraCaps(info), "capabilities with the fault");
    }

    private static void checkProgramCounter(Sel4 sel4, Tcb faulter, long expected) {
        faulter.readRegisters(false, 1).orThrow();
        Check.equal(expected, sel4.ipc().mr(0), "the faulter's program counter");
    }

    private static final class UnknownSystemCall implements FaultCase.Handler {
        @Override
        public int handle(Sel4 sel4, long info, Tcb faulter, UserContext goOn) {
            checkMessage(info, Fault.UNKNOWN_SYSCALL, Fault.UnknownSyscall.LENGTH);
            long[] words = new long[Fault.UnknownSyscall.LENGTH];
            for (int i = 0; i < words.length; i++) {
                words[i] = sel4.ipc().mr(i);
            }
            Check.equal(BAD_CALL, words[Fault.UnknownSyscall.NUMBER], "number of the system call");
            checkProgramCounter(sel4, faulter, words[Fault.UnknownSyscall.IP]);
            words[Fault.UnknownSyscall.IP] += Fault.INSTRUCTION_BYTES;
            words[ARGUMENT_WORD] = FaultCase.GOOD;
            for (int i = 0; i < words.length; i++) {
                sel4.ipc().mr(i, words[i]);
            }
            return words.length;
        }

        @Override
        public void checkRestarted(Environment env, Tcb faulter) {
            faulter.readRegisters(false, ARGUMENT_REGISTER + 1).orThrow();
            Check.equal(
                    FaultCase.GOOD, env.sel4.ipc().mr(ARGUMENT_REGISTER), "the argument register");
        }
    }
}
