package io.atoll.conformance.sel4test;

import java.util.ArrayList;
import java.util.List;

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

    /** A test of upstream that cannot be asked of this kernel. */
    Group notApplicable(String testName, String description, String reason) {
        tests.add(new Sel4Test(testName, name, description, null, reason));
        return this;
    }

    List<Sel4Test> tests() {
        return tests;
    }
}
