package io.atoll.conformance.sel4test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Tests about one subject, in the order in which they are listed. */
final class Group {
    private final String name;
    private final List<Sel4Test> tests = new ArrayList<>();

    Group(String name) {
        this.name = name;
    }

    Group test(String testName, String description, TestBody body) {
        tests.add(new Sel4Test(testName, name, description, body, null));
        return this;
    }

    /** The test before this is about so many cores at least. */
    Group onCores(int count) {
        return last(needs -> needs.withCores(count));
    }

    /** The test before this is about several domains. */
    Group withDomains() {
        return last(Needs::withDomains);
    }

    /**
     * The test before this runs in virtual time only.
     *
     * @param reason what it claims that does not hold on every host
     */
    Group inVirtualTime(String reason) {
        return last(needs -> needs.withVirtualTime(reason));
    }

    private Group last(UnaryOperator<Needs> change) {
        Sel4Test test = tests.removeLast();
        tests.add(test.withNeeds(change.apply(test.needs())));
        return this;
    }

    /** A test of upstream that cannot be asked of this kernel. */
    Group notApplicable(String testName, String description, String reason) {
        tests.add(new Sel4Test(testName, name, description, null, reason));
        return this;
    }

    List<Sel4Test> tests() {
        return tests;
    }
}
