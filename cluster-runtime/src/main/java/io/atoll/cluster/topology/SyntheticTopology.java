package io.atoll.cluster.topology;

import java.util.ArrayList;
import java.util.List;

/**
 * Topologies that a person describes: hwloc's synthetic notation, unchanged, and a shorthand of our
 * own.
 *
 * <pre>
 * package:2 l2:4 core:2 pu:1             each level with its type; counts are per object of the level above
 * pack:1 [numa(memory=8GiB)] l2:2(size=1MiB) core:2 pu:1(indexes=l2:core)
 * 2 2 4 1                                counts alone: here packages, NUMA nodes, cores, hardware threads
 * 4x2                                    4 L2 groups of 2 cores: l2:4 core:2 pu:1
 * </pre>
 *
 * The last level is the hardware threads. Where no memory is described, the machine has one of 1
 * GiB; caches without a size have hwloc's (L1 32 KiB, L2 4 MiB, L3 16 MiB). Levels whose objects
 * are the same threads are ordered by type, groups among them vanish, and a memory hangs on the
 * outermost object below the machine that has its threads, all as in hwloc.
 *
 * <p>Two things are refused that hwloc takes: a cache level given twice, because a cluster would
 * then have two shapes, and memories on single hardware threads. Stateless; any thread may call.
 */
public final class SyntheticTopology {
    private SyntheticTopology() {}

    /**
     * Reads a description.
     *
     * @throws TopologyFormatException if it cannot be read: where, what is wrong, what would be
     *     right
     */
    public static Topology parse(String description) {
        List<SyntheticLevel> written =
                isShorthand(description)
                        ? shorthand(description)
                        : new SyntheticParser(description).parse();
        List<String> notes = new ArrayList<>();
        SyntheticMachine machine = new SyntheticMachine(SyntheticTypes.resolve(written), notes);
        return new Topology(machine.build(), NumaDistances.UNKNOWN, notes);
    }

    /** A number in C notation cannot have an x behind a digit other than 0. */
    private static boolean isShorthand(String description) {
        return description.strip().matches("[1-9][0-9]*[xX](?s:.*)");
    }

    private static List<SyntheticLevel> shorthand(String description) {
        SyntheticScanner scanner = new SyntheticScanner(description, 1);
        scanner.skipSpace();
        List<SyntheticLevel> levels = new ArrayList<>();
        levels.add(level(ObjectType.MACHINE, 1, scanner.column()));
        levels.add(counted(ObjectType.L2, "the number of clusters", scanner));
        if (!scanner.take('x')) {
            scanner.take('X');
        }
        levels.add(counted(ObjectType.CORE, "the number of cores in a cluster", scanner));
        int endColumn = scanner.column();
        scanner.skipSpace();
        if (!scanner.atEnd()) {
            throw new TopologyFormatException(
                    scanner.column(),
                    "nothing can follow clusters x cores, found %s; write for example 4x2 or l2:4 core:2 pu:1"
                            .formatted(scanner.found()));
        }
        levels.add(level(ObjectType.PU, 1, endColumn));
        return levels;
    }

    private static SyntheticLevel counted(ObjectType type, String what, SyntheticScanner scanner) {
        int column = scanner.column();
        long count = scanner.takeNumber(what, "4x2");
        if (count == 0) {
            throw new TopologyFormatException(column, what + " must be at least 1, not 0");
        }
        return level(type, count, column);
    }

    private static SyntheticLevel level(ObjectType type, long count, int column) {
        return new SyntheticLevel(type, count, column, List.of(), new ArrayList<>());
    }
}
