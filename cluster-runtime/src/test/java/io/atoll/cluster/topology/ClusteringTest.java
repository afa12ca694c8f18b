package io.atoll.cluster.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class ClusteringTest {
    private static final Topology MACHINE =
            SyntheticTopology.parse("package:2 die:2 numa:2 l3:2 l2:2 core:2 pu:1");

    private static Clustering clustering(String description, ClusterBy by) {
        return Clustering.of(SyntheticTopology.parse(description), by);
    }

    @Nested
    class Levels {
        @ParameterizedTest
        @CsvSource({
            "core, 64, 1",
            "l2, 32, 2",
            "l3, 16, 4",
            "numa, 8, 8",
            "die, 4, 16",
            "package, 2, 32",
            "all, 1, 64"
        })
        void shouldDivideTheMachine(String by, int clusters, int coresInEach) {
            Clustering clustering = Clustering.of(MACHINE, ClusterBy.parse(by));
            assertEquals(clusters, clustering.clusterCount());
            for (int core = 0; core < 64; core++) {
                assertEquals(core / coresInEach, clustering.clusterOf(core), "core " + core);
            }
        }

        @ParameterizedTest
        @EnumSource
        void shouldPutEachCoreInExactlyOneCluster(ClusterBy by) {
            Clustering clustering = Clustering.of(MACHINE, by);
            List<Integer> all = new ArrayList<>();
            for (int cluster = 0; cluster < clustering.clusterCount(); cluster++) {
                for (int core : clustering.coresOf(cluster)) {
                    assertEquals(cluster, clustering.clusterOf(core));
                    all.add(core);
                }
            }
            all.sort(null);
            assertEquals(MACHINE.cores().stream().map(PhysicalCore::index).toList(), all);
        }

        @Test
        void shouldNotDivideCoresIntoHardwareThreads() {
            assertEquals(
                    List.of(List.of(0), List.of(1)),
                    clustering("core:2 pu:4", ClusterBy.CORE).clusters());
        }
    }

    @Nested
    class Absent {
        @Test
        void shouldMakeEachCoreAClusterWithoutL2() {
            assertEquals(4, clustering("package:2 core:2 pu:1", ClusterBy.L2).clusterCount());
        }

        @Test
        void shouldTakeTheL2WithoutL3AndSaySo() {
            Clustering clustering = clustering("package:1 l2:2 core:2 pu:1", ClusterBy.L3);
            assertEquals(List.of(List.of(0, 1), List.of(2, 3)), clustering.clusters());
            assertEquals(
                    List.of("No L3 cache is known: clusters share an L2 instead."),
                    clustering.notes());
        }

        @Test
        void shouldMakeEachCoreAClusterWithoutL3AndL2AndSaySo() {
            Clustering clustering = clustering("core:3 pu:1", ClusterBy.L3);
            assertEquals(3, clustering.clusterCount());
            assertEquals(
                    List.of("No L3 and no L2 cache is known: each core is a cluster."),
                    clustering.notes());
        }

        @Test
        void shouldTakeThePackageWithoutDiesAndSaySo() {
            Clustering clustering = clustering("package:2 core:2 pu:1", ClusterBy.DIE);
            assertEquals(2, clustering.clusterCount());
            assertEquals(
                    List.of("No dies are known: clusters are packages instead."),
                    clustering.notes());
        }

        @ParameterizedTest
        @EnumSource(names = {"DIE", "NUMA", "PACKAGE", "MACHINE"})
        void shouldTakeTheMachineWithoutAnyOfThem(ClusterBy by) {
            assertEquals(List.of(List.of(0, 1)), clustering("2x1", by).clusters());
        }
    }

    @Nested
    class PrivateL2 {
        @Test
        void shouldSayWhatWouldJoinCores() {
            assertEquals(
                    List.of(
                            "Each core has an L2 cache of its own: clusters by l2 have one core"
                                    + " each.",
                            "With --cluster-by l3 the 8 cores form 2 clusters."),
                    clustering("package:1 l3:2 l2:4 core:1 pu:2", ClusterBy.L2).notes());
        }

        @Test
        void shouldNotNameLevelsThatTheMachineLacks() {
            assertEquals(
                    "With --cluster-by all the 2 cores form 1 cluster.",
                    clustering("2x1", ClusterBy.L2).notes().getLast());
        }

        @Test
        void shouldNotBotherAMachineOfOneCore() {
            assertEquals(List.of(), clustering("1x1", ClusterBy.L2).notes());
        }

        @Test
        void shouldNotBotherThoseWhoAskedForCores() {
            assertEquals(List.of(), clustering("2x1", ClusterBy.CORE).notes());
        }
    }

    @Nested
    class Names {
        @ParameterizedTest
        @EnumSource
        void shouldBeReadAsWritten(ClusterBy by) {
            assertEquals(by, ClusterBy.parse(by.optionName()));
            assertEquals(by, ClusterBy.parse(' ' + by.optionName().toUpperCase()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "l4", "cores", "machine"})
        void shouldBeRefusedWithAllThatAreRight(String wrong) {
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> ClusterBy.parse(wrong));
            assertEquals(
                    "clusters cannot be formed by '%s'; write core, l2, l3, die, numa, package or all"
                            .formatted(wrong),
                    refusal.getMessage());
        }
    }
}
