package io.atoll.kernel.scheduling;

import io.atoll.kernel.api.cap.SchedControl;

/**
 * The budget of a scheduling context: a ring of refills, each an amount of time and when it may be
 * used from; seL4: {@code sporadic.c}. All times are ticks of the processor's clock.
 *
 * <pre>
 *            head                              tail
 *   ----[==amount==]------[=====]-------------[===]----&gt; time
 *       time
 * </pre>
 *
 * <p>For a sporadic server the refills are ordered and do not overlap, their sum is the budget, and
 * the head is never smaller than {@link #MIN_BUDGET_TICKS}: what is used of the head is scheduled
 * again one period later, so that no window of one period ever sees more than the budget.
 *
 * <p>Budget equal to period is round robin: period 0 here, and exactly two refills, what is left of
 * the slice and what has been used of it.
 */
public final class Refills {
    /** Refills that every scheduling context has room for; seL4: {@code MIN_REFILLS}. */
    public static final int MIN_REFILLS = 2;

    /** Time that gets a thread into the kernel and out again, with a margin of two. */
    public static final long MIN_BUDGET_TICKS = 20_000;

    /** Beyond this nothing is delayed any further, lest it overflows. */
    private static final long MAX_RELEASE_TICKS =
            Long.MAX_VALUE - 5 * SchedControl.MAX_PERIOD_MICROS * SchedContexts.TICKS_PER_MICRO;

    private long[] times = {};
    private long[] amounts = {};
    private int head;
    private int size;
    private long periodTicks;
    private long budgetTicks;

    /** True once the context was configured. */
    public boolean isActive() {
        return size > 0;
    }

    public boolean isRoundRobin() {
        return periodTicks == 0;
    }

    /** True if the head may be used at {@code nowTicks}. */
    public boolean isReady(long nowTicks) {
        return times[head] <= nowTicks;
    }

    /** True if the head gets a thread through the kernel after {@code usedTicks} of it are gone. */
    public boolean isSufficient(long usedTicks) {
        return amounts[head] - usedTicks >= MIN_BUDGET_TICKS;
    }

    public long headTime() {
        return times[head];
    }

    public long headAmount() {
        return amounts[head];
    }

    /** Period; 0 for round robin. */
    public long periodTicks() {
        return periodTicks;
    }

    /** What the refills are together. */
    public long budgetTicks() {
        return budgetTicks;
    }

    public int size() {
        return size;
    }

    /** Refills there is room for. */
    public int capacity() {
        return times.length;
    }

    /** When a refill may be used, counted from the head. */
    public long time(int index) {
        return times[at(index)];
    }

    /** Amount of a refill, counted from the head. */
    public long amount(int index) {
        return amounts[at(index)];
    }

    /** All refills together: the budget; for checks. */
    public long sum() {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += amount(i);
        }
        return sum;
    }

    /** Position in the arrays of a refill counted from the head. */
    private int at(int index) {
        int position = head + index;
        return position < times.length ? position : position - times.length;
    }

    // Configuration.

    /** The whole budget from now on; for a context whose old budget is of no consequence. */
    void start(int maxRefills, long newBudgetTicks, long newPeriodTicks, long nowTicks) {
        resize(maxRefills);
        budgetTicks = newBudgetTicks;
        periodTicks = newPeriodTicks;
        head = 0;
        size = 1;
        times[0] = nowTicks;
        amounts[0] = budgetTicks;
        addEmptyTailIfRoundRobin();
    }

    /**
     * New parameters for a context in use: what is ready now is cut to the new budget, the rest
     * comes a period later, so that the bandwidth is kept even across the change.
     */
    void update(int maxRefills, long newBudgetTicks, long newPeriodTicks, long nowTicks) {
        long time = Math.max(times[head], nowTicks);
        long amount = amounts[head];
        resize(maxRefills);
        budgetTicks = newBudgetTicks;
        periodTicks = newPeriodTicks;
        head = 0;
        size = 1;
        times[0] = time;
        amounts[0] = Math.min(amount, budgetTicks);
        if (amount < budgetTicks) {
            append(time + periodTicks, budgetTicks - amount);
        } else {
            addEmptyTailIfRoundRobin();
        }
    }

    private void resize(int maxRefills) {
        if (times.length != maxRefills) {
            times = new long[maxRefills];
            amounts = new long[maxRefills];
        }
    }

    private void addEmptyTailIfRoundRobin() {
        if (isRoundRobin()) {
            append(times[head], 0);
        }
    }

    /** Back to how a new context is: without any budget. */
    void clear() {
        size = 0;
        budgetTicks = 0;
        periodTicks = 0;
        resize(0);
    }

    // Round robin.

    /** Used of the current slice. */
    long usedOfSlice() {
        return amounts[at(1)];
    }

    void useOfSlice(long usedTicks) {
        amounts[head] -= usedTicks;
        amounts[at(1)] += usedTicks;
    }

    /** A new slice. */
    void restoreSlice() {
        amounts[head] += amounts[at(1)];
        amounts[at(1)] = 0;
    }

    // Sporadic.

    /**
     * Takes what was used out of the head, to come back one period later. More than the head had is
     * taken from its successors; a rest too small to run on is added to the next refill.
     */
    void charge(long usedTicks) {
        long used = usedTicks;
        int steps = 0;
        while (amounts[head] <= used && times[head] < MAX_RELEASE_TICKS) {
            if (steps++ == times.length) {
                used = skipWholePeriods(used);
                steps = 0;
            } else {
                used = chargeHead(used);
            }
        }
        if (used > 0 && times[head] < MAX_RELEASE_TICKS) {
            long time = times[head];
            amounts[head] -= used;
            times[head] += used;
            schedule(time + periodTicks, used);
        }
        while (amounts[head] < MIN_BUDGET_TICKS) {
            mergeSmallHead();
        }
    }

    private long chargeHead(long used) {
        long amount = amounts[head];
        if (size == 1) {
            times[head] += periodTicks;
        } else {
            long time = times[head];
            removeHead();
            schedule(time + periodTicks, amount);
        }
        return used - amount;
    }

    /**
     * Charging every refill once moves all of them by a period, unless some merge. A thread that
     * overran its budget by thousands of periods (programs cannot be stopped everywhere) is charged
     * for them in one step.
     */
    private long skipWholePeriods(long used) {
        long sum = budgetTicks;
        long periods = Math.min(used / sum, (MAX_RELEASE_TICKS - times[head]) / periodTicks);
        if (periods <= 0 || hasAdjacentRefills()) {
            return chargeHead(used);
        }
        for (int i = 0; i < size; i++) {
            times[at(i)] += periods * periodTicks;
        }
        return used - periods * sum;
    }

    /** True if charging one refill after the other would merge some. */
    private boolean hasAdjacentRefills() {
        for (int i = 1; i < size; i++) {
            if (times[at(i - 1)] + amounts[at(i - 1)] >= times[at(i)]) {
                return true;
            }
        }
        int last = at(size - 1);
        return size > 1 && times[last] + amounts[last] >= times[head] + periodTicks;
    }

    /**
     * Adds a refill at the tail. One that touches the tail becomes part of it, which keeps a refill
     * together that is used piece by piece; if there is no room, the tail is delayed until it
     * touches.
     */
    private void schedule(long time, long amount) {
        int tail = at(size - 1);
        if (times[tail] + amounts[tail] >= time) {
            amounts[tail] += amount;
        } else if (size < times.length) {
            append(time, amount);
        } else {
            times[tail] = time - amounts[tail];
            amounts[tail] += amount;
        }
    }

    private void append(long time, long amount) {
        size++;
        int tail = at(size - 1);
        times[tail] = time;
        amounts[tail] = amount;
    }

    private void removeHead() {
        head = at(1);
        size--;
    }

    /** The next refill begins earlier by what it gets, so that it ends no later than before. */
    private void mergeSmallHead() {
        long amount = amounts[head];
        removeHead();
        amounts[head] += amount;
        times[head] -= amount;
    }

    /**
     * The thread could not run for a while: what was ready is ready from now on, together with all
     * that follows without a gap.
     *
     * @return whether anything was ready
     */
    boolean unblock(long nowTicks) {
        if (isRoundRobin() || !isReady(nowTicks)) {
            return false;
        }
        times[head] = nowTicks;
        while (size > 1 && times[at(1)] <= times[head] + amounts[head]) {
            long amount = amounts[head];
            removeHead();
            amounts[head] += amount;
            times[head] = nowTicks;
        }
        return true;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(isRoundRobin() ? "round robin" : "refills");
        for (int i = 0; i < size; i++) {
            text.append(' ').append(time(i)).append('+').append(amount(i));
        }
        return text.toString();
    }
}
