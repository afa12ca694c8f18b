package io.atoll.kernel.check;

import static io.atoll.kernel.check.InvariantChecker.require;

import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.scheduling.Refills;

/** The refills of a scheduling context: ordered, apart, together the budget, the first not tiny. */
final class RefillInvariants {
    private RefillInvariants() {}

    static void check(SchedContextObject schedContext) {
        Refills refills = schedContext.refills;
        require(
                refills.isActive() == schedContext.isConfigured(),
                "%s is %s, but has %s refills",
                schedContext,
                schedContext.isConfigured() ? "configured" : "not configured",
                refills.size());
        require(
                !schedContext.sporadic || schedContext.isConfigured(),
                "%s is sporadic, but not configured",
                schedContext);
        if (!refills.isActive()) {
            return;
        }
        require(
                refills.size() <= refills.capacity(),
                "%s has %s refills, but room for %s",
                schedContext,
                refills.size(),
                refills.capacity());
        require(
                refills.sum() == refills.budgetTicks(),
                "the refills of %s are %s together, but its budget is %s",
                schedContext,
                refills.sum(),
                refills.budgetTicks());
        require(
                refills.headAmount() >= Refills.MIN_BUDGET_TICKS,
                "the first refill of %s is too small to run on: %s",
                schedContext,
                refills);
        if (refills.isRoundRobin()) {
            require(
                    refills.size() == Refills.MIN_REFILLS,
                    "%s is round robin, but has %s refills",
                    schedContext,
                    refills.size());
        } else {
            checkOrder(schedContext, refills);
        }
    }

    private static void checkOrder(SchedContextObject schedContext, Refills refills) {
        for (int i = 1; i < refills.size(); i++) {
            require(
                    refills.amount(i) > 0,
                    "refill %s of %s is empty: %s",
                    i,
                    schedContext,
                    refills);
            require(
                    refills.time(i - 1) + refills.amount(i - 1) <= refills.time(i),
                    "refill %s of %s begins before the one in front of it ends: %s",
                    i,
                    schedContext,
                    refills);
        }
    }
}
