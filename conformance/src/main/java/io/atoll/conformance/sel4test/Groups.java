package io.atoll.conformance.sel4test;

import java.util.List;

/** All groups of tests, in the order in which they are listed. */
final class Groups {
    private Groups() {}

    static List<Group> all() {
        return List.of(Trivial.group(), Retype.group(), CNodeOperations.group());
    }
}
