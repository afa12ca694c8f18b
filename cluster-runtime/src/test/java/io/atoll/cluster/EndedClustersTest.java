package io.atoll.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

@Timeout(60)
class EndedClustersTest {
    private static final int CLUSTERS = 4096;

    private final Arena arena = Arena.ofShared();
    private final EndedClusters.Writer writer =
            new EndedClusters.Writer(arena.allocate(EndedClusters.Writer.byteSize(CLUSTERS)));
    private final EndedClusters ended = writer.reader();

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void shouldBeEmptyAtFirst() {
        assertEquals(0, ended.count());
        assertThrows(IndexOutOfBoundsException.class, () -> ended.cluster(0));
    }

    @Test
    void shouldKeepTheOrderOfEnds() {
        for (int cluster : new int[] {7, 0, 4095}) {
            writer.add(cluster);
        }

        assertEquals(List.of(7, 0, 4095), all());
        assertThrows(IndexOutOfBoundsException.class, () -> ended.cluster(3));
        assertThrows(IndexOutOfBoundsException.class, () -> ended.cluster(-1));
    }

    @Test
    void shouldHaveRoomForEveryCluster() {
        IntStream.range(0, CLUSTERS).forEach(writer::add);

        assertEquals(IntStream.range(0, CLUSTERS).boxed().toList(), all());
    }

    /** Kernels that fail at the same time, each on its own core's thread. */
    @Test
    void shouldMissNoneOfThoseThatEndAtATime() throws InterruptedException {
        List<Thread> cores = new ArrayList<>();
        for (int core = 0; core < 2; core++) {
            int first = core;
            cores.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = first; i < CLUSTERS; i += 2) {
                                            writer.add(i);
                                        }
                                    }));
        }
        for (Thread core : cores) {
            core.join();
        }

        assertEquals(
                IntStream.range(0, CLUSTERS).boxed().toList(), all().stream().sorted().toList());
    }

    private List<Integer> all() {
        return IntStream.range(0, ended.count()).map(ended::cluster).boxed().toList();
    }
}
