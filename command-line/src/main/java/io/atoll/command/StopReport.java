package io.atoll.command;

import io.atoll.cluster.simulated.trace.ComingEvent;
import io.atoll.cluster.simulated.trace.EventLog;
import io.atoll.cluster.simulated.trace.TraceEvent;
import io.atoll.cluster.simulated.trace.TracedRing;
import io.atoll.cluster.simulated.trace.TracedRun;
import io.atoll.command.run.SimulatedRun;
import io.atoll.command.run.SteppedRun;

import java.io.PrintStream;
import java.util.List;

/** What there is to see at the place at which a run was stopped. */
final class StopReport {
    private static final int LAST_EVENTS = 20;

    private StopReport() {}

    /** Of a machine that stands still. */
    static void print(SteppedRun stopped, PrintStream out) {
        SimulatedRun run = stopped.run();
        EventLog log = stopped.log();
        TracedRun traced = run.traced();
        ComingEvent last = stopped.place().last();
        out.println("stopped after %,d events".formatted(run.events().count()));
        if (last != null) {
            out.println(
                    "the last one: %s on core %d"
                            .formatted(
                                    last.what().replace('-', ' '),
                                    traced.machineCore(last.core())));
        }
        run.state().forEach(out::println);
        out.println("rings");
        for (TracedRing ring : log.rings()) {
            out.println(
                    "  %s  %,d sent, %,d found, %,d in it"
                            .formatted(
                                    ring.name(),
                                    ring.sent(),
                                    ring.found(),
                                    ring.sent() - ring.found()));
        }
        out.println("the last events");
        List<TraceEvent> events = log.events();
        for (TraceEvent event :
                events.subList(Math.max(0, events.size() - LAST_EVENTS), events.size())) {
            out.println(
                    "  %8d  %14s us  core %-3s %s"
                            .formatted(
                                    event.number(),
                                    traced.micros(event.cycles()),
                                    event.core() < 0 ? "-" : traced.machineCore(event.core()),
                                    traced.words(event)));
        }
        out.flush();
    }
}
