package io.atoll.cluster.simulated.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of a run is in a {@link SpaceTimeDiagram}, and in which colour: the last messages and
 * doorbells, and the events from the first of them on.
 */
final class DiagramContents {
    /** Okabe and Ito's colours, which people with any colour vision can tell apart. */
    private static final List<String> RING_COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#a8528a", "#b07c00", "#2f8fc4", "#5b5b5b");

    private static final List<String> THREAD_COLOURS =
            List.of(
                    "#a6c8e4", "#f3c39b", "#a9d8c2", "#e2bcd5", "#ead79a", "#c9c6e8", "#c8d6a8",
                    "#d9c4b4", "#b8dfe4", "#e7b5b0");

    static final String DOORBELL_COLOUR = "#777";
    static final String LOST_COLOUR = "#c8102e";

    private final TracedRun run;
    private final long lastCycles;
    private final long fromCycles;
    private final boolean isCut;
    private final List<Flow> flows;
    private final List<TraceEvent> slices = new ArrayList<>();
    private final List<TraceEvent> marks = new ArrayList<>();
    private final Map<String, String> threadColours = new LinkedHashMap<>();

    DiagramContents(TracedRun run, int mostMessages) {
        this.run = run;
        List<TraceEvent> events = run.log().events();
        long last = 0;
        for (TraceEvent event : events) {
            if (event.kind() != TraceKind.DOORBELL) {
                last = Math.max(last, event.cycles());
            }
        }
        lastCycles = last;
        List<Flow> all = Flow.of(run.log(), last);
        int cut = Math.max(0, all.size() - mostMessages);
        flows = all.subList(cut, all.size());
        fromCycles = cut == 0 || flows.isEmpty() ? 0 : flows.getFirst().fromCycles();
        isCut = cut > 0 || run.log().dropped() > 0;
        for (TraceEvent event : events) {
            if (event.cycles() >= fromCycles) {
                sort(event);
            }
        }
    }

    private void sort(TraceEvent event) {
        switch (event.kind()) {
            case RUNNING -> {
                slices.add(event);
                threadColours.computeIfAbsent(
                        event.text(),
                        _ -> THREAD_COLOURS.get(threadColours.size() % THREAD_COLOURS.size()));
            }
            case OUTPUT, FAULT, INJECTED, PROGRAM_ENDED -> marks.add(event);
            default -> {
                // messages are flows; the rest is too much for a picture
            }
        }
    }

    TracedRun run() {
        return run;
    }

    /** Messages and doorbells, in the order in which they left. */
    List<Flow> flows() {
        return flows;
    }

    /** Whether something happened before what is shown. */
    boolean isCut() {
        return isCut;
    }

    /** Who ran when. */
    List<TraceEvent> slices() {
        return slices;
    }

    /** What is said in words. */
    List<TraceEvent> marks() {
        return marks;
    }

    /** Of threads by name, in the order in which they came to run. */
    Map<String, String> threadColours() {
        return threadColours;
    }

    /** Times at which something happens, in picoseconds. */
    TreeSet<Long> moments() {
        TreeSet<Long> moments = new TreeSet<>();
        moments.add(run.picos(fromCycles));
        moments.add(run.picos(lastCycles));
        for (Flow flow : flows) {
            moments.add(run.picos(flow.fromCycles()));
            moments.add(run.picos(Math.min(lastCycles, flow.toCycles())));
        }
        marks.forEach(mark -> moments.add(run.picos(mark.cycles())));
        return moments;
    }

    /** Rings of which there are messages. */
    List<TracedRing> shownRings() {
        return run.log().rings().stream()
                .filter(ring -> flows.stream().anyMatch(flow -> flow.ring() == ring))
                .toList();
    }

    /** Colours of arrows. */
    Set<String> flowColours() {
        Set<String> colours = new LinkedHashSet<>();
        flows.forEach(flow -> colours.add(colour(flow)));
        return colours;
    }

    static String colour(Flow flow) {
        return flow.state() == Flow.State.LOST
                ? LOST_COLOUR
                : flow.isMessage() ? colour(flow.ring()) : DOORBELL_COLOUR;
    }

    static String colour(TracedRing ring) {
        return RING_COLOURS.get(ring.number() % RING_COLOURS.size());
    }
}
