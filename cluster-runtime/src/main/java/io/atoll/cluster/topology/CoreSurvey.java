package io.atoll.cluster.topology;

import java.util.ArrayList;
import java.util.List;

/**
 * Walks a finished tree once and writes down where every core is. A core is an object of type Core
 * or, where the tree has none above it, a hardware thread. Used by one thread, then thrown away.
 */
final class CoreSurvey {
    final List<PhysicalCore> cores = new ArrayList<>();
    final List<TopologyObject> numaNodes = new ArrayList<>();
    int l2GroupCount;
    int l3GroupCount;
    int packageCount;
    boolean hasL2;
    boolean hasL3;

    CoreSurvey(TopologyObject machine) {
        walk(machine, Place.UNKNOWN);
        numaNodes.sort((a, b) -> Integer.compare(a.logicalIndex(), b.logicalIndex()));
        packageCount = Math.max(packageCount, 1);
    }

    /** What lies above an object; -1 where there is no such thing. */
    private record Place(int l2Group, int l3Group, int numaNode, int packageIndex) {
        static final Place UNKNOWN = new Place(-1, -1, -1, -1);

        Place inL2(int group) {
            return new Place(group, l3Group, numaNode, packageIndex);
        }

        Place inL3(int group) {
            return new Place(l2Group, group, numaNode, packageIndex);
        }

        Place inPackage(int index) {
            return new Place(l2Group, l3Group, numaNode, index);
        }

        Place near(TopologyObject node) {
            return new Place(l2Group, l3Group, node.logicalIndex(), packageIndex);
        }
    }

    private void walk(TopologyObject object, Place above) {
        Place place = above;
        if (!object.memory().isEmpty()) {
            numaNodes.addAll(object.memory());
            place = place.near(object.memory().getFirst());
        }
        if (object.type() == ObjectType.PACKAGE) {
            place = place.inPackage(packageCount++);
        } else if (object.type().isDataCache(3)) {
            hasL3 = true;
            place = place.inL3(l3GroupCount++);
        } else if (object.type().isDataCache(2)) {
            hasL2 = true;
            place = place.inL2(l2GroupCount++);
        } else if (object.type() == ObjectType.CORE || object.type() == ObjectType.PU) {
            addCore(object, place);
            return;
        }
        for (TopologyObject child : object.children()) {
            walk(child, place);
        }
    }

    private void addCore(TopologyObject core, Place place) {
        List<Integer> pus = new ArrayList<>();
        addPus(core, pus);
        pus.sort(null);
        cores.add(
                new PhysicalCore(
                        cores.size(),
                        core.osIndex(),
                        place.l2Group >= 0 ? place.l2Group : l2GroupCount++,
                        place.l3Group >= 0 ? place.l3Group : l3GroupCount++,
                        Math.max(place.numaNode, 0),
                        Math.max(place.packageIndex, 0),
                        pus));
    }

    private static void addPus(TopologyObject object, List<Integer> pus) {
        if (object.type() == ObjectType.PU) {
            pus.add(object.osIndex());
        }
        for (TopologyObject child : object.children()) {
            addPus(child, pus);
        }
    }
}
