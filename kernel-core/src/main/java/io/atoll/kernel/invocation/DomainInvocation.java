package io.atoll.kernel.invocation;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.capability.ThreadCapability;
import io.atoll.kernel.scheduling.DomainSchedule;

/** Domains: who is in which, and when which has its turn ({@code sel4-api} 2.11). */
final class DomainInvocation {
    private DomainInvocation() {}

    static Sel4Error decode(Invocation call) {
        DomainSchedule schedule = call.core.image.domains();
        return switch (call.label()) {
            case InvocationLabel.DOMAIN_SET_SET -> set(call, schedule);
            case InvocationLabel.DOMAIN_SCHEDULE_CONFIGURE -> configure(call, schedule);
            case InvocationLabel.DOMAIN_SCHEDULE_SET_START -> setStart(call, schedule);
            default -> Sel4Error.ILLEGAL_OPERATION;
        };
    }

    private static Sel4Error set(Invocation call, DomainSchedule schedule) {
        if (call.isShorterThan(1, 0)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        if (!isBelow(call.arg(0), schedule.domains())) {
            return call.invalidArgument(0);
        }
        if (call.isShorterThan(1, 1)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        if (!(call.extraCapability(0) instanceof ThreadCapability cap)) {
            return call.invalidArgument(1);
        }
        call.core.scheduler.setDomain(cap.thread, (int) call.arg(0));
        return Sel4Error.NO_ERROR;
    }

    private static Sel4Error configure(Invocation call, DomainSchedule schedule) {
        if (call.isShorterThan(3, 0)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        long index = call.arg(0);
        long domain = call.arg(1);
        long durationTicks = call.arg(2);
        // The last entry is an end marker for ever.
        if (!isBelow(index, schedule.length() - 1)) {
            return call.rangeError(0, schedule.length() - 2);
        }
        if (!isBelow(domain, schedule.domains())) {
            return call.rangeError(0, schedule.domains() - 1);
        }
        if (Long.compareUnsigned(durationTicks, DomainSchedule.MAX_DURATION_TICKS) > 0) {
            return call.invalidArgument(2);
        }
        if (durationTicks == 0 && domain != 0) {
            return call.invalidArgument(1);
        }
        if (durationTicks == 0 && index == schedule.start()) {
            return call.invalidArgument(2);
        }
        schedule.configure((int) index, (int) domain, durationTicks);
        return Sel4Error.NO_ERROR;
    }

    private static Sel4Error setStart(Invocation call, DomainSchedule schedule) {
        if (call.isShorterThan(1, 0)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        long index = call.arg(0);
        if (!isBelow(index, schedule.length())) {
            return call.rangeError(0, schedule.length() - 1);
        }
        if (schedule.isEndMarker((int) index)) {
            return call.invalidArgument(0);
        }
        call.core.scheduler.startDomainSchedule((int) index);
        return Sel4Error.NO_ERROR;
    }

    private static boolean isBelow(long value, int limit) {
        return value >= 0 && value < limit;
    }
}
