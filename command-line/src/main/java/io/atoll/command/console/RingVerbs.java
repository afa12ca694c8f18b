package io.atoll.command.console;

import io.atoll.cluster.simulated.UnheardDoorbell;
import io.atoll.cluster.simulated.trace.EventLog;
import io.atoll.cluster.simulated.trace.TraceEvent;
import io.atoll.cluster.simulated.trace.TraceKind;
import io.atoll.coordinator.ring.KnownRings.Ring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Verbs that look at rings and doorbells. */
final class RingVerbs {
    private static final int LAST_MESSAGES = 4;

    private final Session session;
    private final Names names;

    RingVerbs(Session session, Names names) {
        this.session = session;
        this.names = names;
    }

    List<Verb> verbs() {
        return List.of(
                Verb.of(
                                "ring",
                                "[A>B]",
                                "a ring, and its last messages; alone: all rings",
                                this::ring)
                        .withDetails(
                                "sent, received  what its ends have counted",
                                "armed           who has asked for a doorbell before going to"
                                        + " sleep"),
                Verb.of("doorbells", "", "doorbells that nobody has heard yet", this::doorbells));
    }

    private Answer ring(Arguments arguments) {
        if (!arguments.has("A>B")) {
            return Answer.text(all(session));
        }
        List<String> lines = new ArrayList<>();
        List<Object> data = new ArrayList<>();
        for (Ring ring : names.rings(arguments.text("A>B"))) {
            boolean isPending = isDoorbellPending(ring);
            lines.add(
                    "sent %,d  received %,d  capacity %,d%s  receiver armed %s  sender armed %s  doorbell pending %s"
                            .formatted(
                                    ring.sent(),
                                    ring.received(),
                                    ring.capacity(),
                                    ring.unit(),
                                    yes(ring.receiverRequests()),
                                    yes(ring.senderRequests()),
                                    yes(isPending)));
            data.add(data(ring, isPending));
        }
        lines.addAll(lastMessages(arguments.text("A>B")));
        return new Answer(lines, data);
    }

    private static String yes(boolean is) {
        return is ? "yes" : "no";
    }

    private static Map<String, Object> data(Ring ring, boolean isPending) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("ring", ring.name());
        data.put("sent", ring.sent());
        data.put("received", ring.received());
        data.put("capacity", ring.capacity());
        data.put("unit", ring.unit().isEmpty() ? "messages" : ring.unit().strip());
        data.put("receiverArmed", ring.receiverRequests());
        data.put("senderArmed", ring.senderRequests());
        data.put("doorbellPending", isPending);
        return data;
    }

    private boolean isDoorbellPending(Ring ring) {
        return session.machine().doorbells().stream()
                .anyMatch(bell -> bell.hearers().contains(ring.receiver()));
    }

    private List<String> lastMessages(String ring) {
        List<String> lines = new ArrayList<>();
        EventLog log = session.run().log();
        EventWords words = session.words();
        for (int i = log.size() - 1; i >= 0 && lines.size() < LAST_MESSAGES; i--) {
            TraceEvent event = log.get(i);
            boolean isSent = event.kind() == TraceKind.MESSAGE_SENT;
            if ((isSent || event.kind() == TraceKind.MESSAGE_FOUND)
                    && session.nameOf(log.rings().get(event.other())).equals(ring)) {
                lines.addFirst(
                        "  #%d %s by '%s' at event %d, %s"
                                .formatted(
                                        event.detail(),
                                        isSent ? "sent" : "found",
                                        event.text(),
                                        event.number(),
                                        words.time(event.cycles())));
            }
        }
        return lines;
    }

    /** A line for each ring that programs have made known. */
    static List<String> all(Session session) {
        List<String> lines = session.run().run().rings().all().stream().map(Ring::toText).toList();
        return lines.isEmpty() ? List.of("no program has made a ring known yet") : lines;
    }

    private Answer doorbells(Arguments arguments) {
        EventWords words = session.words();
        List<String> lines = new ArrayList<>();
        List<Object> data = new ArrayList<>();
        for (UnheardDoorbell bell : session.machine().doorbells()) {
            String who =
                    bell.hearers().isEmpty()
                            ? "nobody in particular"
                            : String.join(", ", bell.hearers());
            String state =
                    bell.arrivalCycles() < 0
                            ? bell.state()
                            : "%s, arrives at %s"
                                    .formatted(bell.state(), words.time(bell.arrivalCycles()));
            lines.add(
                    "core %d line %d, for %s: %s".formatted(bell.core(), bell.line(), who, state));
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("core", bell.core());
            each.put("line", bell.line());
            each.put("hearers", bell.hearers());
            each.put("state", state);
            data.add(each);
        }
        return new Answer(
                lines.isEmpty()
                        ? List.of("no doorbell is on its way, or waits to be heard")
                        : lines,
                data);
    }
}
