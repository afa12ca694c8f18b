package io.atoll.cluster.simulated.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.topology.Distance;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.Random;

class InterconnectTest {
    private static final int CORES = 4096;
    private static final int L2 = 12;
    private static final int DIE = 650;

    private static final CostModel COSTS = CostModel.preset("mail");

    /** Pairs share an L2 cache; everything else is one die. */
    private static Distance pairs(int a, int b) {
        return a / 2 == b / 2 ? Distance.SAME_L2 : Distance.SAME_NUMA_NODE;
    }

    private static Interconnect with(CostModel costs) {
        return new Interconnect(CORES, costs, (_, cycles) -> cycles, InterconnectTest::pairs);
    }

    private final Interconnect interconnect = with(COSTS);
    private final CacheLine line = interconnect.newKernelLine(0);

    private long access(int core, LineAccess access, long at) {
        return interconnect.access(line, core, access, at);
    }

    @Nested
    class States {
        @Test
        void shouldBeginWithItsFirstUser() {
            assertEquals(LineState.EXCLUSIVE, line.state());
            assertEquals(100, access(0, LineAccess.LOAD, 100));
            assertEquals(100, access(0, LineAccess.STORE, 100));
            assertEquals(LineState.MODIFIED, line.state());
        }

        @Test
        void shouldBeSharedByThoseWhoRead() {
            access(0, LineAccess.STORE, 0);

            assertEquals(1000 + L2, access(1, LineAccess.LOAD, 1000));
            assertEquals(LineState.SHARED, line.state());
            assertEquals(2000, access(0, LineAccess.LOAD, 2000));
            assertEquals(2000, access(1, LineAccess.LOAD, 2000));
        }

        @Test
        void shouldBeTakenFromAllByWhoWrites() {
            access(1, LineAccess.LOAD, 0);
            access(2, LineAccess.LOAD, 10_000);

            assertEquals(20_000 + DIE, access(2, LineAccess.STORE, 20_000), "the farthest counts");
            assertTrue(line.isHeldOnlyBy(2));
            assertFalse(line.isHeldBy(0));
            assertFalse(line.isHeldBy(1));
            assertEquals(30_000 + DIE, access(1, LineAccess.LOAD, 30_000));
        }

        @Test
        void shouldComeFromTheNearestWhoHasIt() {
            access(2, LineAccess.LOAD, 0);

            assertEquals(10_000 + L2, access(3, LineAccess.LOAD, 10_000));
        }

        /** Against the same with a plain set, over all numbers of holders. */
        @Test
        void shouldKnowWhoHasItHoweverManyTheyAre() {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            BitSet holders = new BitSet();
            holders.set(0);
            for (int i = 0; i < 20_000; i++) {
                int core = random.nextInt(random.nextBoolean() ? 8 : CORES);
                if (random.nextInt(50) == 0) {
                    access(core, LineAccess.STORE, i);
                    holders.clear();
                } else {
                    access(core, LineAccess.LOAD, i);
                }
                holders.set(core);
                assertEquals(holders.cardinality(), line.holders(), "seed " + seed);
                int other = random.nextInt(CORES);
                assertEquals(holders.get(other), line.isHeldBy(other), "seed " + seed);
            }
        }
    }

    @Nested
    class Queue {
        @Test
        void shouldForm() {
            access(0, LineAccess.STORE, 0);

            assertEquals(1000 + DIE, access(2, LineAccess.ATOMIC, 1000));
            assertEquals(1000 + 2 * DIE, access(4, LineAccess.ATOMIC, 1000));
            assertEquals(1000 + 3 * DIE, access(6, LineAccess.ATOMIC, 1001));
        }

        /** The twin: each has a line of its own. */
        @Test
        void shouldNotFormAtOtherLines() {
            for (int core = 2; core <= 6; core += 2) {
                CacheLine own = interconnect.newKernelLine(0);
                assertEquals(1000 + DIE, interconnect.access(own, core, LineAccess.ATOMIC, 1000));
            }
        }
    }

    @Test
    void shouldCostByAccessAndState() {
        Interconnect factors =
                with(
                        COSTS.with(Cost.ATOMIC_PERCENT, 200)
                                .with(Cost.EXCLUSIVE_PERCENT, 50)
                                .with(Cost.SHARED_PERCENT, 300));

        assertEquals(DIE / 2, factors.access(factors.newKernelLine(0), 2, LineAccess.LOAD, 0));
        CacheLine written = factors.newKernelLine(0);
        factors.access(written, 0, LineAccess.STORE, 0);
        assertEquals(DIE * 2, factors.access(written, 2, LineAccess.ATOMIC, 0));
        CacheLine shared = factors.newKernelLine(0);
        factors.access(shared, 1, LineAccess.LOAD, 0);
        assertEquals(10_000 + DIE * 3, factors.access(shared, 2, LineAccess.STORE, 10_000));
    }

    @Test
    void shouldFindALineByItsAddress() {
        CacheLine first = interconnect.memoryLine(0x1000, 5);

        assertEquals(first, interconnect.memoryLine(0x103f, 6));
        assertFalse(first == interconnect.memoryLine(0x1040, 6));
        // The same place among those used lately, another line.
        CacheLine far = interconnect.memoryLine(0x1000 + (1L << 20), 6);
        assertFalse(first == far);
        assertEquals(first, interconnect.memoryLine(0x1000, 7));
    }
}
