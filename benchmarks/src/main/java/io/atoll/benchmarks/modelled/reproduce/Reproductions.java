package io.atoll.benchmarks.modelled.reproduce;

import java.util.List;
import java.util.Optional;

/** All that can be reproduced, by name. */
public final class Reproductions {
    private static final List<Reproduction> ALL =
            List.of(
                    new Mail(),
                    new PpcInterference(),
                    new NotificationLatency(),
                    new SharedService(),
                    new LockTrace(),
                    new SmpThroughput(),
                    new NodeReplication(),
                    new Mitigations());

    private Reproductions() {}

    /** In the order in which they are best read. */
    public static List<Reproduction> all() {
        return ALL;
    }

    /** The one of that name. */
    public static Optional<Reproduction> named(String name) {
        return ALL.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
