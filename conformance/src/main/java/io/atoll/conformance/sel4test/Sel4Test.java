package io.atoll.conformance.sel4test;

/**
 * One test of the suite.
 *
 * @param name upstream name
 * @param group what it is about, as the heading of the table of tests
 * @param description what it shows, in one line
 * @param body null for a test that this kernel has no use for
 * @param notApplicable why there is no body; null if there is one
 * @param needs what the body cannot do without
 */
public record Sel4Test(
        String name,
        String group,
        String description,
        TestBody body,
        String notApplicable,
        Needs needs) {
    /** A test that needs nothing. */
    Sel4Test(String name, String group, String description, TestBody body, String notApplicable) {
        this(name, group, description, body, notApplicable, Needs.NOTHING);
    }

    /** Whether the test can run here. */
    public boolean isApplicable() {
        return body != null;
    }

    /** Why it does not run on such a machine; null if it does. */
    public String whyNotOn(Setup setup) {
        if (!isApplicable()) {
            return notApplicable;
        }
        return setup.clock() == Setup.Clock.REAL ? needs.virtualTime() : null;
    }

    Sel4Test withNeeds(Needs changed) {
        return new Sel4Test(name, group, description, body, notApplicable, changed);
    }

    @Override
    public String toString() {
        return name;
    }
}
