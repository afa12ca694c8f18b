package io.atoll.cluster.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologyTest {
    /** Two packages of two memories of two L2 caches of two cores. */
    private static final Topology MACHINE =
            SyntheticTopology.parse("package:2 numa:2 l2:2 core:2 pu:2");

    @Nested
    class Distances {
        @ParameterizedTest
        @CsvSource({
            "5, 5, SAME_CORE",
            "0, 1, SAME_L2",
            "1, 2, SAME_NUMA_NODE",
            "0, 3, SAME_NUMA_NODE",
            "3, 4, SAME_PACKAGE",
            "0, 7, SAME_PACKAGE",
            "7, 8, OTHER_PACKAGE",
            "0, 15, OTHER_PACKAGE"
        })
        void shouldNameTheNearestThingInCommon(int coreA, int coreB, Distance expected) {
            assertEquals(expected, MACHINE.distance(coreA, coreB));
        }

        @Test
        void shouldBeTheSameBothWays() {
            for (int a = 0; a < MACHINE.coreCount(); a++) {
                for (int b = 0; b < MACHINE.coreCount(); b++) {
                    assertEquals(MACHINE.distance(a, b), MACHINE.distance(b, a), a + " and " + b);
                }
            }
        }

        @Test
        void shouldNeverShrinkTowardsTheOutside() {
            for (int core = 1; core < MACHINE.coreCount(); core++) {
                Distance nearer = MACHINE.distance(0, core - 1);
                assertEquals(
                        nearer.compareTo(MACHINE.distance(0, core)) <= 0, true, "core " + core);
            }
        }

        @Test
        void shouldSeeTwoPackagesThatHaveOneMemory() {
            Topology topology = SyntheticTopology.parse("package:2 l2:1 core:2 pu:1");
            assertEquals(0, topology.numaNodeOf(3));
            assertEquals(Distance.OTHER_PACKAGE, topology.distance(0, 3));
        }

        @Test
        void shouldSeeAnL2ThatTwoPackagesOfADescriptionShare() {
            Topology topology = SyntheticTopology.parse("l2:2 package:2 core:2 pu:1");
            assertEquals(Distance.SAME_L2, topology.distance(0, 3));
        }

        @Test
        void shouldRefuseCoresThatDoNotExist() {
            assertThrows(IndexOutOfBoundsException.class, () -> MACHINE.distance(0, 16));
            assertThrows(IndexOutOfBoundsException.class, () -> MACHINE.distance(-1, -1));
        }
    }

    @Nested
    class MemoryDistances {
        @Test
        void shouldBeWhatLinuxAssumesWhereNothingIsKnown() {
            assertEquals(10, MACHINE.numaDistance(2, 2));
            assertEquals(20, MACHINE.numaDistance(0, 3));
        }
    }

    @Nested
    class Cores {
        @Test
        void shouldKnowTheirPlace() {
            PhysicalCore core = MACHINE.cores().get(13);
            assertEquals(13, core.index());
            assertEquals(6, core.l2Group());
            assertEquals(3, core.numaNode());
            assertEquals(1, core.packageIndex());
            assertEquals(26, MACHINE.puOf(13));
        }
    }
}
