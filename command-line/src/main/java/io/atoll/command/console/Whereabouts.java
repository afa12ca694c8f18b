package io.atoll.command.console;

import io.atoll.cluster.simulated.SimulationEnd;
import io.atoll.cluster.simulated.trace.ComingEvent;
import io.atoll.command.run.StoredRun;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a run stands, in words, and at its end whether it is the run that was stored. */
final class Whereabouts {
    private final Session session;

    /** Null if there is none to compare with. */
    private final StoredRun stored;

    /** Whether an end was another than the stored one. */
    private boolean hasDiffered;

    Whereabouts(Session session, StoredRun stored) {
        this.session = session;
        this.stored = stored;
    }

    Answer answer() {
        return new Answer(lines(), data());
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        session.breakpoints().hit().ifPresent(lines::add);
        if (session.isInterrupted()) {
            lines.add("interrupted");
        }
        ComingEvent next = session.next();
        if (next == null) {
            lines.add(
                    "at the end, after %,d events: %s"
                            .formatted(session.eventCount(), words(session.run().run().end())));
            lines.add(comparison());
            return lines;
        }
        EventWords words = session.words();
        lines.add(
                "after %s events; next: %s, %s"
                        .formatted(count(), words.place(next), words.sentence(next)));
        return lines;
    }

    private String count() {
        return total().map(total -> "%,d of %,d".formatted(session.eventCount(), total))
                .orElse("%,d".formatted(session.eventCount()));
    }

    private Optional<Long> total() {
        return stored == null || stored.incomparable().isPresent()
                ? Optional.empty()
                : Optional.of(stored.eventCount());
    }

    private static String words(SimulationEnd end) {
        return switch (end) {
            case IDLE -> "nothing can happen any more";
            case STOPPED -> "what the run was to wait for has happened";
            case TIME_LIMIT -> "the virtual time that the run was given is over";
            case EVENT_LIMIT -> "the events that the run was given have happened";
            case POLLING_IN_VAIN -> "programs poll what nobody is left to change";
            case LIVENESS_BOUND -> "the time that the run was given after its faults is over";
        };
    }

    private String comparison() {
        String hash = "%016x".formatted(session.run().run().events().value());
        if (stored == null) {
            return "hash " + hash;
        }
        Optional<String> incomparable = stored.incomparable();
        if (incomparable.isPresent()) {
            return incomparable.get();
        }
        if (hash.equals(stored.eventHash())) {
            return "the same events as in the run, hash %s; it was %s"
                    .formatted(hash, stored.word());
        }
        hasDiffered = true;
        return "UNKNOWN: this is another run than the one of %,d events with hash %s: %s"
                .formatted(
                        stored.eventCount(),
                        stored.eventHash(),
                        stored.firstDifference(session.run().log().checkpoints()));
    }

    /** Whether an end was reached that was not that of the stored run. */
    boolean hasDiffered() {
        return hasDiffered;
    }

    Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        session.breakpoints().hit().ifPresent(hit -> data.put("stoppedBy", hit));
        data.put("events", session.eventCount());
        total().ifPresent(total -> data.put("eventsOfRun", total));
        data.put("atEnd", session.isAtEnd());
        ComingEvent next = session.next();
        if (next == null) {
            data.put("end", words(session.run().run().end()));
            data.put("comparison", comparison());
        } else {
            EventWords words = session.words();
            data.put("virtualTime", words.time(next.cycles()));
            data.put("core", session.machine().machineCore(next.core()));
            data.put("cluster", session.machine().clusterOf(next.core()));
            data.put("next", words.sentence(next));
        }
        return data;
    }
}
