package io.atoll.kernel.invocation;

import io.atoll.kernel.Core;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.SchedControl;
import io.atoll.kernel.capability.SchedContextCapability;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.scheduling.Budgets;
import io.atoll.kernel.scheduling.OtherCores;
import io.atoll.kernel.scheduling.SchedContexts;
import io.atoll.kernel.scheduling.Scheduler;

/** Scheduling control: filling scheduling contexts ({@code sel4-api} 2.10). */
final class SchedControlInvocation {
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
            return call.rangeError(SchedControl.MIN_BUDGET_MICROS, SchedControl.MAX_PERIOD_MICROS);
        }
        if (budgetMicros > periodMicros) {
            return call.rangeError(SchedControl.MIN_BUDGET_MICROS, periodMicros);
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
        return micros >= SchedControl.MIN_BUDGET_MICROS && micros <= SchedControl.MAX_PERIOD_MICROS;
    }

    /** seL4: {@code invokeSchedControl_ConfigureFlags}. */
    private static void perform(Invocation call, SchedContextObject schedContext, int coreIndex) {
        Core core = call.core;
        Scheduler scheduler = core.scheduler;
        ThreadObject thread = schedContext.thread;
        if (thread != null) {
            OtherCores.interfere(core, thread);
            scheduler.cancelRelease(thread);
            scheduler.dequeue(thread);
        }
        Budgets.configure(
                core,
                schedContext,
                call.arg(0) * SchedContexts.TICKS_PER_MICRO,
                call.arg(1) * SchedContexts.TICKS_PER_MICRO,
                (int) call.arg(2),
                schedContext.coreIndex != coreIndex);
        Budgets.moveTo(core, schedContext, coreIndex);
        schedContext.badge = call.arg(3);
        schedContext.sporadic = (call.arg(4) & SchedControl.SPORADIC) != 0;
        if (thread == null) {
            return;
        }
        Budgets.resume(core, schedContext);
        if (thread == core.current) {
            scheduler.rescheduleRequired();
        } else if (thread.isRunnable()) {
            scheduler.possibleSwitchTo(thread);
        }
    }
}
