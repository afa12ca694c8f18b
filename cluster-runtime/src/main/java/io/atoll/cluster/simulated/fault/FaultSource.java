package io.atoll.cluster.simulated.fault;

import io.atoll.cluster.simulated.fault.FaultKind.Occasion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Says which faults come, and when: those that a plan has written down, and between them what it
 * has drawn. It decides and does nothing; what the machine then does, it writes down itself,
 * because some decisions come to nothing: what has crashed cannot stall.
 *
 * <p>Used by one thread.
 */
public final class FaultSource {
    /**
     * Where clusters have several cores, one in so many stalls and slow phases is of all of them.
     */
    private static final int WHOLE_CLUSTERS = 4;

    /** No fault, event or time. */
    public static final long NEVER = Long.MAX_VALUE;

    private final Draw draw;
    private final List<Integer> cores;
    private final List<Integer> clusters;
    private final boolean hasLargeClusters;
    private final List<FaultRate> timedRates;
    private final long[] nextNanos;
    private final List<FaultRate> doorbellRates;
    private final List<FaultRate> storeRates;
    private final List<FaultRate> retypeRates;
    private final Occurrences doorbells;
    private final Occurrences stores;
    private final Occurrences retypes;

    /** With a time, the earliest last. */
    private final List<Fault> atTimes;

    /** With an event, the earliest last. */
    private final List<Fault> atEvents;

    private boolean hasEnded;

    /**
     * @param random what is drawn from
     * @param cores their numbers in the topology
     * @param clusters how many there are
     */
    public FaultSource(FaultPlan plan, LongSupplier random, List<Integer> cores, int clusters) {
        this.draw = new Draw(random);
        this.cores = List.copyOf(cores);
        this.clusters = new ArrayList<>();
        for (int i = 0; i < clusters; i++) {
            this.clusters.add(i);
        }
        this.hasLargeClusters = cores.size() > clusters;
        int numbers = 1 + cores.stream().mapToInt(Integer::intValue).max().orElse(0);
        doorbells = new Occurrences(Occasion.DOORBELL, numbers, plan.scheduled());
        stores = new Occurrences(Occasion.STORE, numbers, plan.scheduled());
        retypes = new Occurrences(Occasion.RETYPE, clusters, plan.scheduled());
        doorbellRates = rates(plan, Occasion.DOORBELL);
        storeRates = rates(plan, Occasion.STORE);
        retypeRates = rates(plan, Occasion.RETYPE);
        timedRates = rates(plan, Occasion.TIME);
        nextNanos = new long[timedRates.size()];
        for (int i = 0; i < nextNanos.length; i++) {
            nextNanos[i] = draw.gapNanos(timedRates.get(i).rate());
        }
        atTimes = latestFirst(plan, When.Time.class);
        atEvents = latestFirst(plan, When.Event.class);
    }

    private static List<FaultRate> rates(FaultPlan plan, Occasion occasion) {
        return plan.rates().stream().filter(rate -> rate.kind().occasion == occasion).toList();
    }

    private static List<Fault> latestFirst(FaultPlan plan, Class<? extends When> kind) {
        List<Fault> faults = new ArrayList<>();
        for (Fault fault : plan.scheduled().reversed()) {
            if (kind.isInstance(fault.when())) {
                faults.add(fault);
            }
        }
        faults.sort(Comparator.comparingLong(FaultSource::number).reversed());
        return faults;
    }

    private static long number(Fault fault) {
        return fault.when() instanceof When.Time time
                ? time.nanos()
                : ((When.Event) fault.when()).number();
    }

    // What comes by itself.

    /** When the next of them comes, of those written down; or {@link #NEVER}. */
    public long nextWrittenNanos() {
        return atTimes.isEmpty() ? NEVER : number(atTimes.getLast());
    }

    /** When the next of them comes, or {@link #NEVER}. */
    public long nextNanos() {
        long next = nextWrittenNanos();
        for (int i = 0; i < nextNanos.length && !hasEnded; i++) {
            next = Math.min(next, drawnNanos(i));
        }
        return next;
    }

    /**
     * What is drawn leaves one cluster alive: of a machine that is dead there is nothing to see.
     */
    private long drawnNanos(int index) {
        boolean isLastCrash = timedRates.get(index).kind() == FaultKind.CRASH && isLast();
        return isLastCrash ? NEVER : nextNanos[index];
    }

    /** The one that comes then; what is written down comes first. */
    public Fault takeTimed() {
        long nanos = nextNanos();
        if (nextWrittenNanos() == nanos) {
            return atTimes.removeLast();
        }
        int index = 0;
        while (drawnNanos(index) != nanos) {
            index++;
        }
        FaultRate rate = timedRates.get(index);
        nextNanos[index] = nanos + draw.gapNanos(rate.rate());
        return drawn(rate, new When.Time(nanos), target(rate.kind()));
    }

    private Place target(FaultKind kind) {
        boolean isCluster =
                switch (kind) {
                    case CLOCK, CRASH -> true;
                    default -> hasLargeClusters && draw.oneIn(WHOLE_CLUSTERS);
                };
        return isCluster
                ? Place.cluster(clusters.get(draw.below(clusters.size())))
                : Place.core(cores.get(draw.below(cores.size())));
    }

    /** A cluster has crashed, by whatever fault. */
    public void crashed(int cluster) {
        clusters.remove(Integer.valueOf(cluster));
    }

    /** Whether there is only one left, which nothing that is drawn may crash. */
    private boolean isLast() {
        return clusters.size() == 1;
    }

    /** How many events must have happened before the next that waits for that. */
    public long nextEvent() {
        return atEvents.isEmpty() ? NEVER : number(atEvents.getLast());
    }

    /** That one. */
    public Fault takeAtEvent() {
        return atEvents.removeLast();
    }

    // What something happens to.

    /** A core rings another one; null if that goes well. */
    public Fault atDoorbell(int core) {
        return strike(doorbells, doorbellRates, Place.core(core));
    }

    /** A core writes a line of shared memory, after another one; null if that goes well. */
    public Fault atStore(int core) {
        return strike(stores, storeRates, Place.core(core));
    }

    /** A kernel is asked to make objects; null if that goes well. */
    public Fault atRetype(int cluster) {
        return strike(retypes, retypeRates, Place.cluster(cluster));
    }

    private Fault strike(Occurrences occurrences, List<FaultRate> rates, Place place) {
        Fault written = occurrences.next(place.number());
        if (hasEnded) {
            return null;
        }
        if (written != null || rates.isEmpty()) {
            return written;
        }
        double chance = draw.unit();
        for (FaultRate rate : rates) {
            chance -= rate.rate();
            if (chance < 0) {
                if (rate.kind() == FaultKind.TORN_CRASH && isLast()) {
                    return null;
                }
                return drawn(rate, occurrences.last(place), place);
            }
        }
        return null;
    }

    private Fault drawn(FaultRate rate, When when, Place place) {
        int factor = (int) draw.in(rate.factor());
        return new Fault(when, rate.kind(), place, factor, draw.in(rate.nanos()));
    }

    /** From now on nothing is drawn, and doorbells, stores and retypes go well. */
    public void end() {
        hasEnded = true;
    }
}
