package io.atoll.cluster.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random machines: reading what was written gives the same machine. Two sources that share no code:
 * the descriptions of {@link SyntheticTopology} and trees built by hardware threads as a host's
 * are.
 */
class SyntheticRoundTripTest {
    private static final int MACHINES = 2000;
    private static final long SEED =
            Long.decode(System.getProperty("atoll.seed", String.valueOf(System.nanoTime())));
    private static final String REPLAY =
            "seed %d, replay: mvn test -pl kernel-core,cluster-runtime -Dtest=SyntheticRoundTripTest"
                            .formatted(SEED)
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Datoll.seed="
                    + SEED;

    private static final List<ObjectType> NESTING =
            List.of(
                    ObjectType.PACKAGE,
                    ObjectType.DIE,
                    ObjectType.GROUP,
                    ObjectType.L3,
                    ObjectType.L2,
                    ObjectType.L1_DATA,
                    ObjectType.CORE);

    private final Random random = new Random(SEED);

    @BeforeAll
    static void printSeed() {
        System.out.println("SyntheticRoundTripTest " + REPLAY);
    }

    @Test
    void shouldReadBackWhatItWrote() {
        for (int i = 0; i < MACHINES; i++) {
            String description = randomDescription();
            Topology first = SyntheticTopology.parse(description);
            String exported = first.toSynthetic();
            Topology second = SyntheticTopology.parse(exported);
            String context = "'%s' became '%s'; %s".formatted(description, exported, REPLAY);
            assertEquals(exported, second.toSynthetic(), context);
            assertSameMachine(first.root(), second.root(), context);
            assertEquals(first.numaNodes(), second.numaNodes(), context);
        }
    }

    @Test
    void shouldReadBackMachinesMadeOfHardwareThreads() {
        for (int i = 0; i < MACHINES; i++) {
            Topology first = randomTree();
            String exported = first.toSynthetic();
            String context = "'%s'; %s".formatted(exported, REPLAY);
            assertSameMachine(first.root(), SyntheticTopology.parse(exported).root(), context);
        }
    }

    @Test
    void shouldKeepTheNumbersOfTheCoresConsistent() {
        for (int i = 0; i < MACHINES; i++) {
            String description = randomDescription();
            Topology topology = SyntheticTopology.parse(description);
            String context = "'%s'; %s".formatted(description, REPLAY);
            BitSet pus = new BitSet();
            for (PhysicalCore core : topology.cores()) {
                core.pus().forEach(pus::set);
                assertTrue(core.l2Group() < topology.l2GroupCount(), context);
                assertTrue(core.packageIndex() < topology.packageCount(), context);
                assertTrue(core.numaNode() < topology.numaNodes().size(), context);
            }
            int expectedPus = topology.cores().stream().mapToInt(core -> core.pus().size()).sum();
            assertEquals(expectedPus, pus.cardinality(), context);
        }
    }

    @Test
    void shouldNoticeALostLevel() {
        TopologyObject whole = SyntheticTopology.parse("l2:2 core:2 pu:1").root();
        TopologyObject lost = SyntheticTopology.parse("l2:2 core:1 pu:1").root();
        assertThrows(AssertionError.class, () -> assertSameMachine(whole, lost, "broken twin"));
        TopologyObject moved = SyntheticTopology.parse("l2:2 core:2 pu:1(indexes=2*2:1*2)").root();
        assertThrows(AssertionError.class, () -> assertSameMachine(whole, moved, "broken twin"));
    }

    /** Equal but for the operating system's numbers that the notation cannot say. */
    private static void assertSameMachine(
            TopologyObject expected, TopologyObject actual, String context) {
        assertEquals(expected.type(), actual.type(), context);
        assertEquals(expected.logicalIndex(), actual.logicalIndex(), context);
        assertEquals(expected.bytes(), actual.bytes(), context);
        assertEquals(expected.memory(), actual.memory(), context);
        if (expected.type() == ObjectType.PU) {
            assertEquals(expected.osIndex(), actual.osIndex(), context);
        }
        assertEquals(expected.children().size(), actual.children().size(), context);
        for (int i = 0; i < expected.children().size(); i++) {
            assertSameMachine(expected.children().get(i), actual.children().get(i), context);
        }
    }

    /**
     * Levels in their usual order, most counted at random, and memories in one of the ways to say
     * it.
     */
    private String randomDescription() {
        List<String> items = new ArrayList<>();
        boolean memoryIsMissing = random.nextInt(4) > 0;
        int total = 1;
        for (ObjectType type : NESTING) {
            if (memoryIsMissing && random.nextInt(6) == 0) {
                memoryIsMissing = false;
                String size =
                        random.nextBoolean() ? "memory=%dMiB".formatted(random.nextInt(64)) : "";
                if (random.nextBoolean()) {
                    int nodes = randomCount(total);
                    total *= nodes;
                    items.add("numa:%d(%s%s)".formatted(nodes, size, nodeIndexes(total)));
                } else if (random.nextBoolean()) {
                    items.add("[numa(%s%s)]".formatted(size, nodeIndexes(total)));
                } else {
                    // of the same size, because the notation cannot say which is which once sorted
                    items.add("[numa(%s%s)]".formatted(size, nodeIndexes(2 * total)));
                    items.add("[NUMANode(%s)]".formatted(size));
                }
            }
            if (random.nextBoolean()) {
                int count = randomCount(total);
                total *= count;
                boolean sized = type.isCache() && random.nextBoolean();
                String size = sized ? "(size=%dKiB)".formatted(1 + random.nextInt(1000)) : "";
                items.add(name(type) + ':' + count + size);
            }
        }
        int threads = randomCount(total);
        String order = randomOrder(total * threads);
        items.add("pu:" + threads + (order.isEmpty() ? "" : "(indexes=" + order + ")"));
        return String.join(" ", items);
    }

    private String nodeIndexes(int nodes) {
        String order = randomOrder(nodes);
        return order.isEmpty() ? "" : " indexes=" + order;
    }

    private int randomCount(int total) {
        return total > 64 ? 1 : 1 + random.nextInt(3);
    }

    private String name(ObjectType type) {
        return random.nextBoolean() ? type.longName() : type.shortName().toLowerCase();
    }

    /** Nothing, a shuffled list with gaps, or a loop. */
    private String randomOrder(int total) {
        switch (random.nextInt(3)) {
            case 0:
                List<Integer> indexes =
                        IntStream.range(0, total)
                                .mapToObj(i -> 2 * i)
                                .collect(Collectors.toCollection(ArrayList::new));
                Collections.shuffle(indexes, random);
                return indexes.stream().map(String::valueOf).collect(Collectors.joining(","));
            case 1:
                List<Integer> divisors =
                        IntStream.rangeClosed(1, total)
                                .filter(d -> total % d == 0)
                                .boxed()
                                .toList();
                int step = divisors.get(random.nextInt(divisors.size()));
                return "%d*%d".formatted(step, total / step);
            default:
                return "";
        }
    }

    /** A symmetric machine whose objects are given as sets of threads, in any order. */
    private Topology randomTree() {
        List<Integer> counts = new ArrayList<>();
        List<ObjectType> types = new ArrayList<>();
        int total = 1;
        for (ObjectType type : NESTING) {
            if (type != ObjectType.GROUP && random.nextBoolean()) {
                types.add(type);
                counts.add(randomCount(total));
                total *= counts.getLast();
            }
        }
        types.add(ObjectType.PU);
        counts.add(randomCount(total));
        total *= counts.getLast();
        List<Integer> threads =
                IntStream.range(0, total).boxed().collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(threads, random);
        BitSet all = new BitSet();
        all.set(0, total);
        List<String> notes = new ArrayList<>();
        CpuSetTree tree = new CpuSetTree(all, notes);
        int memoryLevel = random.nextInt(types.size());
        int objects = 1;
        for (int level = 0; level < types.size(); level++) {
            objects *= counts.get(level);
            int width = total / objects;
            for (int i = 0; i < objects; i++) {
                BitSet cpus = new BitSet();
                threads.subList(i * width, (i + 1) * width).forEach(cpus::set);
                ObjectType type = types.get(level);
                boolean isPu = type == ObjectType.PU;
                tree.add(
                        type,
                        isPu ? cpus.nextSetBit(0) : TopologyObject.NO_OS_INDEX,
                        type.isCache() ? 4096 << level : 0,
                        cpus);
                if (level == memoryLevel && !isPu) {
                    tree.add(ObjectType.NUMA_NODE, i, 1 << 20, cpus);
                }
            }
        }
        if (types.get(memoryLevel) == ObjectType.PU) {
            tree.add(ObjectType.NUMA_NODE, 0, 1 << 20, all);
        }
        Topology topology = new Topology(tree.build(), NumaDistances.UNKNOWN, notes);
        assertTrue(topology.isSymmetric(), REPLAY);
        return topology;
    }
}
