package io.atoll.kernel.invocation;

import io.atoll.kernel.Core;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.capability.SchedContextCapability;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;

/** Scheduling control: filling scheduling contexts ({@code sel4-api} 2.10). */
final class SchedControlInvocation {
    /** Twice the kernel's assumed worst-case execution time, microseconds. */
    private static final long MIN_BUDGET_MICROS = 20;

    /** An hour, as the verified MCS configurations have it. */
    private static final long MAX_PERIOD_MICROS = 3_600_000_000L;

    private static final long NANOS_PER_MICRO = 1_000;

    private SchedControlInvocation() {}

    static Sel4Error decode(Invocation call, int coreIndex) {
        if (call.label() != InvocationLabel.SCHED_CONTROL_CONFIGURE_FLAGS) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        if (call.isShorterThan(5, 1)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        long budgetMicros = call.arg(0);
        long periodMicros = call.arg(1);
        long extraRefills = call.arg(2);
        if (!isInRange(budgetMicros) || !isInRange(periodMicros)) {
            return call.rangeError(MIN_BUDGET_MICROS, MAX_PERIOD_MICROS);
        }
        if (budgetMicros > periodMicros) {
            return call.rangeError(MIN_BUDGET_MICROS, periodMicros);
        }
        if (!(call.extraCapability(0) instanceof SchedContextCapability cap)) {
            return call.invalidCapability(1);
        }
        int maxExtraRefills = SchedContext.maxExtraRefills(cap.schedContext.sizeBits);
        if (Long.compareUnsigned(extraRefills, maxExtraRefills) > 0) {
            return call.rangeError(0, maxExtraRefills);
        }
        perform(call, cap.schedContext, coreIndex);
        return Sel4Error.NO_ERROR;
    }

    private static boolean isInRange(long micros) {
        return micros >= MIN_BUDGET_MICROS && micros <= MAX_PERIOD_MICROS;
    }

    private static void perform(Invocation call, SchedContextObject schedContext, int coreIndex) {
        Core core = call.core;
        ThreadObject thread = schedContext.thread;
        if (thread != null) {
            core.scheduler.dequeue(thread);
        }
        schedContext.budgetTicks = call.arg(0) * NANOS_PER_MICRO;
        schedContext.periodTicks = call.arg(1) * NANOS_PER_MICRO;
        schedContext.badge = call.arg(3);
        schedContext.coreIndex = coreIndex;
        core.scheduler.restartSlice(schedContext);
        if (thread == null) {
            return;
        }
        if (thread == core.current) {
            core.scheduler.rescheduleRequired();
        } else if (thread.isSchedulable()) {
            core.scheduler.enqueue(thread);
            core.scheduler.rescheduleRequired();
        }
    }
}
