package io.atoll.cluster.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The trees without the marks were printed by lstopo 2.9, except for memory sizes beyond its
 * example.
 */
class TopologyTextTest {
    private static String text(String description, ClusterBy by) {
        return TopologyText.of(Clustering.of(SyntheticTopology.parse(description), by));
    }

    @Nested
    class Tree {
        @Test
        void shouldBeThatOfLstopoWithTheClustersMarked() {
            assertEquals(
                    """
                    Machine (1024MB total) + Package L#0
                      NUMANode L#0 (P#0 1024MB)
                      L2 L#0 (4096KB)  <- cluster 0
                        Core L#0 + PU L#0 (P#0)
                        Core L#1 + PU L#1 (P#1)
                      L2 L#1 (4096KB)  <- cluster 1
                        Core L#2 + PU L#2 (P#2)
                        Core L#3 + PU L#3 (P#3)

                    2 clusters by l2
                      cluster  cores  PUs  NUMA  package
                            0    0-1  0-1     0        0
                            1    2-3  2-3     0        0
                    """,
                    text("package:1 l2:2 core:2 pu:1", ClusterBy.L2));
        }

        @Test
        void shouldMarkClustersOnJoinedLinesInOneColumn() {
            String text = text("package:2 l2:1 core:1 pu:5", ClusterBy.CORE);
            assertTrue(
                    text.contains("\n  Package L#0 + L2 L#0 (4096KB) + Core L#0  <- cluster 0\n"),
                    text);
            assertTrue(text.contains("\n    PU L#9 (P#9)\n"), text);
            String wide = text("core:11 pu:1", ClusterBy.CORE);
            assertTrue(wide.contains("\n  Core L#9 + PU L#9 (P#9)     <- cluster 9\n"), wide);
            assertTrue(wide.contains("\n  Core L#10 + PU L#10 (P#10)  <- cluster 10\n"), wide);
        }

        @ParameterizedTest
        @EnumSource
        void shouldMarkEveryClusterOnce(ClusterBy by) {
            String text = text("package:2 die:2 numa:2 l3:2 l2:2 core:2 pu:2", by);
            long marks = text.lines().filter(line -> line.contains("<- cluster")).count();
            assertEquals(
                    Clustering.of(
                                    SyntheticTopology.parse(
                                            "package:2 die:2 numa:2 l3:2 l2:2 core:2 pu:2"),
                                    by)
                            .clusterCount(),
                    marks,
                    text);
        }

        @Test
        void shouldHaveNoSizesWhereNoneAreKnown() {
            String text = text("[numa] pu:1", ClusterBy.L2);
            assertTrue(
                    text.startsWith(
                            "Machine\n"
                                    + "  NUMANode L#0 (P#0)\n"
                                    + "  PU L#0 (P#0)  <- cluster 0\n"),
                    text);
        }

        @ParameterizedTest
        @CsvSource({
            "1, 0KB",
            "512, 1KB",
            "32KiB, 32KB",
            "10485759, 10240KB",
            "10MiB, 10MB",
            "10239MiB, 10239MB",
            "10GiB, 10GB",
            "10TiB, 10TB",
            "8000000TiB, 7813PB"
        })
        void shouldPrintSizesAsLstopo(String written, String printed) {
            String text = text("l2:2(size=%s) pu:1".formatted(written), ClusterBy.L2);
            assertTrue(text.contains("L2 L#0 (%s)".formatted(printed)), text);
        }
    }

    @Nested
    class Tables {
        @Test
        void shouldListClustersDistancesAndNotes() {
            String text =
                    text("package:2 [numa] l2:2 core:1 pu:2(indexes=2*4:1*2)", ClusterBy.PACKAGE);
            assertEquals(
                    """
                    2 clusters by package
                      cluster  cores      PUs  NUMA  package
                            0    0-1  0-1,4-5     0        0
                            1    2-3  2-3,6-7     1        1

                    NUMA distances, from cores (rows) to memory; 10 is local
                          0   1
                      0  10  20
                      1  20  10
                    """,
                    text.substring(text.indexOf("2 clusters")));
        }

        @Test
        void shouldCountASingleClusterInTheSingular() {
            assertTrue(text("4x2", ClusterBy.MACHINE).contains("\n1 cluster by all\n"));
        }

        @Test
        void shouldEndWithTheNotesOfTheMachineAndOfItsClusters() {
            String text = text("core:2 pu:1", ClusterBy.L3);
            assertTrue(
                    text.endsWith(
                            """

                            note: No L2 cache above any core is known: each core is an L2 group of its own.
                            note: No L3 and no L2 cache is known: each core is a cluster.
                            """),
                    text);
        }
    }

    @Nested
    class Form {
        @ParameterizedTest
        @EnumSource
        void shouldBePlainAsciiWithoutTrailingSpaceAndAlwaysTheSame(ClusterBy by) {
            String description = "package:2 numa:2 l2:2 core:3 pu:2";
            String text = text(description, by);
            assertTrue(text.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 127), text);
            assertTrue(text.lines().noneMatch(line -> line.endsWith(" ")), text);
            assertEquals(text, text(description, by));
        }
    }
}
