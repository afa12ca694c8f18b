package io.atoll.benchmarks.modelled.replication;

import io.atoll.benchmarks.modelled.workloads.CoreProgram;
import io.atoll.benchmarks.modelled.workloads.Idle;
import io.atoll.benchmarks.modelled.workloads.Scenario;
import io.atoll.benchmarks.modelled.workloads.Site;
import io.atoll.kernel.api.Sel4;

import java.util.SplittableRandom;

/**
 * Threads that use one map without pause, with keys drawn from many, on an image for each node.
 * While a thread works it makes no system call. For one run.
 */
public final class MapOperations implements Scenario {
    /** How the map is built. */
    public enum Structure {
        NODE_REPLICATION("node replication"),
        LOCK("one lock"),
        STRIPES("a lock a part");

        private final String title;

        Structure(String title) {
            this.title = title;
        }

        /** For people. */
        public String title() {
            return title;
        }
    }

    private static final int LOG_CAPACITY = 4096;

    /** As many as the published map has. */
    private static final long KEYS = 67_000_000;

    private final Structure structure;
    private final ThreadPlaces places;
    private final int writePercent;
    private final MapCosts costs;

    /** Of each node that replica; or of all the one map. */
    private final SharedMap[] maps;

    public MapOperations(
            Structure structure, ThreadPlaces places, int writePercent, MapCosts costs) {
        this.structure = structure;
        this.places = places;
        this.writePercent = writePercent;
        this.costs = costs;
        this.maps = new SharedMap[structure == Structure.NODE_REPLICATION ? places.usedNodes() : 1];
    }

    @Override
    public long sharedBytes() {
        return switch (structure) {
            case NODE_REPLICATION ->
                    NodeReplicatedMap.byteSize(
                            places.usedNodes(), places.mostThreadsOfNode(), LOG_CAPACITY);
            case LOCK -> LockedMap.byteSize();
            case STRIPES -> StripedMap.byteSize();
        };
    }

    @Override
    public boolean isMeasured(int core) {
        return places.threadOf(core) >= 0;
    }

    @Override
    public CoreProgram client(Site site) {
        int thread = places.threadOf(site.core());
        return thread < 0 ? new Idle(site) : new User(site, thread);
    }

    private SharedMap map(Site site) {
        int index = maps.length == 1 ? 0 : places.nodeOf(site.core());
        if (maps[index] == null) {
            maps[index] = newMap(site, index);
        }
        return maps[index];
    }

    private SharedMap newMap(Site site, int node) {
        return switch (structure) {
            case NODE_REPLICATION ->
                    new NodeReplicatedMap(
                            site.shared(),
                            places.usedNodes(),
                            node,
                            places.mostThreadsOfNode(),
                            LOG_CAPACITY,
                            costs);
            case LOCK -> new LockedMap(site.shared(), costs);
            case STRIPES -> new StripedMap(site.shared(), costs);
        };
    }

    private final class User extends CoreProgram {
        private final SharedMap map;
        private final int thread;
        private final SplittableRandom random;

        User(Site site, int thread) {
            super(site);
            this.map = map(site);
            this.thread = thread;
            this.random = site.random();
        }

        @Override
        protected void step(Sel4 sel4) {
            boolean writes = random.nextInt(100) < writePercent;
            long key = random.nextLong(KEYS);
            long began = site.tally().nowNanos();
            if (writes) {
                map.put(sel4, thread, key, began + 1);
            } else {
                map.get(sel4, thread, key);
            }
            site.tally().done(site.core(), began);
        }
    }
}
