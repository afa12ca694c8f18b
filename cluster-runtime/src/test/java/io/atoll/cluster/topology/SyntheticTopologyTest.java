package io.atoll.cluster.topology;

import static io.atoll.cluster.topology.SyntheticTopology.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** What descriptions mean. The exports marked as hwloc's were printed by lstopo 2.9. */
class SyntheticTopologyTest {
    private static final String DEFAULT_NODE = "[NUMANode(memory=1073741824)]";

    private static void assertMeans(String expectedExport, String description) {
        assertEquals(expectedExport, parse(description).toSynthetic(), description);
    }

    private static List<Integer> puOfEachCore(String description) {
        Topology topology = parse(description);
        return topology.cores().stream().map(core -> topology.puOf(core.index())).toList();
    }

    @Nested
    class Shorthand {
        @ParameterizedTest
        @CsvSource({"4x2, 4, 2", "2x1, 2, 1", "' 16X4 ', 16, 4"})
        void shouldMeanClustersTimesCores(String shorthand, int clusters, int cores) {
            assertMeans(
                    "%s L2Cache:%d(size=4194304) Core:%d PU:1"
                            .formatted(DEFAULT_NODE, clusters, cores),
                    shorthand);
        }

        @Test
        void shouldMeanTheSameAsTheLongForm() {
            assertMeans(parse("l2:1 core:1 pu:1").toSynthetic(), "1x1");
        }

        @Test
        void shouldNotBeMistakenForAHexadecimalCount() {
            assertMeans(DEFAULT_NODE + " PU:2", "0x2");
        }
    }

    @Nested
    class Levels {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "package:1 l2:2 core:2 pu:1 | Package:1 [NUMANode(memory=1073741824)]"
                            + " L2Cache:2(size=4194304) Core:2 PU:1",
                    "l2:4 core:2 pu:1 | [NUMANode(memory=1073741824)] L2Cache:4(size=4194304)"
                            + " Core:2 PU:1",
                    "pack:2 l3:1 l2:2 core:2 pu:2 | [NUMANode(memory=1073741824)] Package:2"
                            + " L3Cache:1(size=16777216) L2Cache:2(size=4194304) Core:2 PU:2",
                    "package:2 [numa(memory=1GB)] l2:2(size=1MB) core:2 pu:1 | Package:2"
                            + " [NUMANode(memory=1000000000)] L2Cache:2(size=1000000) Core:2 PU:1",
                    "node:2 l2:2 pu:2 | Group:2 [NUMANode(memory=1073741824)]"
                            + " L2Cache:2(size=4194304) PU:2",
                    "package:1 die:2 l2:2 core:2 pu:2 | Package:1 [NUMANode(memory=1073741824)]"
                            + " Die:2 L2Cache:2(size=4194304) Core:2 PU:2",
                    "package:1 group:4 [numa] [numa] core:16 pu:4 | Package:1 Group:4 [NUMANode]"
                            + " [NUMANode] Core:16 PU:4",
                    "l2:2(indexes=1,0) core:2 pu:1(indexes=l2:core) | [NUMANode(memory=1073741824)]"
                            + " L2Cache:2(size=4194304) Core:2 PU:1(indexes=2*2:1*2)",
                })
        void shouldBeExportedAsHwlocDoes(String description, String hwlocs) {
            assertMeans(hwlocs, description);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Package:1 L2Cache:2 Core:2 PU:1",
                    "PACKAGE:1 L2CACHE:2 CORE:2 PU:1",
                    "pa:1 L2:2 co:2 pu:1",
                    "socket:1 l2u:2 core:2 pu:1",
                    "so:1 l2ucache:2 cor:2 pu:1",
                    "\tpackage:1\n l2:2   core: 2 pu:1 ",
                    "package:0x1 l2:02 core:2 pu:1",
                    "package:1 l2:2 core:2 1",
                })
        void shouldBeTheSameHoweverTheyAreSpelled(String description) {
            assertMeans(
                    "Package:1 %s L2Cache:2(size=4194304) Core:2 PU:1".formatted(DEFAULT_NODE),
                    description);
        }

        @ParameterizedTest
        @CsvSource({
            "die:2 pu:2, Die",
            "di:2 pu:2, Die",
            "gr:2 pu:2, Group",
            "group0:2 pu:2, Group",
            "tile:2 pu:2, Group",
            "l1:2 pu:2, L1Cache",
            "l1d:2 pu:2, L1dCache",
            "l1icache:2 pu:2, L1iCache",
            "l5:2 pu:2, L5Cache"
        })
        void shouldBeOfTheTypeNamed(String description, String longName) {
            assertEquals(
                    longName, parse(description).root().children().getFirst().type().longName());
        }

        @Test
        void shouldCountPerObjectOfTheLevelAbove() {
            Topology topology = parse("package:2 l2:4 core:2 pu:2");
            assertEquals(2, topology.packageCount());
            assertEquals(8, topology.l2GroupCount());
            assertEquals(16, topology.coreCount());
            assertEquals(List.of(30, 31), topology.cores().get(15).pus());
        }

        @Test
        void shouldCountHardwareThreadsAsCoresWhereThereAreNone() {
            Topology topology = parse("l2:2 pu:3");
            assertEquals(6, topology.coreCount());
            assertEquals(1, topology.l2GroupOf(3));
        }

        @Test
        void shouldBeOrderedByTypeWhereTheyHaveTheSameThreads() {
            assertMeans(
                    "%s L2Cache:2(size=4194304) L1dCache:1(size=32768) Core:1 PU:2"
                            .formatted(DEFAULT_NODE),
                    "core:2 l1d:1 l2:1 pu:2");
        }

        @Test
        void shouldVanishIfTheyAreGroupsLikeTheirNeighbours() {
            assertMeans(
                    "Package:1 %s Core:4 PU:1".formatted(DEFAULT_NODE),
                    "group:1 package:1 group:1 core:4 group:1 pu:1");
            assertMeans(
                    "%s Package:2 Core:4 PU:1".formatted(DEFAULT_NODE),
                    "group:2 package:1 core:4 pu:1");
        }

        @Test
        void shouldBeRemarkedOnIfNoMachineIsBuiltLikeThat() {
            Topology topology = parse("core:2 l2:2 pu:1");
            assertEquals(
                    "L2Cache in column 8 is inside Core, which no real machine has.",
                    topology.notes().getFirst());
            assertEquals(2, topology.l2GroupCount(), "a core is never divided");
        }
    }

    @Nested
    class Untyped {
        @ParameterizedTest
        @CsvSource({
            "2, PU:2",
            "2 2, NUMANode:2 PU:2",
            "2 2 2, Package:2 NUMANode:2 PU:2",
            "2 2 2 2, Package:2 NUMANode:2 Core:2 PU:2",
            "2 2 2 2 2, Package:2 NUMANode:2 L2:2 Core:2 PU:2",
            "2 2 2 2 2 2, Package:2 NUMANode:2 L2:2 L1d:2 Core:2 PU:2",
            "2 2 2 2 2 2 2, Package:2 NUMANode:2 L3:2 L2:2 L1d:2 Core:2 PU:2",
            "2 2 2 2 2 2 2 2, Package:2 NUMANode:2 L3:2 L2:2 L1d:2 L1i:2 Core:2 PU:2",
            "2 2 2 2 2 2 2 2 2, Group:2 Package:2 NUMANode:2 L3:2 L2:2 L1d:2 L1i:2 Core:2 PU:2",
        })
        void shouldGetTheTypesThatHwlocGuesses(String untyped, String typed) {
            assertMeans(parse(typed).toSynthetic(), untyped);
        }
    }

    @Nested
    class Sizes {
        @Test
        void shouldBeHwlocsIfNothingIsSaid() {
            assertMeans(
                    DEFAULT_NODE
                            + " L5Cache:2(size=268435456) L4Cache:1(size=67108864)"
                            + " L3Cache:1(size=16777216) L2Cache:1(size=4194304)"
                            + " L1dCache:1(size=32768) L1iCache:1(size=32768) Core:1 PU:1",
                    "l5:2 l4:1 l3:1 l2:1 l1d:1 l1i:1 core:1 pu:1");
        }

        @ParameterizedTest
        @CsvSource({
            "1000000, 1000000",
            "0x100, 256",
            "1kB, 1000",
            "1KB, 1000",
            "1KiB, 1024",
            "2MB, 2000000",
            "2mib, 2097152",
            "1GB, 1000000000",
            "1GiB, 1073741824",
            "1TB, 1000000000000",
            "1TiB, 1099511627776"
        })
        void shouldHaveDecimalAndBinaryUnits(String written, long bytes) {
            Topology topology = parse("l2:2(size=%s) pu:1".formatted(written));
            assertEquals(bytes, topology.root().children().getFirst().bytes());
        }

        @Test
        void shouldBeTheLastIfGivenTwice() {
            assertMeans(DEFAULT_NODE + " L2Cache:2(size=8) PU:2", "l2:2(size=4 size=8) pu:2");
        }
    }

    @Nested
    class Memories {
        @Test
        void shouldBeOneOfAGibibyteIfNoneIsDescribed() {
            TopologyObject node = parse("l2:2 pu:2").numaNodes().getFirst();
            assertEquals(1L << 30, node.bytes());
            assertEquals(0, node.osIndex());
        }

        @Test
        void shouldHaveNoSizeIfAttachedWithoutOne() {
            assertMeans("[NUMANode] L2Cache:2(size=4194304) PU:2", "[numa] l2:2 pu:2");
        }

        @Test
        void shouldHangOnTheOutermostObjectWithTheirThreads() {
            String expected = "Package:2 [NUMANode(memory=8)] L3Cache:1(size=1) Core:2 PU:1";
            assertMeans(expected, "package:2 l3:1(size=1) [numa(memory=8)] core:2 pu:1");
            assertMeans(expected, "package:2 [numa(memory=8)] l3:1(size=1) core:2 pu:1");
            assertMeans(expected, "numa:2(memory=8) package:1 l3:1(size=1) core:2 pu:1");
        }

        @Test
        void shouldSinkFromTheMachineToItsOnlyPart() {
            assertMeans("Core:1 [NUMANode(memory=8)] PU:2", "[numa(memory=8)] core:1 pu:2");
            assertMeans("[NUMANode(memory=8)] PU:1", "[numa(memory=8)] pu:1");
        }

        @Test
        void shouldHangOnGroupsWhereNothingElseHasTheirThreads() {
            assertMeans(
                    "Package:2 Group:2 [NUMANode(memory=8)] Core:2 PU:1",
                    "package:2 numa:2(memory=8) core:2 pu:1");
            assertMeans("Group:2 [NUMANode(memory=8)] PU:1", "numa:2(memory=8) pu:1");
        }

        @Test
        void shouldBelongToTheCoresBelow() {
            Topology topology = parse("package:2 [numa] [numa] core:2 pu:1");
            assertEquals(4, topology.numaNodes().size());
            assertEquals(0, topology.numaNodeOf(1));
            assertEquals(2, topology.numaNodeOf(2), "the first of the two beside its package");
        }

        @Test
        void shouldNotComeFromTheMachinesOwnAttribute() {
            Topology topology = parse("(memory=4GiB) pu:2");
            assertEquals(1L << 30, topology.numaNodes().getFirst().bytes());
            assertTrue(
                    topology.notes().getFirst().startsWith("memory of the machine has no effect"));
        }

        @Test
        void shouldIgnoreMemorySideCachesAndSaySo() {
            Topology topology = parse("[numa(memory=8 memorysidecachesize=1MB)] pu:2");
            assertEquals(
                    "memorysidecachesize is read and has no effect.", topology.notes().getFirst());
        }
    }

    @Nested
    class Indexes {
        @Test
        void shouldBeCountedThroughIfNothingIsSaid() {
            assertEquals(List.of(0, 2, 4), puOfEachCore("core:3 pu:2"));
        }

        @Test
        void shouldBeTakenFromAList() {
            assertEquals(List.of(7, 9), puOfEachCore("core:2 pu:1(indexes=7,9)"));
        }

        @Test
        void shouldOrderTheMachineByItsLowestThreads() {
            Topology topology = parse("package:2 core:1 pu:2(indexes=2,3,0,1)");
            assertEquals(List.of(0, 1), topology.cores().getFirst().pus());
            assertEquals(1, topology.root().children().getFirst().osIndex());
        }

        @Test
        void shouldRunThroughLoops() {
            // hwloc's documentation: threads of a core are 4 apart
            Topology topology = parse("core:4 pu:2(indexes=2*4:1*2)");
            assertEquals(List.of(0, 4), topology.cores().getFirst().pus());
            assertEquals(List.of(3, 7), topology.cores().getLast().pus());
        }

        @Test
        void shouldCompleteTheLastLoop() {
            assertMeans(
                    parse("core:4 pu:2(indexes=2*4:1*2)").toSynthetic(),
                    "core:4 pu:2(indexes=2*4)");
        }

        @Test
        void shouldRunThroughTypes() {
            Topology topology = parse("package:2 core:2 pu:2(indexes=core:pu)");
            assertEquals(List.of(0, 4), topology.cores().getFirst().pus());
            Topology byPackage = parse("package:2 core:2 pu:2(indexes=package:core)");
            assertEquals(List.of(0, 4), byPackage.cores().getFirst().pus());
            assertEquals(1, byPackage.packageOf(2), "CPU 1 is in the other package");
            assertEquals(List.of(1, 5), byPackage.cores().get(2).pus());
        }

        @Test
        void shouldNumberAllMemoriesAtOnce() {
            Topology topology =
                    parse("package:2 [numa(memory=1 indexes=0,2,1,3)] [numa(memory=2)] pu:2");
            assertEquals(
                    List.of(0, 2, 1, 3),
                    topology.numaNodes().stream().map(TopologyObject::osIndex).toList());
            assertEquals(2, topology.numaNodes().get(1).bytes());
        }

        @Test
        void shouldNumberPackagesAndCores() {
            Topology topology = parse("package:2(indexes=5,3) core:1(indexes=8,6) pu:1");
            assertEquals(5, topology.root().children().getFirst().osIndex());
            assertEquals(6, topology.cores().get(1).osIndex());
        }

        @Test
        void shouldHaveNoEffectOnCachesButBeSaid() {
            Topology topology = parse("l2:2(indexes=1,0) pu:1");
            assertEquals(
                    TopologyObject.NO_OS_INDEX, topology.root().children().getFirst().osIndex());
            assertEquals("indexes of L2Cache have no effect.", topology.notes().getFirst());
        }
    }

    @Nested
    class Notes {
        @Test
        void shouldBeNoneForAnOrdinaryMachine() {
            assertEquals(List.of(), parse("package:2 l3:1 l2:2 core:2 pu:2").notes());
        }

        @Test
        void shouldSayThatNoL2IsKnown() {
            Topology topology = parse("core:2 pu:1");
            assertFalse(topology.hasL2());
            assertEquals(
                    List.of(
                            "No L2 cache above any core is known: each core is an L2 group of its"
                                    + " own."),
                    topology.notes());
        }
    }

    @Nested
    class Asymmetry {
        @Test
        void shouldHaveNoSyntheticDescription() {
            ObjectNode machine = new ObjectNode(ObjectType.MACHINE, 0, 0);
            ObjectNode shared = new ObjectNode(ObjectType.L2, TopologyObject.NO_OS_INDEX, 0);
            ObjectNode alone = new ObjectNode(ObjectType.L2, TopologyObject.NO_OS_INDEX, 0);
            machine.children.addAll(List.of(alone, shared));
            shared.children.add(new ObjectNode(ObjectType.PU, 0, 0));
            shared.children.add(new ObjectNode(ObjectType.PU, 1, 0));
            alone.children.add(new ObjectNode(ObjectType.PU, 2, 0));
            Topology topology = new Topology(machine, NumaDistances.UNKNOWN, List.of());
            assertFalse(topology.isSymmetric());
            assertThrows(IllegalStateException.class, topology::toSynthetic);
            assertEquals(
                    "asymmetric: 1 packages, 0 NUMA nodes, 2 L2 groups, 3 cores",
                    topology.toString());
        }
    }
}
