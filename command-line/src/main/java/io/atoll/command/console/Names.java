package io.atoll.command.console;

import io.atoll.cluster.simulated.ThreadView;
import io.atoll.command.UsageException;
import io.atoll.coordinator.ring.KnownRings.Ring;
import io.atoll.coordinator.system.Suggestions;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The names that a person may use, and what is said to one that is not there. */
final class Names {
    private final Session session;

    Names(Session session) {
        this.session = session;
    }

    /** A program that there is, or is to be. */
    String thread(String name) {
        TreeSet<String> all = new TreeSet<>(session.system().workload().programs());
        session.machine().threads().stream().map(ThreadView::name).forEach(all::add);
        return known("program", name, all);
    }

    /** A ring whose ends there are, or are to be: {@code a>b}. */
    String ring(String name) {
        String[] ends = name.split(">", -1);
        if (ends.length != 2) {
            throw new UsageException(
                    "a ring has the name of who sends and who receives, as client>server; '%s' is none"
                            .formatted(name));
        }
        return thread(ends[0]) + ">" + thread(ends[1]);
    }

    /** The rings of that name that programs have made known. */
    List<Ring> rings(String name) {
        List<Ring> all = session.run().run().rings().all();
        List<Ring> found = all.stream().filter(ring -> ring.name().equals(name)).toList();
        if (found.isEmpty()) {
            known("ring", name, new TreeSet<>(all.stream().map(Ring::name).toList()));
        }
        return found;
    }

    static String known(String what, String name, TreeSet<String> all) {
        if (all.contains(name)) {
            return name;
        }
        Optional<String> meant = Suggestions.closest(name, all);
        throw new UsageException(
                "there is no %s '%s'%s"
                        .formatted(
                                what,
                                name,
                                meant.isPresent()
                                        ? "; did you mean '%s'?".formatted(meant.get())
                                        : all.isEmpty()
                                                ? " yet"
                                                : "; there is " + String.join(", ", all)));
    }
}
