package io.atoll.cluster.simulated.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which faults a run is to have: kinds that are drawn from the seed, each at its rate, and single
 * ones that are written down. Immutable.
 *
 * <p>As text, items between commas or line breaks; what follows a {@code #} is a remark:
 *
 * <pre>
 * delay=1us..50us@0.1                        drawn: [TIME][@RATE], each with a default
 * slow=2..8*10us..100us@2                    drawn: FACTOR*TIME@RATE
 * crash=0.01                                 drawn: RATE
 * at 5ms crash cluster 1                     at a virtual time
 * at 2ms stall core 3 for 100us
 * at 2ms slow cluster 0 by 4 for 1ms
 * at 3ms clock cluster 1 by 5ms
 * at event 1200 stall core 0 for 1us         once there were so many events
 * at doorbell 3 of core 0 delay for 40us     also: coalesce for TIME, drop
 * at store 211 of core 0 torn for 50us       also: torn-crash
 * at retype 5 of cluster 1 memory            also at a time: memory cluster 1 for 1ms
 * faulty-for=100ms                           when faults end
 * liveness-bound=10s                         how long the run may then take
 * jitter=0                                   percent, instead of the cost model's
 * default                                    what every correct program must survive
 * </pre>
 *
 * @param rates at most one of each kind
 * @param scheduled in the order in which they were written
 * @param jitterPercent how much costs vary, if the plan says so
 * @param faultyForNanos virtual time after which no fault is drawn, what stalled or was slow goes
 *     on, and no doorbell, store or retype fails any more; {@link #ENDLESS} if that never is
 * @param livenessBoundNanos virtual time after that in which the run must come to its end; {@link
 *     #ENDLESS} if it need not
 */
public record FaultPlan(
        List<FaultRate> rates,
        List<Fault> scheduled,
        OptionalInt jitterPercent,
        long faultyForNanos,
        long livenessBoundNanos) {
    /** No end. */
    public static final long ENDLESS = Long.MAX_VALUE;

    /** A tenth of a second: some hundred stalls. */
    static final long FAULTY_FOR_NANOS = 100_000_000;

    /** Ten seconds. */
    static final long LIVENESS_BOUND_NANOS = 10_000_000_000L;

    /** Nothing goes wrong. */
    public static final FaultPlan NONE =
            new FaultPlan(
                    List.of(),
                    List.of(),
                    OptionalInt.empty(),
                    FAULTY_FOR_NANOS,
                    LIVENESS_BOUND_NANOS);

    /**
     * What every correct program must survive: it costs time, and nothing else. Crashes, refused
     * memory and clocks that jump are not in it, as a program has to be written for them.
     */
    static final List<FaultRate> DEFAULT_RATES =
            List.of(
                    standard(FaultKind.DELAY),
                    standard(FaultKind.COALESCE),
                    standard(FaultKind.TORN),
                    standard(FaultKind.STALL),
                    standard(FaultKind.SLOW));

    public FaultPlan {
        rates = List.copyOf(rates);
        scheduled = List.copyOf(scheduled);
    }

    /** A kind's rate and range where a plan does not say them. */
    static FaultRate standard(FaultKind kind) {
        return switch (kind) {
            case DELAY -> FaultRate.of(kind, 1_000, 50_000, 0.1);
            case COALESCE -> FaultRate.of(kind, 1_000, 100_000, 0.05);
            case TORN -> FaultRate.of(kind, 1_000, 50_000, 0.02);
            case STALL -> FaultRate.of(kind, 1_000, 50_000, 10);
            case SLOW ->
                    new FaultRate(
                            kind,
                            new FaultRate.Range(2, 8),
                            new FaultRate.Range(10_000, 100_000),
                            2);
            case CLOCK -> FaultRate.of(kind, 1_000, 10_000_000, 0.1);
            case CRASH, DROP, TORN_CRASH, MEMORY -> FaultRate.of(kind, 0, 0, 0.01);
        };
    }

    /**
     * Reads a plan.
     *
     * @param origin option or file, for complaints
     * @throws IllegalArgumentException with one sentence, if something is wrong
     */
    public static FaultPlan parse(String origin, String text) {
        return new FaultPlanReader(origin).read(text);
    }

    /**
     * When the faulty phase ends: when it is to, but with the last of the faults that are written
     * down for a time after that.
     */
    public long phaseNanos() {
        if (faultyForNanos == ENDLESS) {
            return ENDLESS;
        }
        long end = faultyForNanos;
        for (Fault fault : scheduled) {
            if (fault.when() instanceof When.Time time && time.nanos() > faultyForNanos) {
                boolean lasts = fault.kind() != FaultKind.CLOCK;
                end = Math.max(end, time.nanos() + (lasts ? fault.nanos() : 0));
            }
        }
        return end;
    }

    /** Whether there is nothing to be done. */
    public boolean isNone() {
        return rates.isEmpty() && scheduled.isEmpty();
    }

    public FaultPlan withFaultyFor(long nanos) {
        return new FaultPlan(rates, scheduled, jitterPercent, nanos, livenessBoundNanos);
    }

    public FaultPlan withLivenessBound(long nanos) {
        return new FaultPlan(rates, scheduled, jitterPercent, faultyForNanos, nanos);
    }

    /** Faults without end, and no time in which the run must end. */
    public FaultPlan withoutLiveness() {
        return new FaultPlan(rates, scheduled, jitterPercent, ENDLESS, ENDLESS);
    }

    /** Costs vary by so much, whatever the cost model says. */
    public FaultPlan withJitter(int percent) {
        return new FaultPlan(
                rates, scheduled, OptionalInt.of(percent), faultyForNanos, livenessBoundNanos);
    }

    /** These and no other: nothing is drawn any more. */
    public FaultPlan withSchedule(List<Fault> faults) {
        return new FaultPlan(List.of(), faults, jitterPercent, faultyForNanos, livenessBoundNanos);
    }

    /**
     * Whether a machine has all that the plan names.
     *
     * @param clusters how many it has
     * @param hasCore whether there is a core of that number
     * @throws IllegalArgumentException with one sentence, if not
     */
    public void check(int clusters, java.util.function.IntPredicate hasCore) {
        for (Fault fault : scheduled) {
            Place place = fault.place();
            if (place.isCluster() ? place.number() >= clusters : !hasCore.test(place.number())) {
                throw new IllegalArgumentException(
                        "'%s': this system runs on no %s".formatted(fault, place));
            }
        }
    }

    /** Item by item, as {@link #parse} reads them. */
    public List<String> items() {
        List<String> items = new ArrayList<>();
        rates.forEach(rate -> items.add(rate.toString()));
        scheduled.forEach(fault -> items.add(fault.toString()));
        jitterPercent.ifPresent(percent -> items.add("jitter=" + percent));
        if (faultyForNanos != FAULTY_FOR_NANOS) {
            items.add("faulty-for=" + timeOrNever(faultyForNanos));
        }
        if (livenessBoundNanos != LIVENESS_BOUND_NANOS) {
            items.add("liveness-bound=" + timeOrNever(livenessBoundNanos));
        }
        return items;
    }

    static final String NEVER = "never";

    private static String timeOrNever(long nanos) {
        return nanos == ENDLESS ? NEVER : VirtualTime.text(nanos);
    }

    /** All of it in one line. */
    @Override
    public String toString() {
        List<String> items = items();
        return items.isEmpty() ? "none" : String.join(",", items);
    }
}
