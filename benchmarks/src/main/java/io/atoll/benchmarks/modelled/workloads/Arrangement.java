package io.atoll.benchmarks.modelled.workloads;

import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.ClusterConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.topology.Topology;

import java.util.ArrayList;
import java.util.List;

/**
 * The first cores of a machine, cut into kernel images of the same size.
 *
 * @param cores how many; the first ones of the topology
 * @param coresPerImage how many share an image; the last image may have fewer
 * @param control how cores of one image keep apart
 */
public record Arrangement(Topology topology, int cores, int coresPerImage, Control control) {
    public Arrangement {
        if (cores < 1 || cores > topology.coreCount()) {
            throw new IllegalArgumentException(
                    "a machine of %d cores has no %d".formatted(topology.coreCount(), cores));
        }
        if (coresPerImage < 1) {
            throw new IllegalArgumentException("an image needs a core");
        }
    }

    /** All these cores on one image. */
    public static Arrangement oneImage(Topology topology, int cores, Control control) {
        return new Arrangement(topology, cores, cores, control);
    }

    /** Kernel images. */
    public int images() {
        return Math.ceilDiv(cores, coresPerImage);
    }

    /** The image that a core belongs to. */
    public int imageOf(int core) {
        return core / coresPerImage;
    }

    int firstCoreOf(int image) {
        return image * coresPerImage;
    }

    int coresOf(int image) {
        return Math.min(coresPerImage, cores - firstCoreOf(image));
    }

    /** The machine, without what its images share. */
    MachineConfig machine(long memoryBytes) {
        List<ClusterConfig> clusters = new ArrayList<>();
        for (int image = 0; image < images(); image++) {
            List<CoreConfig> members = new ArrayList<>();
            for (int i = 0; i < coresOf(image); i++) {
                members.add(new CoreConfig(firstCoreOf(image) + i, CoreConfig.UNPINNED));
            }
            clusters.add(new ClusterConfig(members));
        }
        return control.on(MachineConfig.of(clusters).withMemoryBytes(memoryBytes));
    }
}
