package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.Comparison;
import io.atoll.benchmarks.harness.LatencyRecorder;
import io.atoll.benchmarks.harness.LatencySubject;
import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.subjects.TwoCores.Kernels;
import io.atoll.cluster.IdleStrategy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Operations on one core while another core works or sleeps: what two cores cost one another that
 * run one kernel image under each locking discipline, or two images, which share nothing.
 *
 * <p>For each of these there are two subjects on the same machine: one with the other core at work,
 * and one, {@code …-idle}, with the other core asleep. Two images show what the host takes away
 * from a CPU whose neighbour is busy, and nothing else; what an image adds to that is the price of
 * sharing it.
 */
public final class Interference {
    /** What a subject is compared with: the same with the other core asleep. */
    public static final String IDLE = "idle";

    /** And: how much the same load slows down two images, compared with their own idleness. */
    public static final String SLOWDOWN = "slowdown-of-two-images";

    private static final String IDLE_SUFFIX = "-" + IDLE;
    private static final int OPERATIONS_BETWEEN_LOOKS = 100;

    private final Kernels kernels;
    private final ImageSubject work;
    private final ImageSubject load;
    private final LatencyRecorder loadRecorder = new LatencyRecorder(OPERATIONS_BETWEEN_LOOKS);
    private TwoCores cores;
    private int users;
    private volatile boolean isOver;

    private Interference(Kernels kernels, ImageSubject work, ImageSubject load) {
        this.kernels = kernels;
        this.work = work;
        this.load = load;
    }

    /** Stackful calls beside stackful calls to another server. */
    public static List<LatencySubject> ofCallsBesideCalls() {
        return of(CallReplyRecv.Stackful::new, CallReplyRecv.Stackful::new);
    }

    /** Stackful calls beside polls of an empty notification. */
    public static List<LatencySubject> ofCallsBesideNullSystemCalls() {
        return of(CallReplyRecv.Stackful::new, Notifications.PollNothing::new);
    }

    /** Stackful calls beside signals to a waiting thread. */
    public static List<LatencySubject> ofCallsBesideSlowPaths() {
        return of(CallReplyRecv.Stackful::new, Notifications.SignalWaiter.Stackful::new);
    }

    /** Stackless calls beside stackless calls to another server. */
    public static List<LatencySubject> ofStacklessCallsBesideCalls() {
        return of(CallReplyRecv.Stackless::new, CallReplyRecv.Stackless::new);
    }

    /** Stackless calls beside polls of an empty notification. */
    public static List<LatencySubject> ofStacklessCallsBesideNullSystemCalls() {
        return of(CallReplyRecv.Stackless::new, Notifications.PollNothing::new);
    }

    /** Stackless calls beside signals to a waiting thread. */
    public static List<LatencySubject> ofStacklessCallsBesideSlowPaths() {
        return of(CallReplyRecv.Stackless::new, Notifications.SignalWaiter.Stackful::new);
    }

    /** Polls of an empty notification beside such polls of another. */
    public static List<LatencySubject> ofNullSystemCallsBesideTheirLike() {
        return of(Notifications.PollNothing::new, Notifications.PollNothing::new);
    }

    private static List<LatencySubject> of(
            Supplier<ImageSubject> work, Supplier<ImageSubject> load) {
        List<LatencySubject> subjects = new ArrayList<>();
        for (Kernels kernels : Kernels.values()) {
            Interference pair = new Interference(kernels, work.get(), load.get());
            subjects.add(pair.new Busy());
            subjects.add(pair.new Idle());
        }
        return subjects;
    }

    /** How the subjects compare. */
    public static List<Comparison> comparisons() {
        String apart = Kernels.TWO_IMAGES.label;
        List<Comparison> comparisons = new ArrayList<>();
        for (Kernels kernels : Kernels.values()) {
            comparisons.add(Comparison.ratio(kernels.label, IDLE, kernels.label + IDLE_SUFFIX));
        }
        for (Kernels kernels : List.of(Kernels.LOCK_FREE_FASTPATH, Kernels.BIG_LOCK)) {
            comparisons.add(Comparison.ratio(kernels.label, apart, apart));
            comparisons.add(
                    Comparison.ratioOfRatios(
                            kernels.label,
                            kernels.label + IDLE_SUFFIX,
                            SLOWDOWN,
                            apart,
                            apart + IDLE_SUFFIX));
        }
        return comparisons;
    }

    private void open(Placement placement) throws Exception {
        if (users++ == 0) {
            cores = TwoCores.boot(kernels, placement, IdleStrategy.BACK_OFF);
            cores.prepareFirst(work::prepare);
            cores.prepareSecond(load::prepare);
        }
    }

    private void close() {
        if (--users == 0 && cores != null) {
            cores.close();
        }
    }

    private void measure(LatencyRecorder recorder, long operations) {
        try {
            work.measure(cores.firstSel4(), recorder, operations);
        } finally {
            isOver = true;
        }
    }

    private void disturb() {
        while (!isOver) {
            load.measure(cores.secondSel4(), loadRecorder, OPERATIONS_BETWEEN_LOOKS);
        }
    }

    /** The other core is at work. */
    private final class Busy implements LatencySubject {
        @Override
        public String name() {
            return kernels.label;
        }

        @Override
        public void open(Placement placement) throws Exception {
            Interference.this.open(placement);
        }

        @Override
        public void round(LatencyRecorder recorder, long operations) throws Exception {
            isOver = false;
            cores.play(() -> measure(recorder, operations), Interference.this::disturb);
        }

        @Override
        public void close() {
            Interference.this.close();
        }
    }

    /** The other core sleeps. */
    private final class Idle implements LatencySubject {
        @Override
        public String name() {
            return kernels.label + IDLE_SUFFIX;
        }

        @Override
        public void open(Placement placement) throws Exception {
            Interference.this.open(placement);
        }

        @Override
        public void round(LatencyRecorder recorder, long operations) throws Exception {
            cores.playAlone(() -> measure(recorder, operations));
        }

        @Override
        public void close() {
            Interference.this.close();
        }
    }
}
