package io.atoll.cluster.simulated.fault;

import java.math.BigDecimal;

/**
 * How often a kind of fault is drawn, and how bad it then is.
 *
 * @param kind of fault
 * @param factor of a slow phase; otherwise 1 to 1
 * @param nanos how long it lasts, or how far a clock jumps; 0 to 0 if that has no meaning
 * @param rate the chance of each doorbell, store or retype; of what comes by itself, the mean
 *     number in a millisecond of virtual time
 */
public record FaultRate(FaultKind kind, Range factor, Range nanos, double rate) {
    /** How slow a core can be. */
    static final int MOST_FACTOR = 1000;

    static final Range NO_FACTOR = new Range(1, 1);
    static final Range NO_TIME = new Range(0, 0);

    /** From the one to the other, both included. */
    record Range(long least, long most) {
        boolean isOne() {
            return least == most;
        }
    }

    static FaultRate of(FaultKind kind, long leastNanos, long mostNanos, double rate) {
        return new FaultRate(kind, NO_FACTOR, new Range(leastNanos, mostNanos), rate);
    }

    /** Whether {@link #rate} is a chance, and not a number in a millisecond. */
    boolean isChance() {
        return kind.occasion != FaultKind.Occasion.TIME;
    }

    /** As in a plan: {@code stall=1us..50us@10}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind.key()).append('=');
        if (kind == FaultKind.SLOW) {
            text.append(factor.least);
            text.append(factor.isOne() ? "" : ".." + factor.most).append('*');
        }
        if (kind.hasTime()) {
            text.append(VirtualTime.text(nanos.least));
            text.append(nanos.isOne() ? "" : ".." + VirtualTime.text(nanos.most)).append('@');
        }
        return text.append(BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString())
                .toString();
    }
}
