package io.atoll.cluster.simulated.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that goes from one core to another, perhaps the same: a message, or a doorbell.
 *
 * @param from the core it leaves
 * @param to the core it reaches; of a message that nobody found, the core it leaves
 * @param ring the message's ring; null of a doorbell
 * @param detail the message's number in the ring, or the interrupt line
 * @param sender the thread
 * @param receiver the thread, or empty
 */
record Flow(
        State state,
        int from,
        long fromCycles,
        int to,
        long toCycles,
        TracedRing ring,
        long detail,
        String sender,
        String receiver) {
    /** What became of it. */
    enum State {
        ARRIVED,

        /** It was still on its way, or in its ring, when the run ended. */
        UNDERWAY,

        /** A fault took it. */
        LOST
    }

    boolean isMessage() {
        return ring != null;
    }

    /** {@code client>server #3}, or {@code doorbell, line 2}. */
    String name() {
        return isMessage() ? ring.name() + " #" + detail : "doorbell, line " + detail;
    }

    /**
     * Those of a log, in the order in which they left. What was sent before the log begins is not
     * there.
     *
     * @param lastCycles when the run ended
     */
    static List<Flow> of(EventLog log, long lastCycles) {
        List<Flow> flows = new ArrayList<>();
        Map<Message, Integer> underway = new HashMap<>();
        for (int i = 0; i < log.size(); i++) {
            TraceEvent event = log.get(i);
            switch (event.kind()) {
                case DOORBELL, DOORBELL_LOST -> flows.add(doorbell(event, lastCycles));
                case MESSAGE_SENT -> {
                    underway.put(new Message(event.other(), event.detail()), flows.size());
                    flows.add(sent(event, log.rings().get(event.other())));
                }
                case MESSAGE_FOUND -> {
                    Integer sent = underway.remove(new Message(event.other(), event.detail()));
                    if (sent != null) {
                        flows.set(sent, flows.get(sent).found(event));
                    }
                }
                default -> {
                    // goes nowhere
                }
            }
        }
        // A core may run a little ahead of the others.
        flows.sort(Comparator.comparingLong(Flow::fromCycles));
        return flows;
    }

    private record Message(int ring, long number) {}

    private static Flow doorbell(TraceEvent event, long lastCycles) {
        State state =
                event.kind() == TraceKind.DOORBELL_LOST
                        ? State.LOST
                        : event.cycles() > lastCycles ? State.UNDERWAY : State.ARRIVED;
        return new Flow(
                state,
                event.core(),
                event.fromCycles(),
                event.other(),
                event.cycles(),
                null,
                event.detail(),
                event.text(),
                "");
    }

    private static Flow sent(TraceEvent event, TracedRing ring) {
        return new Flow(
                State.UNDERWAY,
                event.core(),
                event.cycles(),
                event.core(),
                event.cycles(),
                ring,
                event.detail(),
                event.text(),
                "");
    }

    private Flow found(TraceEvent event) {
        return new Flow(
                State.ARRIVED,
                from,
                fromCycles,
                event.core(),
                // The sender's core may be ahead by the transfer of the line that it wrote.
                Math.max(fromCycles, event.cycles()),
                ring,
                detail,
                sender,
                event.text());
    }
}
