package io.atoll.cluster.topology;

import java.util.ArrayList;
import java.util.List;

/**
 * A machine: its packages, NUMA nodes, caches, cores and hardware threads. Objects are numbered by
 * their logical indices (hwloc's {@code L#}: from 0, in the order of the tree, which is the order
 * of their lowest hardware threads); the operating system's numbers are kept beside them. One core
 * of the emulated machine stands for one physical core, whatever its number of hardware threads.
 *
 * <p>Immutable; any thread may ask, no query allocates. A core number outside {@code
 * 0..coreCount()-1} is an {@link IndexOutOfBoundsException}.
 */
public final class Topology {
    private static final int LOCAL_DISTANCE =
            10; // ACPI SLIT; Linux assumes both where firmware is silent
    private static final int REMOTE_DISTANCE = 20;

    private final TopologyObject root;
    private final List<PhysicalCore> cores;
    private final List<TopologyObject> numaNodes;
    private final int[][] numaDistances;
    private final int l2GroupCount;
    private final int packageCount;
    private final boolean hasL2;
    private final boolean hasL3;
    private final List<String> notes;

    /**
     * @param machine the whole machine, with at least one hardware thread
     * @param numaDistances by OS indices of the nodes, or null where nobody measured
     * @param notes what a person should know about where this comes from, one sentence each
     */
    Topology(ObjectNode machine, NumaDistances numaDistances, List<String> notes) {
        root = machine.finish();
        CoreSurvey survey = new CoreSurvey(root);
        if (survey.cores.isEmpty()) {
            throw new IllegalArgumentException("a machine needs at least one core");
        }
        cores = List.copyOf(survey.cores);
        numaNodes = List.copyOf(survey.numaNodes);
        l2GroupCount = survey.l2GroupCount;
        packageCount = survey.packageCount;
        hasL2 = survey.hasL2;
        hasL3 = survey.hasL3;
        this.numaDistances = matrix(numaDistances);
        this.notes = List.copyOf(withCacheNotes(notes));
    }

    private int[][] matrix(NumaDistances given) {
        int[][] matrix = new int[numaNodes.size()][numaNodes.size()];
        for (int a = 0; a < matrix.length; a++) {
            for (int b = 0; b < matrix.length; b++) {
                int assumed = a == b ? LOCAL_DISTANCE : REMOTE_DISTANCE;
                matrix[a][b] =
                        given.between(
                                numaNodes.get(a).osIndex(), numaNodes.get(b).osIndex(), assumed);
            }
        }
        return matrix;
    }

    private List<String> withCacheNotes(List<String> given) {
        List<String> all = new ArrayList<>(given);
        if (!hasL2) {
            all.add("No L2 cache above any core is known: each core is an L2 group of its own.");
        }
        return all;
    }

    /** The machine as a tree. */
    public TopologyObject root() {
        return root;
    }

    /** All cores, by their numbers. */
    public List<PhysicalCore> cores() {
        return cores;
    }

    public int coreCount() {
        return cores.size();
    }

    /** Number of L2 groups; every core is in one. */
    public int l2GroupCount() {
        return l2GroupCount;
    }

    /** The memories, by logical index; at least one unless the source names none. */
    public List<TopologyObject> numaNodes() {
        return numaNodes;
    }

    /** Number of packages; a machine without any counts as one. */
    public int packageCount() {
        return packageCount;
    }

    /** The cores that share this core's L2 cache; without an L2, a group of its own. */
    public int l2GroupOf(int core) {
        return cores.get(core).l2Group();
    }

    /** Logical index of the core's nearest memory. */
    public int numaNodeOf(int core) {
        return cores.get(core).numaNode();
    }

    /** Logical index of the core's package. */
    public int packageOf(int core) {
        return cores.get(core).packageIndex();
    }

    /**
     * OS index of the core's first allowed hardware thread: the CPU to pin the core's thread to.
     */
    public int puOf(int core) {
        return cores.get(core).pus().getFirst();
    }

    /**
     * How far two cores are apart. Different packages come before a common memory: where only one
     * memory is described for two packages, their cores are still {@link Distance#OTHER_PACKAGE}.
     */
    public Distance distance(int coreA, int coreB) {
        PhysicalCore a = cores.get(coreA);
        PhysicalCore b = cores.get(coreB);
        if (coreA == coreB) {
            return Distance.SAME_CORE;
        }
        if (a.l2Group() == b.l2Group()) {
            return Distance.SAME_L2;
        }
        if (a.packageIndex() != b.packageIndex()) {
            return Distance.OTHER_PACKAGE;
        }
        return a.numaNode() == b.numaNode() ? Distance.SAME_NUMA_NODE : Distance.SAME_PACKAGE;
    }

    /**
     * How far a memory is from the cores of another, in the firmware's relative units: 10 is local.
     * Where the source says nothing, 10 and 20, as Linux assumes.
     *
     * @param nodeA logical index of the cores' node
     * @param nodeB logical index of the memory
     */
    public int numaDistance(int nodeA, int nodeB) {
        return numaDistances[nodeA][nodeB];
    }

    /** Whether any core has an L2 above it. */
    public boolean hasL2() {
        return hasL2;
    }

    /** Whether any core has an L3 above it. */
    public boolean hasL3() {
        return hasL3;
    }

    /** Whether there is an object of this type anywhere. */
    boolean has(ObjectType type) {
        return has(root, type);
    }

    static boolean has(TopologyObject object, ObjectType type) {
        return object.type() == type || object.children().stream().anyMatch(c -> has(c, type));
    }

    /**
     * What a person should know about this topology: what the source did not say and what was
     * assumed instead. One sentence each; most often empty.
     */
    public List<String> notes() {
        return notes;
    }

    /** Whether all objects of a level look the same, which the synthetic notation demands. */
    public boolean isSymmetric() {
        return SyntheticExport.isSymmetric(root);
    }

    /**
     * This topology in hwloc's synthetic notation, long form: {@code Package:1
     * [NUMANode(memory=8589934592)] L2Cache:2(size=1048576) Core:2 PU:1}. Reading it again gives
     * the same tree; like hwloc it leaves out what the notation cannot say: the operating system's
     * numbers of packages and cores, and sizes that differ within a level (the first stands for
     * all).
     *
     * @throws IllegalStateException if the machine is not {@linkplain #isSymmetric() symmetric}
     */
    public String toSynthetic() {
        return SyntheticExport.of(this);
    }

    /** The synthetic notation, or a summary where there is none. */
    @Override
    public String toString() {
        return isSymmetric()
                ? toSynthetic()
                : "asymmetric: %d packages, %d NUMA nodes, %d L2 groups, %d cores"
                        .formatted(packageCount, numaNodes.size(), l2GroupCount, cores.size());
    }
}
