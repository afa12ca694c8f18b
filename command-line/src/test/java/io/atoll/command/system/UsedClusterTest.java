package io.atoll.command.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.cluster.topology.ClusterBy;
import io.atoll.cluster.topology.Clustering;
import io.atoll.cluster.topology.SyntheticTopology;

import org.junit.jupiter.api.Test;

import java.util.List;

class UsedClusterTest {
    private static final Clustering THREE_OF_FOUR =
            Clustering.of(SyntheticTopology.parse("3x4"), ClusterBy.L2);

    @Test
    void shouldHaveTheFirstCoreAndThoseOfPrograms() {
        assertEquals(
                List.of(new UsedCluster(0, List.of(0, 2)), new UsedCluster(2, List.of(8, 9, 11))),
                UsedCluster.of(THREE_OF_FOUR, List.of(11, 9, 2, 2)));
    }

    @Test
    void shouldHaveAllCoresForAnInitialTaskOfItsOwn() {
        assertEquals(
                List.of(
                        new UsedCluster(0, List.of(0, 1, 2, 3)),
                        new UsedCluster(1, List.of(4, 5, 6, 7)),
                        new UsedCluster(2, List.of(8, 9, 10, 11))),
                UsedCluster.all(THREE_OF_FOUR));
    }
}
