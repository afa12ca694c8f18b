package io.atoll.command.console;

import io.atoll.cluster.simulated.trace.ComingEvent;
import io.atoll.cluster.simulated.trace.Standstill.Place;
import io.atoll.command.UsageException;
import io.atoll.command.run.StopPlace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Verbs that let the run go on, or back. */
final class MovingVerbs {
    private static final int MOST_STEPS = 10_000;
    private static final String AGAIN = "On a terminal, an empty line after it does it again.";

    private final Session session;
    private final Whereabouts whereabouts;

    MovingVerbs(Session session, Whereabouts whereabouts) {
        this.session = session;
        this.whereabouts = whereabouts;
    }

    List<Verb> verbs() {
        return List.of(
                Verb.of(
                                "step",
                                "[n] [cluster N]",
                                "one event on, or n; of cluster N alone",
                                this::step)
                        .withDetails(
                                "Each event is one line: its number, its virtual time, its core,"
                                        + " who did what, and what that led to.",
                                "With a cluster, the others go on too, and are not shown.",
                                AGAIN)
                        .repeatable(),
                Verb.of("back", "[n]", "to where n events fewer have happened", this::back)
                        .withDetails(
                                "Runs the system again from its beginning, and checks that it is"
                                        + " the same run.",
                                AGAIN)
                        .repeatable(),
                Verb.of("to", "place", "to that event or virtual time, forwards or back", this::to)
                        .withDetails(
                                "A place is a number of events, as 1200, or a virtual time, as"
                                        + " 41.2us. Breakpoints do not count."),
                Verb.of(
                        "until",
                        "place",
                        "on to that event or virtual time, or a breakpoint",
                        this::until),
                Verb.of("cont", "", "on to the next breakpoint, or to the end", this::cont)
                        .withDetails(AGAIN)
                        .repeatable());
    }

    private Answer step(Arguments arguments) {
        long count = arguments.number("n", 1, 1, MOST_STEPS);
        long cluster = arguments.number("cluster", -1, 0, session.machine().clusterCount() - 1);
        List<String> lines = new ArrayList<>();
        List<Object> data = new ArrayList<>();
        boolean isFirst = true;
        while (count > 0 && (isFirst || !session.isAtEnd() && !session.isInterrupted())) {
            isFirst = false;
            session.goTo(_ -> true);
            ComingEvent event = session.last();
            if (cluster < 0 || session.machine().clusterOf(event.core()) == cluster) {
                EventWords words = session.words();
                List<String> consequences = words.consequences(event);
                lines.add(words.line(event, consequences));
                data.add(data(event, words, consequences));
                count--;
            }
        }
        if (session.isAtEnd() || session.isInterrupted()) {
            lines.addAll(whereabouts.lines());
        }
        return new Answer(lines, Map.of("events", data, "place", whereabouts.data()));
    }

    private Map<String, Object> data(
            ComingEvent event, EventWords words, List<String> consequences) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("event", event.number());
        data.put("virtualTime", words.time(event.cycles()));
        data.put("core", session.machine().machineCore(event.core()));
        data.put("what", event.what());
        data.put("sentence", words.sentence(event));
        data.put("consequences", consequences);
        return data;
    }

    private Answer back(Arguments arguments) {
        long count = arguments.number("n", 1, 1, Long.MAX_VALUE);
        if (count > session.eventCount()) {
            throw new UsageException(
                    "back: only %,d events have happened".formatted(session.eventCount()));
        }
        session.goBack(Place.afterEvents(session.eventCount() - count));
        return whereabouts.answer();
    }

    private Answer to(Arguments arguments) {
        StopPlace place = StopPlace.parse("to", arguments.text("place"), session.costs());
        if (!place.isTime() && place.number() > session.eventCount() && !session.isAtEnd()) {
            session.goTo(place.standstill());
        } else {
            session.goBack(place.standstill());
        }
        return reached(place);
    }

    private Answer until(Arguments arguments) {
        StopPlace place = StopPlace.parse("until", arguments.text("place"), session.costs());
        if (!place.isTime() && place.number() <= session.eventCount()) {
            throw new UsageException(
                    "until: %,d events have happened already; 'to' goes back"
                            .formatted(session.eventCount()));
        }
        session.goOn(place.standstill());
        return reached(place);
    }

    private Answer reached(StopPlace place) {
        if (place.isReached(session.run()) || session.isInterrupted()) {
            return whereabouts.answer();
        }
        List<String> lines = new ArrayList<>(List.of("the run ends before that"));
        lines.addAll(whereabouts.lines());
        return new Answer(lines, whereabouts.data());
    }

    private Answer cont(Arguments arguments) {
        session.goOn(Place.END);
        return whereabouts.answer();
    }
}
