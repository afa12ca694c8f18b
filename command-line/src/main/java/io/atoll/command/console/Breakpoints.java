package io.atoll.command.console;

import io.atoll.cluster.simulated.trace.ComingEvent;
import io.atoll.cluster.simulated.trace.EventLog;
import io.atoll.cluster.simulated.trace.Standstill.Place;
import io.atoll.cluster.simulated.trace.TraceEvent;
import io.atoll.cluster.simulated.trace.TraceKind;
import io.atoll.cluster.simulated.trace.TracedRing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Where a run is to stop whenever it goes on, by number. Changed while the machine stands still;
 * asked by its thread.
 */
final class Breakpoints {
    /** What may stop a run. */
    sealed interface Condition {
        /** As a person would type it. */
        String text();
    }

    /**
     * Before an event of some kind.
     *
     * @param place says which
     */
    record Before(String text, Place place) implements Condition {}

    /**
     * After a message.
     *
     * @param ring its name, {@code a>b}
     * @param kind sent or found; null for both
     */
    record AfterMessage(String text, String ring, TraceKind kind) implements Condition {
        boolean is(TraceEvent event, EventLog log, Function<TracedRing, String> names) {
            boolean isMessage =
                    event.kind() == TraceKind.MESSAGE_SENT
                            || event.kind() == TraceKind.MESSAGE_FOUND;
            return isMessage
                    && (kind == null || kind == event.kind())
                    && names.apply(log.rings().get(event.other())).equals(ring);
        }
    }

    private final TreeMap<Integer, Condition> conditions = new TreeMap<>();
    private int lastNumber;

    /** The number of the one that stopped the run last; 0 if none did. */
    private int hit;

    int add(Condition condition) {
        conditions.put(++lastNumber, condition);
        return lastNumber;
    }

    /** Returns false if there is none of that number. */
    boolean remove(int number) {
        return conditions.remove(number) != null;
    }

    void clear() {
        conditions.clear();
    }

    /** A line for each. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        conditions.forEach((number, each) -> lines.add("%d  %s".formatted(number, each.text())));
        return lines;
    }

    /** The one that stopped the run, in words; empty if it was none. */
    Optional<String> hit() {
        return Optional.ofNullable(conditions.get(hit))
                .map(each -> "breakpoint %d: %s".formatted(hit, each.text()));
    }

    /** The run goes somewhere without looking at these. */
    void ignored() {
        hit = 0;
    }

    /**
     * There, or at a breakpoint that comes before.
     *
     * @param log of the run
     * @param names of rings in it
     */
    Place or(Place place, EventLog log, Function<TracedRing, String> names) {
        hit = 0;
        return new Place() {
            private long seen = added(log);

            @Override
            public boolean isBefore(ComingEvent next) {
                hit = first(next, log, names, seen);
                seen = added(log);
                return hit != 0 || place.isBefore(next);
            }
        };
    }

    private static long added(EventLog log) {
        return log.dropped() + log.size();
    }

    private int first(
            ComingEvent next, EventLog log, Function<TracedRing, String> names, long seen) {
        int fresh = (int) Math.min(log.size(), added(log) - seen);
        for (var each : conditions.entrySet()) {
            boolean isHit =
                    switch (each.getValue()) {
                        case Before before -> before.place.isBefore(next);
                        case AfterMessage message -> hasHappened(message, log, names, fresh);
                    };
            if (isHit) {
                return each.getKey();
            }
        }
        return 0;
    }

    private static boolean hasHappened(
            AfterMessage message, EventLog log, Function<TracedRing, String> names, int fresh) {
        for (int i = log.size() - fresh; i < log.size(); i++) {
            if (message.is(log.get(i), log, names)) {
                return true;
            }
        }
        return false;
    }
}
