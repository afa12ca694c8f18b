package io.atoll.benchmarks.modelled.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.benchmarks.modelled.workloads.Arrangement;
import io.atoll.benchmarks.modelled.workloads.Control;
import io.atoll.benchmarks.modelled.workloads.CoreProgram;
import io.atoll.benchmarks.modelled.workloads.ModelledRun;
import io.atoll.benchmarks.modelled.workloads.Scenario;
import io.atoll.benchmarks.modelled.workloads.Site;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.topology.SyntheticTopology;
import io.atoll.coordinator.history.Finding;
import io.atoll.coordinator.history.LinearizabilityChecker;
import io.atoll.coordinator.history.MapModel;
import io.atoll.coordinator.history.Operation;
import io.atoll.kernel.api.Sel4;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

@Timeout(60)
class SharedMapTest {
    private static final int NODES = 2;
    private static final int THREADS_OF_NODE = 4;

    /** So short that it is gone round many times, and full where a node is lazy. */
    private static final int LOG_CAPACITY = 8;

    private static final int PAUSE_CYCLES = 400;
    private static final int LAZY_PAUSE_CYCLES = 50_000;

    private static final MapCosts COSTS = new MapCosts(30, 30);
    private static final long SHARED_BYTES =
            Math.max(
                    StripedMap.byteSize(),
                    NodeReplicatedMap.byteSize(NODES, THREADS_OF_NODE, LOG_CAPACITY));

    /** Makes what the threads of a node use. */
    private interface Maker {
        SharedMap make(MemorySegment memory, int node);
    }

    private static NodeReplicatedMap replica(MemorySegment memory, int node) {
        return new NodeReplicatedMap(memory, NODES, node, THREADS_OF_NODE, LOG_CAPACITY, COSTS);
    }

    /** A reader does not wait for what was answered elsewhere: the broken twin. */
    private static NodeReplicatedMap hastyReplica(MemorySegment memory, int node) {
        return new NodeReplicatedMap(memory, NODES, node, THREADS_OF_NODE, LOG_CAPACITY, COSTS) {
            @Override
            void catchUp(Sel4 sel4, long end) {
                // reads what the replica has
            }
        };
    }

    /** Threads of two nodes that put and get a few keys; all they do is written down. */
    private static final class Recorded implements Scenario {
        private static final int KEYS = 3;

        private final Maker maker;
        private final boolean isOneForAll;
        private final SharedMap[] maps = new SharedMap[NODES];
        private final List<Operation> operations = new ArrayList<>();
        private long lastValue;

        Recorded(Maker maker, boolean isOneForAll) {
            this.maker = maker;
            this.isOneForAll = isOneForAll;
        }

        @Override
        public long sharedBytes() {
            return SHARED_BYTES;
        }

        private SharedMap map(Site site) {
            int node = isOneForAll ? 0 : site.core() / THREADS_OF_NODE;
            if (maps[node] == null) {
                maps[node] = maker.make(site.shared(), node);
            }
            return maps[node];
        }

        @Override
        public CoreProgram client(Site site) {
            SharedMap map = map(site);
            int thread = site.core() % THREADS_OF_NODE;
            SplittableRandom random = site.random();
            return new CoreProgram(site) {
                @Override
                protected void step(Sel4 sel4) {
                    long key = 1 + random.nextLong(KEYS);
                    long began = site.tally().nowNanos();
                    int index = operations.size();
                    if (random.nextBoolean()) {
                        long value = ++lastValue;
                        operations.add(pending(site, "put", key, value, began));
                        map.put(sel4, thread, key, value);
                        end(index, null);
                    } else {
                        operations.add(pending(site, "get", key, began));
                        long value = map.get(sel4, thread, key);
                        end(index, value == SharedMap.NOTHING ? null : value);
                    }
                    site.tally().done(site.core(), began);
                    sel4.compute(random.nextInt(mostPause(site)));
                }

                private void end(int index, Long result) {
                    Operation begun = operations.get(index);
                    operations.set(
                            index,
                            new Operation(
                                    begun.process(),
                                    begun.name(),
                                    begun.arguments(),
                                    result,
                                    begun.calledTicks(),
                                    site.tally().nowNanos()));
                }
            };
        }

        /** With every other seed, the second node falls behind. */
        private static int mostPause(Site site) {
            boolean isLazy = site.run().seed() % 2 == 0 && site.core() >= THREADS_OF_NODE;
            return isLazy ? LAZY_PAUSE_CYCLES : PAUSE_CYCLES;
        }

        private static Operation pending(Site site, String name, long key, long began) {
            return pending(site, name, List.of(key), began);
        }

        private static Operation pending(Site site, String name, long key, long value, long began) {
            return pending(site, name, List.of(key, value), began);
        }

        private static Operation pending(
                Site site, String name, List<Object> arguments, long began) {
            return new Operation(
                    "core " + site.core(), name, arguments, null, began, Operation.NEVER);
        }
    }

    private static Finding history(Maker maker, boolean isOneForAll, long seed) {
        Recorded recorded = new Recorded(maker, isOneForAll);
        ModelledRun.run(
                new Arrangement(
                        SyntheticTopology.parse("package:2 l2:2 core:2 pu:1"),
                        NODES * THREADS_OF_NODE,
                        THREADS_OF_NODE,
                        Control.LOCK_FREE),
                recorded,
                CostModel.preset("xeon-8275cl"),
                seed,
                0.25);
        assertTrue(recorded.operations.size() > 500, "500 operations");
        return new LinearizabilityChecker().check("map", new MapModel(), recorded.operations);
    }

    private static void assertLinearizable(Finding finding) {
        assertInstanceOf(Finding.Linearizable.class, finding, finding::toText);
    }

    @Nested
    class Histories {
        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4})
        void shouldBeLinearizableOnReplicas(long seed) {
            assertLinearizable(history(SharedMapTest::replica, false, seed));
        }

        @Test
        void shouldBeLinearizableUnderOneLock() {
            assertLinearizable(history((memory, _) -> new LockedMap(memory, COSTS), true, 1));
        }

        @Test
        void shouldBeLinearizableUnderALockAPart() {
            assertLinearizable(history((memory, _) -> new StripedMap(memory, COSTS), true, 1));
        }

        /** The check sees what it is for: the broken twin is found out with each seed. */
        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4})
        void shouldNotBeLinearizableWhereReadersDoNotWait(long seed) {
            Finding finding = history(SharedMapTest::hastyReplica, false, seed);

            assertInstanceOf(Finding.NotLinearizable.class, finding, finding::toText);
        }
    }

    @Nested
    class Places {
        @Test
        void shouldFillTheFirstThreadsOfAllCoresNodeByNode() {
            ThreadPlaces five = new ThreadPlaces(2, 2, 5);

            assertEquals(
                    List.of(0, 2, 1, -1, 0, -1, 1, -1),
                    IntStream.range(0, 8).map(five::threadOf).boxed().toList());
            assertEquals(2, five.usedNodes());
            assertEquals(3, five.mostThreadsOfNode());
        }

        @Test
        void shouldUseOneNodeWhileItHasRoom() {
            ThreadPlaces two = new ThreadPlaces(2, 2, 2);

            assertEquals(1, two.usedNodes());
            assertEquals(-1, two.threadOf(4));
        }

        @Test
        void shouldNumberThreadsOfANodeWithoutGaps() {
            ThreadPlaces all = new ThreadPlaces(4, 24, 192);

            assertEquals(
                    IntStream.range(0, 48).boxed().toList(),
                    IntStream.range(48, 96).map(all::threadOf).sorted().boxed().toList());
        }

        @Test
        void shouldRefuseMoreThreadsThanThereAreHardwareThreads() {
            assertThrows(IllegalArgumentException.class, () -> new ThreadPlaces(2, 2, 9));
        }
    }

    @Test
    void shouldRefuseALogThatIsTooShort() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(1 << 16, 64);

            assertThrows(
                    IllegalArgumentException.class,
                    () -> new NodeReplicatedMap(memory, 2, 0, 4, 4, COSTS));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new NodeReplicatedMap(memory, 2, 0, 4, 12, COSTS));
        }
    }
}
