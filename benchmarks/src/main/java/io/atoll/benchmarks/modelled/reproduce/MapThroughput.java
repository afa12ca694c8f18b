package io.atoll.benchmarks.modelled.reproduce;

import io.atoll.benchmarks.modelled.Jobs;
import io.atoll.benchmarks.modelled.replication.MapCosts;
import io.atoll.benchmarks.modelled.replication.MapOperations;
import io.atoll.benchmarks.modelled.replication.MapOperations.Structure;
import io.atoll.benchmarks.modelled.replication.ThreadPlaces;
import io.atoll.benchmarks.modelled.workloads.Arrangement;
import io.atoll.benchmarks.modelled.workloads.Control;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.topology.SyntheticTopology;
import io.atoll.cluster.topology.Topology;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * Threads that use one map, on a machine of four packages with 24 cores of two hardware threads
 * each and an image for each package. Lines are those of a machine with two such packages of the
 * same family, for which there are measured figures; the published one's are not known.
 *
 * @param threads how many
 * @param writePercent of their operations
 */
record MapThroughput(Structure structure, int threads, int writePercent) {
    static final int NODES = 4;
    static final int CORES_OF_NODE = 24;
    static final int MOST_THREADS = 2 * NODES * CORES_OF_NODE;

    /**
     * Two hardware threads that share an L2 cache are two cores of the model: they take nothing
     * from each other.
     */
    private static final Topology MACHINE = SyntheticTopology.parse("package:4 l2:24 core:2 pu:1");

    private static final CostModel COSTS = CostModel.preset("xeon-8275cl");

    /**
     * 267 ns at 3 GHz: published are 60 million reads a second of 16 threads, which do nothing but
     * look. A change takes as long: published are 3.7 million operations a second of one thread
     * under one lock, four of five of which are changes.
     */
    private static final MapCosts MAP = new MapCosts(800, 800);

    /** A combiner's round is many operations; so that there are many rounds. */
    private static final double SHARE_OF_REPLICATION = 8;

    /** Million operations a virtual second. */
    double millions(Setting setting) {
        ThreadPlaces places = new ThreadPlaces(NODES, CORES_OF_NODE, threads);
        double share =
                structure == Structure.NODE_REPLICATION
                        ? SHARE_OF_REPLICATION * setting.share()
                        : setting.share();
        return new Setting(setting.seed(), share)
                        .run(
                                new Arrangement(
                                        MACHINE,
                                        MACHINE.coreCount(),
                                        places.hardwareThreadsOfNode(),
                                        Control.LOCK_FREE),
                                new MapOperations(structure, places, writePercent, MAP),
                                COSTS)
                        .perSecond()
                / 1e6;
    }

    /** Of each, in the same order. */
    static double[] all(Setting setting, List<MapThroughput> points) {
        List<Callable<Double>> jobs =
                points.stream()
                        .<Callable<Double>>map(point -> () -> point.millions(setting))
                        .toList();
        return Jobs.run(jobs).stream().mapToDouble(Double::doubleValue).toArray();
    }
}
