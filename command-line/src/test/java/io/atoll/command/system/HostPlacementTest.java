package io.atoll.command.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.cluster.topology.SyntheticTopology;

import org.junit.jupiter.api.Test;

import java.util.List;

class HostPlacementTest {
    private static String spread(String host, Integer... sizes) {
        return HostPlacement.spread(SyntheticTopology.parse(host), List.of(sizes))
                .map(List::toString)
                .orElse("none");
    }

    @Test
    void shouldGiveEachClusterACacheOfItsOwn() {
        assertEquals("[[0], [2]]", spread("2x2", 1, 1));
        assertEquals("[[0, 1], [2, 3]]", spread("2x2", 2, 2));
        assertEquals("[[0], [2, 3]]", spread("2x2", 1, 2));
    }

    @Test
    void shouldTakeOneCoreAfterTheOtherIfCachesAreTooFewOrTooSmall() {
        assertEquals("[[0], [1], [2]]", spread("2x2", 1, 1, 1));
        assertEquals("[[0, 1]]", spread("2x1", 2));
        assertEquals("[[0], [1, 2, 3]]", spread("2x2", 1, 3));
    }

    @Test
    void shouldPlaceNobodyIfThereAreTooFewCores() {
        assertEquals("none", spread("2x2", 2, 3));
    }
}
