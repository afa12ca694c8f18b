package io.atoll.conformance.sel4test;

/**
 * One test of the suite.
 *
 * @param name upstream name
 * @param group what it is about, as the heading of the table of tests
 * @param description what it shows, in one line
 * @param body null for a test that this kernel has no use for
 * @param notApplicable why there is no body; null if there is one
 */
public record Sel4Test(
        String name, String group, String description, TestBody body, String notApplicable) {

    /** Whether the test can run here. */
    public boolean isApplicable() {
        return body != null;
    }

    @Override
    public String toString() {
        return name;
    }
}
