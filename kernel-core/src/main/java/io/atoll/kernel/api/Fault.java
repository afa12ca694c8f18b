package io.atoll.kernel.api;

/**
 * A fault message as its handler reads it; seL4: {@code seL4_Fault}. The label of the message is
 * the number of the fault. Faults that this kernel does not raise have no record.
 */
public sealed interface Fault {
    int NULL_FAULT = 0;
    int CAP_FAULT = 1;
    int UNKNOWN_SYSCALL = 2;
    int USER_EXCEPTION = 3;
    int TIMEOUT = 5;
    int VM_FAULT = 6;

    /** Length of an instruction that traps: so far is it to the next one. */
    int INSTRUCTION_BYTES = 2;

    /** An ordinary message, no fault. */
    record NullFault() implements Fault {}

    /** A system call named a capability that does not exist. Any reply makes the call again. */
    record CapFault(long ip, long cptr, boolean inReceivePhase, LookupFailure failure)
            implements Fault {}

    /**
     * A trap with a number that is no system call of this configuration. The general registers come
     * first; a reply writes them. A reply with label 0 goes on, behind the call if its word {@link
     * #IP} is the fault's plus {@link #INSTRUCTION_BYTES}; any other label stops the thread.
     */
    record UnknownSyscall(long ip, long sp, long number) implements Fault {
        /** Word of the instruction pointer. */
        public static final int IP = 15;

        /** Word of the stack pointer. */
        public static final int SP = 16;

        /** Word of the flags. */
        public static final int FLAGS = 17;

        /** Word of the number. */
        public static final int NUMBER = 18;

        /** Words of the message (x86-64). */
        public static final int LENGTH = 19;
    }

    /**
     * The program threw, or executed an instruction that traps ({@link Sel4#userException}). A
     * reply with label 0 begins a program that threw anew, and one that trapped executes the
     * instruction again, or goes on behind it; with any other label the thread stops.
     *
     * @param number see {@link UserExceptionNumber}
     */
    record UserException(long ip, long sp, long flags, long number, long code) implements Fault {
        /** Word of the instruction pointer. */
        public static final int IP = 0;

        /** Word of the stack pointer; the flags come next. */
        public static final int SP = 1;
    }

    /** The program touched an address that is not mapped. Any reply repeats the access. */
    record VmFault(long ip, long address, boolean instructionFetch, long status) implements Fault {}

    /**
     * The budget was used up. A reply with label 0 lets the thread go on when it has time again,
     * any other stops it; message words are registers to be set, the program counter first.
     *
     * @param data badge of the scheduling context
     * @param consumedMicros time used since it was last asked for
     */
    record Timeout(long data, long consumedMicros) implements Fault {}

    /** A fault that is none of the above. */
    record Other(long label) implements Fault {}

    /** Reads the fault in a received message; seL4: {@code seL4_getFault}. */
    static Fault from(IpcBuffer ipc, long info) {
        return switch ((int) MessageInfo.label(info)) {
            case NULL_FAULT -> new NullFault();
            case CAP_FAULT ->
                    new CapFault(ipc.mr(0), ipc.mr(1), ipc.mr(2) != 0, LookupFailure.from(ipc, 3));
            case UNKNOWN_SYSCALL ->
                    new UnknownSyscall(
                            ipc.mr(UnknownSyscall.IP),
                            ipc.mr(UnknownSyscall.SP),
                            ipc.mr(UnknownSyscall.NUMBER));
            case USER_EXCEPTION ->
                    new UserException(ipc.mr(0), ipc.mr(1), ipc.mr(2), ipc.mr(3), ipc.mr(4));
            case TIMEOUT -> new Timeout(ipc.mr(0), MessageInfo.length(info) > 1 ? ipc.mr(1) : 0);
            case VM_FAULT -> new VmFault(ipc.mr(0), ipc.mr(1), ipc.mr(2) != 0, ipc.mr(3));
            default -> new Other(MessageInfo.label(info));
        };
    }
}
