package io.atoll.coordinator.system;

/** What may not be torn apart by the border between two kernel images. */
final class PlacementChecks {
    private final CheckContext context;

    private PlacementChecks(CheckContext context) {
        this.context = context;
    }

    static void check(CheckContext context) {
        PlacementChecks checks = new PlacementChecks(context);
        for (ProtectionDomain parent : context.domains()) {
            parent.children().forEach(child -> checks.checkChild(parent, child.domain()));
            parent.capabilities().forEach(cap -> checks.checkCapability(parent, cap));
        }
        if (context.options().ppcPolicy() == PpcPolicy.STRICT) {
            context.description().channels().forEach(checks::checkCalls);
        }
    }

    private void checkChild(ProtectionDomain parent, ProtectionDomain child) {
        if (!areApart(parent, child)) {
            return;
        }
        context.report(
                Rule.E_CHILD_CLUSTER,
                child.position(),
                CheckContext.DOMAIN_TAG,
                "faults do not cross clusters: child "
                        + place(child)
                        + " of parent "
                        + place(parent));
        context.note(
                Rule.E_CHILD_CLUSTER,
                child.position(),
                "give both a cpu of the same cluster, or make '"
                        + child.name()
                        + "' a domain of its own");
    }

    private void checkCapability(ProtectionDomain holder, UserCapability capability) {
        ProtectionDomain named = context.domainsByName().get(capability.pd());
        if (named == null || !areApart(holder, named)) {
            return;
        }
        context.report(
                Rule.E_CAP_CLUSTER,
                capability.position(),
                capability.kind().tag(),
                "capabilities mean nothing in another kernel: "
                        + place(holder)
                        + " asks for one to "
                        + place(named));
        context.note(
                Rule.E_CAP_CLUSTER, capability.position(), "give both a cpu of the same cluster");
    }

    private void checkCalls(Channel channel) {
        for (End end : channel.ends()) {
            ProtectionDomain caller = context.domainsByName().get(end.pd());
            ProtectionDomain called = context.domainsByName().get(channel.opposite(end).pd());
            if (end.pp() && caller != null && called != null && areApart(caller, called)) {
                context.report(
                        Rule.E_PPC_CLUSTER,
                        channel.position(),
                        "channel",
                        "protected calls do not cross clusters: "
                                + place(caller)
                                + " -> "
                                + place(called));
                context.note(
                        Rule.E_PPC_CLUSTER,
                        channel.position(),
                        "give both a cpu of the same cluster, use notifications and shared memory,"
                                + " or let the coordinators carry the call: --ppc coordinator");
            }
        }
    }

    private boolean areApart(ProtectionDomain one, ProtectionDomain other) {
        int first = context.clusterOf(one);
        int second = context.clusterOf(other);
        return first >= 0 && second >= 0 && first != second;
    }

    private String place(ProtectionDomain domain) {
        return "'"
                + domain.name()
                + "' (cpu "
                + domain.cpu()
                + ", cluster "
                + context.clusterOf(domain)
                + ")";
    }
}
