package io.atoll.coordinator.system;

/** Budgets, and who may call whom by priority. */
final class SchedulingChecks {
    private final CheckContext context;

    private SchedulingChecks(CheckContext context) {
        this.context = context;
    }

    static void check(CheckContext context) {
        SchedulingChecks checks = new SchedulingChecks(context);
        context.domains().forEach(checks::checkBudget);
        context.description().channels().forEach(checks::checkCalls);
    }

    private void checkBudget(ProtectionDomain domain) {
        if (!context.isSound(domain.position(), "budget", "period")) {
            return;
        }
        long budget = domain.budgetMicros();
        if (budget < 1 || budget > domain.periodMicros()) {
            context.report(
                    Rule.E_BUDGET,
                    domain.position(),
                    CheckContext.DOMAIN_TAG,
                    "budget of '"
                            + domain.name()
                            + "' is "
                            + budget
                            + " us, but must be at least 1 us and at most its period, "
                            + domain.periodMicros()
                            + " us");
        }
    }

    private void checkCalls(Channel channel) {
        if (channel.first().pp() && channel.second().pp()) {
            context.report(
                    Rule.E_PPC_BOTH,
                    channel.position(),
                    "channel",
                    "both ends have pp=\"true\", '"
                            + channel.first().pd()
                            + "' and '"
                            + channel.second().pd()
                            + "', but only one may call the other");
            return;
        }
        for (End end : channel.ends()) {
            if (end.pp()) {
                checkCall(channel, end, channel.opposite(end));
            }
        }
    }

    private void checkCall(Channel channel, End callingEnd, End calledEnd) {
        ProtectionDomain caller = context.domainsByName().get(callingEnd.pd());
        ProtectionDomain called = context.domainsByName().get(calledEnd.pd());
        if (caller == null
                || called == null
                || !context.isSound(caller.position(), "priority")
                || !context.isSound(called.position(), "priority")
                || caller.priority() < called.priority()) {
            return;
        }
        context.report(
                Rule.E_PPC_PRIO,
                channel.position(),
                "channel",
                "priority must be strictly lower to call: '"
                        + caller.name()
                        + "' ("
                        + caller.priority()
                        + ") -> '"
                        + called.name()
                        + "' ("
                        + called.priority()
                        + "), channel "
                        + callingEnd.id());
        context.note(Rule.E_PPC_PRIO, channel.position(), advice(caller, called));
    }

    private static String advice(ProtectionDomain caller, ProtectionDomain called) {
        return caller.priority() < Limits.HIGHEST_PRIORITY
                ? "raise '"
                        + called.name()
                        + "' above "
                        + caller.priority()
                        + " or drop pp=\"true\""
                : "lower '" + caller.name() + "' or drop pp=\"true\"";
    }
}
