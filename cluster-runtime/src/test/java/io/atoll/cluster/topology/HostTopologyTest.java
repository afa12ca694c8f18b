package io.atoll.cluster.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.pinned.CpuAffinity;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

class HostTopologyTest {
    private static final String NO_L2 =
            "No L2 cache above any core is known: each core is an L2 group of its own.";

    @TempDir private Path folder;

    private SysfsFixture fixture() {
        return new SysfsFixture(folder);
    }

    /** One package: two L2 caches, each shared by two cores of one thread. */
    private SysfsFixture fourCores() {
        return fixture()
                .core(0, 0, 0)
                .core(0, 1, 1)
                .core(0, 2, 2)
                .core(0, 3, 3)
                .cache(1, "Data", "32K", 0)
                .cache(1, "Data", "32K", 1)
                .cache(1, "Data", "32K", 2)
                .cache(1, "Data", "32K", 3)
                .cache(1, "Instruction", "32K", 0)
                .cache(2, "Unified", "1024K", 0, 1)
                .cache(2, "Unified", "1024K", 2, 3)
                .node(0, 8 << 20, "10", 0, 1, 2, 3)
                .online("0-3");
    }

    private static List<List<Integer>> l2Clusters(Topology topology) {
        return Clustering.of(topology, ClusterBy.L2).clusters();
    }

    private static List<List<Integer>> pus(Topology topology) {
        return topology.cores().stream().map(PhysicalCore::pus).toList();
    }

    @Nested
    class Plain {
        @Test
        void shouldReadPackagesCachesCoresAndMemory() {
            Topology topology = fourCores().read();
            assertEquals(
                    "Package:1 [NUMANode(memory=8589934592)] L2Cache:2(size=1048576)"
                            + " L1dCache:2(size=32768) Core:1 PU:1",
                    topology.toSynthetic());
            assertEquals(List.of(List.of(0, 1), List.of(2, 3)), l2Clusters(topology));
            assertEquals(List.of(), topology.notes());
        }

        @Test
        void shouldKeepTheOperatingSystemsNumbers() {
            Topology topology = fixture().core(3, 8, 4).core(3, 9, 6).read();
            assertEquals(3, topology.root().children().getFirst().osIndex());
            assertEquals(9, topology.cores().get(1).osIndex());
            assertEquals(6, topology.puOf(1));
        }

        @Test
        void shouldReadThisMachine() {
            Topology topology = HostTopology.read();
            BitSet pus = new BitSet();
            topology.cores().forEach(core -> core.pus().forEach(pus::set));
            BitSet allowed = CpuAffinity.allowed();
            allowed.andNot(pus);
            assertTrue(allowed.isEmpty(), "allowed CPUs without a core: " + allowed);
            assertFalse(topology.numaNodes().isEmpty());
        }
    }

    @Nested
    class HardwareThreads {
        private SysfsFixture twoThreadsEach() {
            return fixture()
                    .core(0, 0, 0, 2)
                    .core(0, 1, 1, 3)
                    .cache(2, "Unified", "256K", 0, 2)
                    .cache(2, "Unified", "256K", 1, 3)
                    .cache(3, "Unified", "8M", 0, 1, 2, 3)
                    .node(0, 1024, "10", 0, 1, 2, 3);
        }

        @Test
        void shouldBelongToOneCore() {
            Topology topology = twoThreadsEach().read();
            assertEquals(List.of(List.of(0, 2), List.of(1, 3)), pus(topology));
            assertEquals(
                    "Package:1 [NUMANode(memory=1048576)] L3Cache:1(size=8388608)"
                            + " L2Cache:2(size=262144) Core:1 PU:2(indexes=2*2:1*2)",
                    topology.toSynthetic());
        }

        @Test
        void shouldLeaveTheCoreWithThoseThatAreAllowed() {
            Topology topology = twoThreadsEach().allowOnly(2, 3).read();
            assertEquals(List.of(List.of(2), List.of(3)), pus(topology));
            assertEquals(2, topology.l2GroupCount());
        }

        @Test
        void shouldBeFoundInTheOlderFileIfTheNewerIsMissing() {
            SysfsFixture fixture = twoThreadsEach();
            for (int cpu = 0; cpu < 4; cpu++) {
                fixture.without("cpu/cpu" + cpu + "/topology/core_cpus_list");
            }
            assertEquals(List.of(List.of(0, 2), List.of(1, 3)), pus(fixture.read()));
        }
    }

    @Nested
    class Hybrid {
        /** Two big cores of two threads with an L2 each, four small ones that share one. */
        private SysfsFixture hybrid() {
            SysfsFixture fixture = fixture().core(0, 0, 0, 1).core(0, 8, 2, 3);
            IntStream.range(4, 8).forEach(cpu -> fixture.core(0, 12 + cpu, cpu));
            return fixture.cache(2, "Unified", "1280K", 0, 1)
                    .cache(2, "Unified", "1280K", 2, 3)
                    .cache(2, "Unified", "2048K", 4, 5, 6, 7)
                    .cache(3, "Unified", "12M", 0, 1, 2, 3, 4, 5, 6, 7)
                    .node(0, 1024, "10", 0, 1, 2, 3, 4, 5, 6, 7);
        }

        @Test
        void shouldHaveClustersOfDifferentSizes() {
            Topology topology = hybrid().read();
            assertEquals(
                    List.of(List.of(0), List.of(1), List.of(2, 3, 4, 5)), l2Clusters(topology));
            assertFalse(topology.isSymmetric());
            assertEquals(Distance.SAME_L2, topology.distance(2, 5));
            assertEquals(Distance.SAME_NUMA_NODE, topology.distance(0, 5));
        }

        @Test
        void shouldClusterCoresOutsideTheL3ByTheirL2() {
            // as on machines with low-power cores on another tile
            SysfsFixture fixture =
                    hybrid().core(0, 40, 8).core(0, 41, 9).cache(2, "Unified", "2048K", 8, 9);
            Clustering byL3 = Clustering.of(fixture.read(), ClusterBy.L3);
            assertEquals(List.of(List.of(0, 1, 2, 3, 4, 5), List.of(6, 7)), byL3.clusters());
        }
    }

    @Nested
    class Offline {
        @Test
        void shouldBeLeftOutAndSaid() {
            Topology topology = fourCores().online("0,2-3").read();
            assertEquals(List.of(List.of(0), List.of(2), List.of(3)), pus(topology));
            assertEquals(List.of(List.of(0), List.of(1, 2)), l2Clusters(topology));
            assertEquals(List.of("Offline and left out: CPUs 1."), topology.notes());
        }

        @Test
        void shouldNotBeBelievedOfAllCpus() {
            Topology topology = fourCores().online("8-9").read();
            assertEquals(4, topology.coreCount());
            assertEquals(
                    List.of(
                            "None of the allowed CPUs 0-3 is said to be online; they are used"
                                    + " nevertheless."),
                    topology.notes());
        }
    }

    @Nested
    class Containers {
        @Test
        void shouldShowTheirOneCpu() {
            Topology topology = fourCores().allowOnly(2).read();
            assertEquals(List.of(List.of(2)), pus(topology));
            assertEquals(
                    "Package:1 [NUMANode(memory=8589934592)] L2Cache:1(size=1048576)"
                            + " L1dCache:1(size=32768) Core:1 PU:1(indexes=2)",
                    topology.toSynthetic());
            assertEquals(List.of("This process may use 1 of 4 CPUs: 2."), topology.notes());
        }

        @Test
        void shouldDoWithoutTheWholeFolder() {
            BitSet allowed = new BitSet();
            allowed.set(1);
            allowed.set(5);
            Topology topology = HostTopology.read(folder.resolve("nothing"), allowed);
            assertEquals(List.of(List.of(1), List.of(5)), pus(topology));
            assertEquals(1, topology.packageCount());
            assertEquals(1, topology.numaNodes().size());
            assertEquals(
                    List.of(
                            "Which CPUs share a core is not said of CPUs 1,5: each counts as a"
                                    + " core.",
                            "No NUMA node is described: one memory near all cores is assumed.",
                            NO_L2),
                    topology.notes());
        }

        @Test
        void shouldRefuseAnEmptyMask() {
            IllegalArgumentException refusal =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> HostTopology.read(folder, new BitSet()));
            assertEquals("no CPU is allowed; a machine needs at least one", refusal.getMessage());
        }
    }

    @Nested
    class Missing {
        @Test
        void shouldMakeEachCoreAnL2GroupWithoutCacheFolders() {
            SysfsFixture fixture = fourCores();
            IntStream.range(0, 4).forEach(cpu -> fixture.without("cpu/cpu" + cpu + "/cache"));
            Topology topology = fixture.read();
            assertEquals(4, topology.l2GroupCount());
            assertEquals(List.of(NO_L2), topology.notes());
        }

        @Test
        void shouldSayWhichCpusHaveNoCacheFolder() {
            Topology topology = fourCores().core(0, 4, 4).online("0-4").read();
            assertEquals(3, topology.l2GroupCount());
            assertEquals(List.of("No cache is described for CPUs 4."), topology.notes());
        }

        @Test
        void shouldLeaveOutACacheThatDoesNotSayWhoSharesIt() {
            SysfsFixture fixture = fourCores();
            fixture.without("cpu/cpu0/cache/index2/shared_cpu_list");
            // the other core of the L2 still tells
            assertEquals(List.of(List.of(0, 1), List.of(2, 3)), l2Clusters(fixture.read()));
            fixture.without("cpu/cpu1/cache/index1/shared_cpu_list");
            assertEquals(
                    List.of(List.of(0), List.of(1), List.of(2, 3)), l2Clusters(fixture.read()));
        }

        @Test
        void shouldTakeACpuWithoutTopologyForACore() {
            Topology topology = fourCores().without("cpu/cpu3/topology").read();
            assertEquals(4, topology.coreCount());
            assertTrue(
                    topology.notes()
                            .contains(
                                    "Which CPUs share a core is not said of CPUs 3: each counts as"
                                            + " a core."));
        }

        @Test
        void shouldAssumeOneMemoryWithoutNodeFolder() {
            Topology topology = fourCores().without("node").read();
            assertEquals(1, topology.numaNodes().size());
            assertEquals(0, topology.numaNodes().getFirst().bytes());
            assertEquals(10, topology.numaDistance(0, 0));
            assertEquals(
                    List.of("No NUMA node is described: one memory near all cores is assumed."),
                    topology.notes());
        }

        @Test
        void shouldNotMindUnknownMemorySizes() {
            Topology topology = fourCores().without("node/node0/meminfo").read();
            assertEquals(0, topology.numaNodes().getFirst().bytes());
        }

        @Test
        void shouldKnowNoPackageWhereLinuxSaysMinusOne() {
            SysfsFixture fixture = fourCores();
            for (int cpu = 0; cpu < 4; cpu++) {
                fixture.file(Path.of("cpu/cpu" + cpu + "/topology/physical_package_id"), -1);
            }
            Topology topology = fixture.read();
            assertEquals(1, topology.packageCount());
            assertFalse(topology.has(ObjectType.PACKAGE));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "junk", "3-1", "0-99999999999", "-", "1,,2", "0-1-2"})
        void shouldReadGarbledListsLikeMissingOnes(String garbled) {
            SysfsFixture fixture =
                    fourCores().file(Path.of("cpu/cpu3/topology/core_cpus_list"), garbled);
            fixture.without("cpu/cpu3/topology/thread_siblings_list");
            assertEquals(4, fixture.read().coreCount());
            assertTrue(fixture.read().notes().getFirst().contains("CPUs 3:"));
        }
    }

    @Nested
    class Nodes {
        private SysfsFixture twoNodes() {
            return fixture()
                    .core(0, 0, 0)
                    .core(0, 1, 1)
                    .core(1, 0, 2)
                    .core(1, 1, 3)
                    .node(0, 1024, "10 21", 0, 1)
                    .node(1, 2048, "22 10", 2, 3)
                    .file(Path.of("node/online"), "0-1");
        }

        @Test
        void shouldHangOnTheirPackages() {
            Topology topology = twoNodes().read();
            assertEquals(2, topology.numaNodes().size());
            assertEquals(2 << 20, topology.numaNodes().get(1).bytes());
            assertEquals(
                    List.of(0, 0, 1, 1),
                    topology.cores().stream().map(PhysicalCore::numaNode).toList());
            assertEquals(ObjectType.PACKAGE, topology.root().children().getFirst().type());
            assertEquals(1, topology.root().children().getFirst().memory().size());
        }

        @Test
        void shouldHaveTheFirmwaresDistances() {
            Topology topology = twoNodes().read();
            assertEquals(10, topology.numaDistance(0, 0));
            assertEquals(21, topology.numaDistance(0, 1));
            assertEquals(22, topology.numaDistance(1, 0));
        }

        @Test
        void shouldFindTheirDistancesByTheirNumbers() {
            // node 1 is offline, so the second column belongs to node 2
            Topology topology =
                    fixture()
                            .core(0, 0, 0)
                            .core(1, 0, 1)
                            .node(0, 1, "10 31", 0)
                            .node(2, 1, "32 10", 1)
                            .file(Path.of("node/online"), "0,2")
                            .read();
            assertEquals(2, topology.numaNodes().get(1).osIndex());
            assertEquals(31, topology.numaDistance(0, 1));
            assertEquals(32, topology.numaDistance(1, 0));
        }

        @Test
        void shouldBeAssumedRemoteIfTheirDistancesDoNotFit() {
            Topology topology = twoNodes().file(Path.of("node/node0/distance"), "10").read();
            assertEquals(20, topology.numaDistance(0, 1));
            assertEquals(22, topology.numaDistance(1, 0));
        }

        @Test
        void shouldHangOnGroupsInsideOnePackage() {
            Topology topology =
                    fourCores()
                            .node(0, 1024, "10 12", 0, 1)
                            .node(1, 1024, "12 10", 2, 3)
                            .cache(3, "Unified", "8M", 0, 1, 2, 3)
                            .read();
            assertEquals(
                    "Package:1 L3Cache:1(size=8388608) L2Cache:2(size=1048576)"
                            + " [NUMANode(memory=1048576)] L1dCache:2(size=32768) Core:1 PU:1",
                    topology.toSynthetic());
            Topology grouped =
                    fixture()
                            .core(0, 10, 4)
                            .core(0, 11, 5)
                            .core(0, 12, 6)
                            .core(0, 13, 7)
                            .node(0, 1024, "10 12", 4, 5)
                            .node(1, 1024, "12 10", 6, 7)
                            .allowOnly(4, 5, 6, 7)
                            .without("cpu/cpu0")
                            .without("cpu/cpu1")
                            .without("cpu/cpu2")
                            .without("cpu/cpu3")
                            .online("4-7")
                            .read();
            assertEquals(
                    "Package:1 Group:2 [NUMANode(memory=1048576)] Core:2 PU:1(indexes=4,5,6,7)",
                    grouped.toSynthetic());
            assertEquals(Distance.SAME_PACKAGE, grouped.distance(0, 3));
        }

        @Test
        void shouldBeLeftOutIfNoUsableCpuIsNear() {
            Topology topology = twoNodes().node(2, 4096, "40 40 10").allowOnly(0, 1).read();
            assertEquals(1, topology.numaNodes().size());
            assertEquals(
                    "Left out, because no usable CPU is near: NUMA nodes 1-2.",
                    topology.notes().getFirst());
        }
    }

    @Nested
    class Dies {
        @Test
        void shouldBeReadWhereAPackageHasSeveral() {
            Topology topology = fourCores().die(1, 2, 3).read();
            assertEquals(
                    "Package:1 [NUMANode(memory=8589934592)] Die:2 L2Cache:1(size=1048576)"
                            + " L1dCache:2(size=32768) Core:1 PU:1",
                    topology.toSynthetic());
        }
    }

    @Nested
    class Contradictions {
        @Test
        void shouldLeaveOutWhatOverlapsAndSaySo() {
            Topology topology =
                    fixture()
                            .core(0, 0, 0)
                            .core(0, 1, 1)
                            .core(0, 2, 2)
                            .core(0, 3, 3)
                            .node(0, 1, "10", 0, 1, 2, 3)
                            .cache(3, "Unified", "8M", 0, 1)
                            .cache(2, "Unified", "1M", 1, 2)
                            .read();
            assertTrue(topology.hasL3());
            assertFalse(topology.hasL2());
            assertEquals(
                    List.of(
                            "No cache is described for CPUs 3.",
                            "L2Cache of CPUs 1-2 overlaps another object and is left out.",
                            NO_L2),
                    topology.notes());
        }

        @Test
        void shouldLeaveOutAMemoryThatDividesACore() {
            Topology topology =
                    fixture().core(0, 0, 0, 1).core(0, 1, 2, 3).node(0, 1, "10", 1, 2).read();
            assertEquals(
                    List.of(
                            "NUMANode of CPUs 1-2 overlaps another object and is left out.",
                            "No NUMA node is described: one memory near all cores is assumed.",
                            NO_L2),
                    topology.notes());
            assertEquals(1, topology.numaNodes().size());
        }
    }
}
