package io.atoll.cluster.simulated.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A run as a trace in Chrome's JSON, which Perfetto (ui.perfetto.dev) and chrome://tracing show: a
 * process for each cluster, a track for each core; threads and kernel entries are slices, messages
 * and doorbells arrows, prints and faults instants. Times are virtual microseconds. The format:
 * "Trace Event Format", Google, 2016.
 */
public final class ChromeTrace {
    /** A point that an arrow starts or ends at is a slice of a cycle: arrows bind to slices. */
    private static final long POINT_CYCLES = 1;

    private final TracedRun run;
    private final List<Entry> entries = new ArrayList<>();

    /** One event, as it is written. */
    private record Entry(long picos, long order, String json) {}

    private ChromeTrace(TracedRun run) {
        this.run = run;
    }

    /** The whole file. */
    public static String of(TracedRun run) {
        return new ChromeTrace(run).text();
    }

    private String text() {
        long last = 0;
        for (TraceEvent event : run.log().events()) {
            add(event);
            if (event.kind() != TraceKind.DOORBELL) {
                last = Math.max(last, event.cycles());
            }
        }
        List<Flow> flows = Flow.of(run.log(), last);
        for (int i = 0; i < flows.size(); i++) {
            add(flows.get(i), i);
        }
        // Outer slices before inner ones that begin with them: in order of length, longest first.
        entries.sort(Comparator.comparingLong(Entry::picos).thenComparingLong(Entry::order));
        StringBuilder all = new StringBuilder("{\"displayTimeUnit\":\"ns\",\n\"otherData\":{");
        all.append(metadata()).append("},\n\"traceEvents\":[\n");
        all.append(String.join(",\n", names()));
        for (Entry entry : entries) {
            all.append(",\n").append(entry.json);
        }
        return all.append("\n]}\n").toString();
    }

    private String metadata() {
        return String.join(
                ",\n ",
                field("system", run.system()),
                field("machine", "simulated: all times are virtual and modelled, none is measured"),
                field("costModel", run.costModel()),
                field("seed", "0x%x".formatted(run.seed())),
                "\"events\":" + run.eventCount(),
                field("eventHash", "%016x".formatted(run.eventHash())),
                "\"earlierEventsCut\":" + run.log().dropped());
    }

    /** What processes and tracks are called, and in which order they stand. */
    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (int cluster = 0; cluster < run.clusters().size(); cluster++) {
            names.add(meta("process_name", cluster, 0, field("name", "cluster " + cluster)));
            names.add(meta("process_labels", cluster, 0, field("labels", "modelled")));
            names.add(meta("process_sort_index", cluster, 0, "\"sort_index\":" + cluster));
        }
        for (int core = 0; core < run.coreCount(); core++) {
            int cluster = run.clusterOf(core);
            String name = "core " + run.machineCore(core);
            names.add(meta("thread_name", cluster, core, field("name", name)));
            names.add(meta("thread_sort_index", cluster, core, "\"sort_index\":" + core));
        }
        return names;
    }

    private static String meta(String name, int cluster, int core, String args) {
        return "{\"ph\":\"M\",\"name\":\"%s\",\"pid\":%d,\"tid\":%d,\"args\":{%s}}"
                .formatted(name, cluster + 1, core + 1, args);
    }

    private void add(TraceEvent event) {
        switch (event.kind()) {
            case RUNNING -> slice(event, "thread", event.text(), "");
            case KERNEL, INTERRUPT ->
                    slice(event, "kernel", event.text(), "\"event\":" + event.number());
            case LINE_FETCHED, LINE_WRITTEN, TIMER ->
                    instant(event, event.kind().words(), "\"line\":" + event.detail());
            case OUTPUT -> instant(event, event.text().strip(), "");
            case PROGRAM_ENDED, FAULT, INJECTED ->
                    instant(event, event.kind().words() + " " + event.text().strip(), "");
            case DOORBELL, DOORBELL_LOST, MESSAGE_SENT, MESSAGE_FOUND -> {
                // drawn as arrows
            }
        }
    }

    private void slice(TraceEvent event, String category, String name, String args) {
        slice(event.core(), event.fromCycles(), event.cycles(), category, name, args);
    }

    private void slice(int core, long from, long until, String category, String name, String args) {
        long begin = run.picos(from);
        long length = run.picos(until) - begin;
        put(
                begin,
                Long.MAX_VALUE / 2 - length,
                "{\"ph\":\"X\",\"cat\":\"%s\",%s,%s,\"dur\":%s,\"args\":{%s}}"
                        .formatted(
                                category,
                                field("name", name),
                                at(core, begin),
                                TracedRun.microsOf(length),
                                args));
    }

    private void instant(TraceEvent event, String name, String args) {
        boolean isOfMachine = event.core() < 0;
        long picos = run.picos(event.cycles());
        put(
                picos,
                Long.MAX_VALUE,
                "{\"ph\":\"i\",\"s\":\"%s\",\"cat\":\"%s\",%s,%s,\"args\":{%s}}"
                        .formatted(
                                isOfMachine ? "g" : "t",
                                event.kind().name().toLowerCase(Locale.ROOT),
                                field("name", name),
                                at(Math.max(0, event.core()), picos),
                                args));
    }

    private void add(Flow flow, int number) {
        String category = flow.isMessage() ? "message" : "doorbell";
        String state = field("state", flow.state().name().toLowerCase(Locale.ROOT));
        point(flow.from(), flow.fromCycles(), category, flow.name() + " sent", state);
        if (flow.state() != Flow.State.ARRIVED) {
            return;
        }
        point(flow.to(), flow.toCycles(), category, flow.name() + " arrived", state);
        arrow("s", flow.from(), flow.fromCycles(), category, flow.name(), number, "");
        arrow("f", flow.to(), flow.toCycles(), category, flow.name(), number, ",\"bp\":\"e\"");
    }

    private void point(int core, long cycles, String category, String name, String args) {
        slice(core, cycles, cycles + POINT_CYCLES, category, name, args);
    }

    /** One end of an arrow, inside the slice that it is bound to. */
    private void arrow(
            String phase,
            int core,
            long cycles,
            String category,
            String name,
            int number,
            String more) {
        long picos = (run.picos(cycles) + run.picos(cycles + POINT_CYCLES)) / 2;
        put(
                picos,
                Long.MAX_VALUE,
                "{\"ph\":\"%s\",\"cat\":\"%s\",%s,\"id\":\"0x%x\",%s%s}"
                        .formatted(
                                phase,
                                category,
                                field("name", name),
                                number,
                                at(core, picos),
                                more));
    }

    private String at(int core, long picos) {
        return "\"pid\":%d,\"tid\":%d,\"ts\":%s"
                .formatted(run.clusterOf(core) + 1, core + 1, TracedRun.microsOf(picos));
    }

    private void put(long picos, long order, String json) {
        entries.add(new Entry(picos, order, json));
    }

    private static String field(String name, String value) {
        StringBuilder text = new StringBuilder("\"").append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
