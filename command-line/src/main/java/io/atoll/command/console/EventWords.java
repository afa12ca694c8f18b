package io.atoll.command.console;

import io.atoll.cluster.simulated.StandingMachine;
import io.atoll.cluster.simulated.trace.ComingEvent;
import io.atoll.cluster.simulated.trace.EventLog;
import io.atoll.cluster.simulated.trace.TraceEvent;
import io.atoll.cluster.simulated.trace.TraceKind;
import io.atoll.cluster.simulated.trace.TracedRun;
import io.atoll.command.run.SteppedRun;

import java.util.ArrayList;
import java.util.List;

/** Events as people read them, with the names of the system in them. */
final class EventWords {
    private final Session session;
    private final SteppedRun run;
    private final StandingMachine machine;

    EventWords(Session session) {
        this.session = session;
        this.run = session.run();
        this.machine = run.machine();
    }

    /** Virtual time in microseconds, with its unit. */
    String time(long cycles) {
        return run.run().traced().micros(cycles) + " us";
    }

    /** Where it is: {@code core 1 at 641.207 us}. */
    String place(ComingEvent event) {
        return "core %d at %s".formatted(machine.machineCore(event.core()), time(event.cycles()));
    }

    /** Who does what: {@code 'consumer' enters the kernel to receive}. */
    String sentence(ComingEvent event) {
        return (isOfThread(event) ? "'%s' ".formatted(event.thread()) : "") + words(event);
    }

    /** A line of its own, for an event that has happened. */
    String line(ComingEvent event, List<String> consequences) {
        String what = words(event);
        return "%8d  %14s  core %-3d %-15s %s"
                .formatted(
                        event.number(),
                        time(event.cycles()),
                        machine.machineCore(event.core()),
                        isOfThread(event) ? event.thread() : "-",
                        consequences.isEmpty()
                                ? what
                                : what + "; " + String.join("; ", consequences));
    }

    /** Whether a thread's program does it; otherwise it happens to the core. */
    static boolean isOfThread(ComingEvent event) {
        return switch (event.what()) {
            case "kernel-entry",
                    "line-fetched",
                    "kernel-line-fetched",
                    "line-written",
                    "output",
                    "program-ended",
                    "fault",
                    "report" ->
                    true;
            default -> false;
        };
    }

    private String words(ComingEvent event) {
        return switch (event.what()) {
            case "kernel-entry" -> "enters the kernel: " + event.text().replace('-', ' ');
            case "interrupt" -> "the kernel takes an interrupt";
            case "doorbell" -> "a doorbell arrives, line " + event.detail() + hearers(event);
            case "call-of-core" -> "a call from another core of the cluster arrives";
            case "timer" -> "the deadline comes";
            case "line-fetched" -> "fetches " + memory(event);
            case "kernel-line-fetched" ->
                    "fetches a line of the kernel's state, number " + event.detail();
            case "line-written" -> "writes " + memory(event);
            case "output" -> "prints " + quoted(event.text());
            case "program-ended" -> "has returned";
            case "fault" -> "faults" + colon(event.text());
            case "injected" -> "a fault on purpose" + colon(event.text());
            case "report" -> "reports" + colon(event.text());
            default -> event.what().replace('-', ' ') + colon(event.text());
        };
    }

    private String hearers(ComingEvent event) {
        List<String> who = machine.hearers(machine.clusterOf(event.core()), (int) event.detail());
        return who.isEmpty() ? "" : " for " + String.join(", ", who);
    }

    private String memory(ComingEvent event) {
        return run.run()
                .rings()
                .placeOf(event.address())
                .or(
                        () ->
                                machine.placeOf(event.address())
                                        .map(
                                                place ->
                                                        "%s + 0x%x"
                                                                .formatted(
                                                                        place.label(),
                                                                        place.offset())))
                .orElse("memory of the cluster, line " + event.detail());
    }

    private static String quoted(String text) {
        return "'" + text.strip().replace("\n", "\\n") + "'";
    }

    private static String colon(String text) {
        return text.isBlank() ? "" : ": " + text.strip();
    }

    /**
     * What an event that has just happened led to: messages, doorbells, and that a thread waits.
     */
    List<String> consequences(ComingEvent event) {
        List<String> all = new ArrayList<>();
        EventLog log = run.log();
        TracedRun traced = run.run().traced();
        for (int i = log.size() - 1; i >= 0; i--) {
            TraceEvent recorded = log.get(i);
            if (recorded.number() < event.number() && recorded.kind() != TraceKind.KERNEL) {
                break;
            }
            if (recorded.number() == event.number()) {
                String what =
                        switch (recorded.kind()) {
                            case MESSAGE_SENT -> "sent " + message(recorded);
                            case MESSAGE_FOUND -> "found " + message(recorded);
                            case DOORBELL, DOORBELL_LOST -> traced.words(recorded);
                            default -> ""; // the event itself, or what led to it
                        };
                if (!what.isEmpty()) {
                    boolean isOwn = recorded.core() == event.core();
                    all.addFirst(isOwn ? what : "'%s' %s".formatted(recorded.text(), what));
                }
            }
        }
        if (event.is("kernel-entry")) {
            String state = machine.blockedState(event.core(), event.thread());
            if (!state.isEmpty()) {
                all.add(state);
            }
        }
        return all;
    }

    private String message(TraceEvent recorded) {
        return "%s #%d"
                .formatted(
                        session.nameOf(run.log().rings().get(recorded.other())), recorded.detail());
    }
}
