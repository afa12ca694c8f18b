package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.Comparison;
import io.atoll.benchmarks.harness.LatencyRecorder;
import io.atoll.benchmarks.harness.LatencySubject;
import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.subjects.TwoCores.Kernels;
import io.atoll.cluster.IdleStrategy;

import java.util.List;

/**
 * Calls on one core of an image of two, the other of which sleeps, beside the same on an image of
 * one core: what it costs that there could be somebody else.
 */
public final class PriceOfSharing implements LatencySubject {
    private final Kernels kernels;
    private final ImageSubject work;
    private TwoCores cores;

    private PriceOfSharing(Kernels kernels, ImageSubject work) {
        this.kernels = kernels;
        this.work = work;
    }

    /** Calls to a server with a stack of its own. */
    public static List<LatencySubject> ofStackfulCalls() {
        return List.of(
                new CallReplyRecv.Stackful(ONE_CORE),
                new PriceOfSharing(Kernels.LOCK_FREE_FASTPATH, new CallReplyRecv.Stackful()),
                new PriceOfSharing(Kernels.BIG_LOCK, new CallReplyRecv.Stackful()));
    }

    /** Calls to an event handler. */
    public static List<LatencySubject> ofStacklessCalls() {
        return List.of(
                new CallReplyRecv.Stackless(ONE_CORE),
                new PriceOfSharing(Kernels.LOCK_FREE_FASTPATH, new CallReplyRecv.Stackless()),
                new PriceOfSharing(Kernels.BIG_LOCK, new CallReplyRecv.Stackless()));
    }

    /** What the others are compared with: the image has no other core. */
    public static final String ONE_CORE = "one-core";

    /** How the subjects compare, beside the ratio to {@link #ONE_CORE}. */
    public static List<Comparison> comparisons() {
        return List.of(
                Comparison.difference(Kernels.LOCK_FREE_FASTPATH.label, ONE_CORE),
                Comparison.difference(Kernels.BIG_LOCK.label, ONE_CORE));
    }

    @Override
    public String name() {
        return kernels.label;
    }

    @Override
    public void open(Placement placement) throws Exception {
        cores = TwoCores.boot(kernels, placement, IdleStrategy.BACK_OFF);
        cores.prepareFirst(work::prepare);
    }

    @Override
    public void round(LatencyRecorder recorder, long operations) throws Exception {
        cores.playAlone(() -> work.measure(cores.firstSel4(), recorder, operations));
    }

    @Override
    public void close() {
        if (cores != null) {
            cores.close();
        }
    }
}
