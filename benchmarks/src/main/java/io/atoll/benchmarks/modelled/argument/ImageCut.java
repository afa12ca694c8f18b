package io.atoll.benchmarks.modelled.argument;

import io.atoll.benchmarks.modelled.workloads.Arrangement;
import io.atoll.benchmarks.modelled.workloads.Control;
import io.atoll.cluster.topology.Topology;

import java.util.ArrayList;
import java.util.List;

/**
 * How a machine of any number of cores is cut into images: what a curve stands for.
 *
 * @param name in tables and plots
 * @param coresPerImage cores of a cluster, or {@link #ALL}
 * @param control how cores of one image keep apart
 */
public record ImageCut(String name, int coresPerImage, Control control) {
    /** One image for the whole machine. */
    public static final int ALL = Integer.MAX_VALUE;

    /** Inside clusters: seL4's own. */
    private static final Control INSIDE = Control.BIG_LOCK;

    private static final int[] CLUSTER_SIZES = {1, 2, 4, 8, 16};

    /** One image with each control, then clusters of each size. */
    public static List<ImageCut> all() {
        List<ImageCut> cuts = new ArrayList<>();
        for (Control control : Control.values()) {
            cuts.add(new ImageCut("one image, " + control.title(), ALL, control));
        }
        for (int size : CLUSTER_SIZES) {
            cuts.add(new ImageCut("clusters of " + size, size, INSIDE));
        }
        return cuts;
    }

    /** Whether it is one image, however many cores there are. */
    public boolean isOneImage() {
        return coresPerImage == ALL;
    }

    /** Whether it can be told from another one with so few cores. */
    boolean isPossible(int cores) {
        return isOneImage() || cores >= coresPerImage;
    }

    Arrangement on(Topology topology, int cores) {
        return isOneImage()
                ? Arrangement.oneImage(topology, cores, control)
                : new Arrangement(topology, cores, coresPerImage, control);
    }
}
