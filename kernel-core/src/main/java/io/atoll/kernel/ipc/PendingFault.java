package io.atoll.kernel.ipc;

import io.atoll.kernel.api.Fault;
import io.atoll.kernel.capability.LookupResult;
import io.atoll.kernel.object.Registers;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A fault as it will be sent to its handler; layouts in {@code sel4-api} 8. The instruction pointer
 * is the thread's entry point: Java code has no other address to offer.
 *
 * @param label the fault's number, one of the constants of {@link Fault}
 * @param words the message
 */
public record PendingFault(int label, long... words) {

    /** A system call named a capability that is not there. */
    public static PendingFault capability(
            long ip, long cptr, boolean inReceivePhase, LookupResult lookup) {
        long[] failure = lookup.words();
        long[] words = new long[3 + failure.length];
        words[0] = ip;
        words[1] = cptr;
        words[2] = inReceivePhase ? 1 : 0;
        System.arraycopy(failure, 0, words, 3, failure.length);
        return new PendingFault(Fault.CAP_FAULT, words);
    }

    /** A trap with a number that is no system call. */
    public static PendingFault unknownSystemCall(
            long ip, long sp, Registers registers, long number) {
        long[] words = new long[Fault.UnknownSyscall.LENGTH];
        for (int i = 0; i < Fault.UnknownSyscall.IP; i++) {
            words[i] = registers.get(Registers.GENERAL + i);
        }
        words[Fault.UnknownSyscall.FLAGS] = registers.get(Registers.FIRST);
        words[Fault.UnknownSyscall.IP] = ip;
        words[Fault.UnknownSyscall.SP] = sp;
        words[Fault.UnknownSyscall.NUMBER] = number;
        return new PendingFault(Fault.UNKNOWN_SYSCALL, words);
    }

    /** The program threw, or executed an instruction that traps. */
    public static PendingFault userException(long ip, long sp, int number, int code) {
        return new PendingFault(Fault.USER_EXCEPTION, ip, sp, 0, number, code);
    }

    /**
     * The budget of a scheduling context was used up. How much has been used is added when the
     * message is delivered.
     *
     * @param badge of the scheduling context
     */
    public static PendingFault timeout(long badge) {
        return new PendingFault(Fault.TIMEOUT, badge);
    }

    /**
     * An access to memory that is not mapped.
     *
     * @param write the access was a store
     */
    public static PendingFault memory(long ip, long address, boolean write) {
        return new PendingFault(Fault.VM_FAULT, ip, address, 0, write ? 6 : 4);
    }

    /** As its handler would read it: a record would show where on the heap the words are. */
    @Override
    public String toString() {
        return Arrays.stream(words)
                .mapToObj("0x%x"::formatted)
                .collect(Collectors.joining(" ", kind() + " (", ")"));
    }

    private String kind() {
        return switch (label) {
            case Fault.CAP_FAULT -> "capability fault";
            case Fault.UNKNOWN_SYSCALL -> "unknown system call";
            case Fault.USER_EXCEPTION -> "user exception";
            case Fault.TIMEOUT -> "timeout";
            case Fault.VM_FAULT -> "memory fault";
            default -> "fault " + label;
        };
    }
}
