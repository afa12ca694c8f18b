package io.atoll.command.console;

import io.atoll.cluster.simulated.StandingMachine;
import io.atoll.cluster.simulated.trace.ComingEvent;
import io.atoll.cluster.simulated.trace.Standstill.Place;
import io.atoll.cluster.simulated.trace.TraceKind;
import io.atoll.command.UsageException;
import io.atoll.command.console.Breakpoints.AfterMessage;
import io.atoll.command.console.Breakpoints.Before;
import io.atoll.command.console.Breakpoints.Condition;
import io.atoll.command.run.StopPlace;

import java.util.List;
import java.util.Map;

/** Verbs that say where the run is to stop when it goes on. */
final class BreakpointVerbs {
    private final Session session;
    private final Names names;

    BreakpointVerbs(Session session, Names names) {
        this.session = session;
        this.names = names;
    }

    List<Verb> verbs() {
        return List.of(
                Verb.of(
                                "break",
                                "[what] [where...] [op=send|receive]",
                                "stop there whenever the run goes on; alone: which there are",
                                this::add)
                        .withDetails(
                                "break event N           after that many events",
                                "break time 41.2us       before the first event at that time or"
                                        + " later",
                                "break fault             before a program faults, or a fault on"
                                        + " purpose",
                                "break ring A>B [op=..]  after a message from A to B was sent, or"
                                        + " found",
                                "break doorbell [NAME]   before a doorbell arrives; that NAME"
                                        + " hears",
                                "break print [TEXT]      before a program prints; that TEXT",
                                "break pd NAME           before an event of that program",
                                "break cluster N         before an event in that cluster"),
                Verb.of("delete", "[number]", "delete a breakpoint, or all", this::delete));
    }

    private Answer add(Arguments arguments) {
        String what = arguments.text("what");
        if (what == null) {
            List<String> lines = session.breakpoints().lines();
            return Answer.text(lines.isEmpty() ? List.of("no breakpoint") : lines);
        }
        if (arguments.has("op") && !what.equals("ring")) {
            throw new UsageException("break: op= is for rings");
        }
        Condition condition = condition(what, arguments.text("where"), arguments.text("op"));
        int number = session.breakpoints().add(condition);
        return new Answer(
                List.of("breakpoint %d: %s".formatted(number, condition.text())),
                Map.of("breakpoint", number, "condition", condition.text()));
    }

    private Condition condition(String what, String where, String op) {
        String text = where == null ? what : what + " " + where;
        StandingMachine machine = session.machine();
        return switch (what) {
            case "event", "time" -> {
                StopPlace place =
                        StopPlace.parse("break " + what, needed(what, where), session.costs());
                yield new Before(text, onceIn(place));
            }
            case "fault" -> new Before(text, ComingEvent::isFault);
            case "ring" -> {
                String ring = names.ring(needed(what, where));
                yield new AfterMessage(
                        "ring " + ring + (op == null ? "" : " op=" + op), ring, kind(op));
            }
            case "doorbell" ->
                    new Before(
                            text,
                            next ->
                                    next.is("doorbell")
                                            && (where == null
                                                    || isHeardBy(machine(), next, where)));
            case "print" ->
                    new Before(
                            text,
                            next ->
                                    next.is("output")
                                            && (where == null || next.text().contains(where)));
            case "pd" -> {
                String name = names.thread(needed(what, where));
                yield new Before(
                        text, next -> next.thread().equals(name) && EventWords.isOfThread(next));
            }
            case "cluster" -> {
                long cluster =
                        new Arguments("break", Map.of(what, needed(what, where)))
                                .number(what, 0, 0, machine.clusterCount() - 1);
                yield new Before(text, next -> machine().clusterOf(next.core()) == cluster);
            }
            default ->
                    throw new UsageException(
                            "break: '%s' is nothing to stop at; 'help break' says what is"
                                    .formatted(what));
        };
    }

    /** Of the run that goes on then, which may be another than the one that stands now. */
    private StandingMachine machine() {
        return session.machine();
    }

    private static boolean isHeardBy(StandingMachine machine, ComingEvent next, String name) {
        return machine.hearers(machine.clusterOf(next.core()), (int) next.detail()).contains(name);
    }

    /** A place that the run passes once: behind it, it does not stop there again. */
    private static Place onceIn(StopPlace place) {
        return place.isTime()
                ? new Place() {
                    private long passed;

                    @Override
                    public boolean isBefore(ComingEvent next) {
                        boolean isThere =
                                passed < place.number() && next.cycles() >= place.number();
                        passed = Math.max(passed, next.cycles());
                        return isThere;
                    }
                }
                : next -> next.number() == place.number() + 1;
    }

    private static TraceKind kind(String op) {
        return switch (op) {
            case null -> null;
            case "send" -> TraceKind.MESSAGE_SENT;
            case "receive" -> TraceKind.MESSAGE_FOUND;
            default ->
                    throw new UsageException(
                            "break: op cannot be '%s'; it is send or receive".formatted(op));
        };
    }

    private static String needed(String what, String where) {
        if (where == null) {
            throw new UsageException(
                    "break %s: of which? 'help break' shows the forms".formatted(what));
        }
        return where;
    }

    private Answer delete(Arguments arguments) {
        if (!arguments.has("number")) {
            session.breakpoints().clear();
            return Answer.text("no breakpoint");
        }
        int number = (int) arguments.number("number", 0, 1, Integer.MAX_VALUE);
        if (!session.breakpoints().remove(number)) {
            throw new UsageException("delete: there is no breakpoint %d".formatted(number));
        }
        return Answer.text(List.of());
    }
}
