package io.atoll.benchmarks.modelled.workloads;

import java.util.function.LongSupplier;

/**
 * Counts operations of all cores in virtual time, from outside: looking at this clock takes no
 * virtual time. Measuring begins when every client has done a few operations, and ends after so
 * many more. Used by the machine's thread.
 */
public final class Tally {
    /** Operations that every client does before measuring. */
    private static final int WARM_UP = 2;

    /** Operations of all after which measuring begins although a client has not done its few. */
    private static final int WARM_UP_PATIENCE = 16;

    /** For each core: what it does once it has heard of the start may be done one after another. */
    private static final long START_SLACK_NANOS = 200_000;

    private final LongSupplier clockNanos;
    private final LongSupplier awakeNanos;
    private final int[] done;
    private final long wanted;
    private final long warmUpPatience;
    private int preparing;
    private int cold;
    private long total;
    private long startNanos = -1;
    private boolean isMeasuring;
    private long markNanos;
    private long toldNanos;
    private long beginNanos;
    private long endNanos;
    private long measured;
    private long latencySumNanos;
    private long latencyMaxNanos;
    private boolean isOver;

    /**
     * @param clockNanos virtual time of the core that runs now
     * @param awakeNanos how much of that it was not asleep
     * @param measuredCores those that tell of operations
     * @param wanted operations to be measured
     */
    Tally(
            LongSupplier clockNanos,
            LongSupplier awakeNanos,
            int cores,
            int measuredCores,
            long wanted) {
        this.clockNanos = clockNanos;
        this.awakeNanos = awakeNanos;
        this.done = new int[cores];
        this.wanted = wanted;
        this.preparing = cores;
        this.cold = measuredCores;
        this.warmUpPatience = (long) WARM_UP_PATIENCE * measuredCores;
    }

    /** Virtual time. */
    public long nowNanos() {
        return clockNanos.getAsLong();
    }

    /** How much of that the core was not asleep, waiting for an interrupt with nothing to run. */
    public long awakeNanos() {
        return awakeNanos.getAsLong();
    }

    /** Remembers this time, for {@link #markNanos}. */
    public void mark() {
        markNanos = nowNanos();
    }

    /** The time that was remembered last, by whatever core. */
    public long markNanos() {
        return markNanos;
    }

    /**
     * A client is ready. Once all are, the common start is as far ahead as this took, and some
     * more: by then all have heard of it.
     */
    void prepared() {
        if (--preparing == 0) {
            startNanos = 2 * nowNanos() + START_SLACK_NANOS * done.length;
        }
    }

    /** When all begin; negative while some are not ready. */
    long startNanos() {
        return startNanos;
    }

    /**
     * A client has done an operation; nobody has told of a later one.
     *
     * @throws IllegalStateException if somebody has: then a time between two is no duration
     */
    void doneInOrder(int core, long beganNanos) {
        long now = nowNanos();
        if (now < toldNanos) {
            throw new IllegalStateException(
                    "an operation of %d ns is told of after one of %d".formatted(now, toldNanos));
        }
        toldNanos = now;
        done(core, beganNanos);
    }

    /** A client has done an operation. */
    public void done(int core, long beganNanos) {
        took(core, nowNanos() - beganNanos);
    }

    /** A client has done an operation, which took as long as it says. */
    public void took(int core, long latencyNanos) {
        long now = nowNanos();
        total++;
        if (++done[core] == WARM_UP) {
            cold--;
        }
        if (isOver) {
            return; // done by a core that had not heard of it
        }
        if (isMeasuring) {
            latencySumNanos += latencyNanos;
            latencyMaxNanos = Math.max(latencyMaxNanos, latencyNanos);
            endNanos = now;
            isOver = ++measured == wanted;
        } else if (cold == 0 || total == warmUpPatience) {
            isMeasuring = true;
            beginNanos = now;
        }
    }

    /** Whether enough was counted. */
    public boolean isOver() {
        return isOver;
    }

    /** What was counted. */
    Throughput result() {
        return new Throughput(measured, endNanos - beginNanos, latencySumNanos, latencyMaxNanos);
    }
}
