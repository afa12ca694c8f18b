package io.atoll.coordinator;

import io.atoll.kernel.api.Fault;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.UserExceptionNumber;

import java.util.Optional;

/**
 * The fault handler of protection domains that have no parent, with the words of Microkit's
 * monitor: says what happened, and leaves the domain stopped. Whoever has a channel with it learns
 * that nothing more will come, whoever calls it from another cluster is answered with a failure;
 * nobody else notices. Used by one coordinator only.
 */
public final class FaultMonitor {
    private static final String FAULTING = "MON|ERROR: faulting PD: ";

    private final Sel4 sel4;
    private final ChannelService channels;
    private final CrossClusterChannels crossing;

    FaultMonitor(Sel4 sel4, ChannelService channels, CrossClusterChannels crossing) {
        this.sel4 = sel4;
        this.channels = channels;
        this.crossing = crossing;
    }

    /** A domain faulted; the message registers say how. It is not answered, so it stays stopped. */
    void faulted(Domain domain, long info) {
        sel4.debugPutString(FAULTING + domain.name() + "\n");
        say(describe(Fault.from(sel4.ipc(), info)));
        channels.closeAll(domain);
        crossing.serverFailed(domain);
    }

    /** The name of the domain, if a line on the console is a coordinator's report of its fault. */
    public static Optional<String> domainIn(String line) {
        return line.startsWith(FAULTING)
                ? Optional.of(line.substring(FAULTING.length()))
                : Optional.empty();
    }

    private void say(String line) {
        sel4.debugPutString("MON|ERROR: " + line + "\n");
    }

    private static String describe(Fault fault) {
        return switch (fault) {
            case Fault.UserException e ->
                    "UserException: %s (number %d, code 0x%x) at ip 0x%x"
                            .formatted(trap(e.number()), e.number(), e.code(), e.ip());
            case Fault.CapFault f ->
                    "CapFault: cptr 0x%x, in %s phase, %s, at ip 0x%x"
                            .formatted(
                                    f.cptr(),
                                    f.inReceivePhase() ? "receive" : "send",
                                    f.failure(),
                                    f.ip());
            case Fault.VmFault f ->
                    "VMFault: %s address 0x%x, fault status 0x%x, at ip 0x%x"
                            .formatted(
                                    f.instructionFetch() ? "instruction" : "data",
                                    f.address(),
                                    f.status(),
                                    f.ip());
            case Fault.Timeout timeout ->
                    "Timeout: scheduling context 0x%x, %d us used"
                            .formatted(timeout.data(), timeout.consumedMicros());
            case Fault.UnknownSyscall f ->
                    "UnknownSyscall: number %d, at ip 0x%x".formatted(f.number(), f.ip());
            case Fault.NullFault _ -> "a message that is no fault";
            case Fault.Other other -> "fault " + other.label();
        };
    }

    private static String trap(long number) {
        return switch ((int) number) {
            case UserExceptionNumber.DIVIDE -> "divide error";
            case UserExceptionNumber.BOUND -> "index out of bounds";
            case UserExceptionNumber.STACK -> "stack overflow";
            case UserExceptionNumber.PROTECTION -> "null pointer";
            default -> "uncaught exception";
        };
    }
}
