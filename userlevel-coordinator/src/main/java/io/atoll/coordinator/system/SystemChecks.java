package io.atoll.coordinator.system;

/**
 * Every check of a description that does not depend on the form it was written in; system files and
 * the builder share them. The checks are grouped by what they look at, one class per group.
 */
final class SystemChecks {
    private SystemChecks() {}

    /**
     * Completes a description with the sizes that its author left open, and checks it.
     *
     * @param position where the description as a whole begins
     * @return the completed description; of use only if nothing was reported as an error
     */
    static SystemDescription checkAndComplete(
            SystemDescription written,
            Position position,
            CheckOptions options,
            Diagnostics diagnostics) {
        SystemDescription completed = RegionSizes.complete(written, options.files(), diagnostics);
        CheckContext context = new CheckContext(completed, position, options, diagnostics);
        NameChecks.check(context);
        NumberChecks.check(context);
        SchedulingChecks.check(context);
        PlacementChecks.check(context);
        RegionChecks.check(context);
        MappingChecks.check(context);
        IdentityChecks.check(context);
        return completed;
    }
}
