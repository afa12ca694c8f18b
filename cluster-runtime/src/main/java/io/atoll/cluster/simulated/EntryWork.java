package io.atoll.cluster.simulated;

import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.kernel.footprint.KernelWork;

import java.util.Arrays;
import java.util.function.Function;

/**
 * What the kernel entry in progress on one core takes, as far as that is the kernel's own work:
 * what the program's call costs by its fastpath, until the kernel says that it went the slow way
 * and what it did there. The part of an entry that does nothing is not in here: it is paid for on
 * the way in. Used by the machine's thread.
 */
final class EntryWork {
    private static final KernelPath[] PATHS = KernelPath.values();
    private static final KernelWork[] WORKS = KernelWork.values();

    private final int[] pathCycles;
    private final int[] workCycles;
    private final int interruptCycles;
    private final int interruptWakeCycles;

    private int cycles;
    private int interrupts;
    private boolean isSlow;
    private boolean hasTakenFastpath;

    /**
     * @param isShared whether the image has other cores
     */
    EntryWork(CostModel costs, boolean isShared) {
        int extra = isShared ? costs.of(Cost.MULTICORE) : 0;
        int nothing = costs.of(Cost.NULL_CALL);
        Function<Cost, Integer> work = cost -> Math.max(0, costs.of(cost) - nothing) + extra;
        pathCycles = Arrays.stream(PATHS).mapToInt(path -> work.apply(path.cost)).toArray();
        workCycles = Arrays.stream(WORKS).mapToInt(each -> work.apply(cost(each))).toArray();
        interruptCycles = costs.of(Cost.INTERRUPT) + costs.of(Cost.MITIGATIONS) + extra;
        // On top of the interrupt, which has paid what an entry of several cores takes more.
        interruptWakeCycles = costs.of(Cost.INTERRUPT_WAKE);
    }

    private static Cost cost(KernelWork work) {
        return switch (work) {
            case FASTPATH, SYSTEM_CALL -> Cost.NULL_CALL;
            case CALL -> Cost.CALL_SLOW;
            case REPLY_RECEIVE -> Cost.REPLY_RECEIVE_SLOW;
            case SEND -> Cost.SEND;
            case RECEIVE -> Cost.RECEIVE;
            case POLL -> Cost.POLL;
            case SIGNAL -> Cost.SIGNAL;
            case WAKE -> Cost.SIGNAL_SWITCH;
            case YIELD -> Cost.YIELD;
            case FAULT -> Cost.FAULT;
            case INVOCATION -> Cost.INVOCATION;
            case MAPPING -> Cost.MAP;
            case INTERRUPT -> Cost.INTERRUPT;
        };
    }

    /** A program enters. */
    void begin(KernelPath path) {
        cycles = pathCycles[path.ordinal()];
        isSlow = false;
    }

    /** The kernel says what it does; of all of that the longest counts. */
    void does(KernelWork work) {
        switch (work) {
            case FASTPATH -> hasTakenFastpath = true;
            case INTERRUPT -> interrupts++;
            default -> {
                int taken =
                        work == KernelWork.WAKE && interrupts > 0
                                ? interruptWakeCycles
                                : workCycles[work.ordinal()];
                cycles = isSlow ? Math.max(cycles, taken) : taken;
                isSlow = true;
            }
        }
    }

    boolean hasTakenFastpath() {
        return hasTakenFastpath;
    }

    /** All that has not been taken yet. */
    int take() {
        int taken = cycles + interrupts * interruptCycles;
        cycles = 0;
        interrupts = 0;
        isSlow = false;
        hasTakenFastpath = false;
        return taken;
    }
}
