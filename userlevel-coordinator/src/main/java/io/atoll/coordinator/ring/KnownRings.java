package io.atoll.coordinator.ring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rings of a machine, as their ends have reported them, for when nobody goes on. Reports come
 * from all cores at once; the rings are looked at when no program runs any more, and before their
 * memory goes.
 */
public final class KnownRings {
    /** By address; gone through in the order in which they were first reported. */
    private final Map<Long, Ends> rings = new LinkedHashMap<>();

    private static final class Ends {
        RingOpened sender;
        int senderCluster = -1;
        RingOpened receiver;
    }

    /**
     * A ring as it was left.
     *
     * @param sender name of the program that sends, or {@code ?}
     * @param senderCluster its cluster, or -1
     * @param receiver name of the program that receives, or {@code ?}
     * @param sent messages, or bytes of messages
     * @param received of these
     * @param capacity how many it holds
     * @param unit of these three, with a space before it; empty for messages
     * @param receiverRequests whether the receiver has said that it sleeps until a message comes
     * @param senderRequests whether the sender has said that it sleeps until there is room
     */
    public record Ring(
            String sender,
            int senderCluster,
            String receiver,
            long sent,
            long received,
            long capacity,
            String unit,
            boolean receiverRequests,
            boolean senderRequests) {
        /** Without one of its ends nobody knows. */
        public boolean isKnown() {
            return !sender.equals(NOBODY) && !receiver.equals(NOBODY);
        }

        public boolean isEmpty() {
            return sent == received;
        }

        /**
         * Whether its receiver has missed its wake-up, if it sleeps and no doorbell is on its way
         * to it: there is a message, and the receiver has said that it sleeps until one comes. The
         * sender looked before the receiver had said so, and the receiver did not look again after
         * that; or the sender did not look at all.
         */
        public boolean hasUnheardMessage() {
            return isKnown() && !isEmpty() && receiverRequests;
        }

        /** {@code sender>receiver}. */
        public String name() {
            return sender + ">" + receiver;
        }

        /** How full it is, and who waits for a signal. */
        public String toText() {
            return "link %s: %s%s%s"
                    .formatted(
                            name(),
                            occupancy(),
                            receiverRequests ? ", receiver armed" : "",
                            senderRequests ? ", sender armed" : "");
        }

        /** How full it is, in words. */
        public String occupancy() {
            if (!isKnown()) {
                return "nobody knows how full";
            }
            return isEmpty()
                    ? "empty"
                    : "%,d of %,d%s full".formatted(sent - received, capacity, unit);
        }
    }

    private static final String NOBODY = "?";

    /** An end was reported by a program of that cluster. */
    public synchronized void opened(int cluster, RingOpened end) {
        Ends ends = rings.computeIfAbsent(end.address(), _ -> new Ends());
        if (end.sending() != null) {
            ends.sender = end;
            ends.senderCluster = cluster;
        } else {
            ends.receiver = end;
        }
    }

    /** All of them, as they are now. */
    public synchronized List<Ring> all() {
        List<Ring> all = new ArrayList<>();
        rings.values().forEach(ends -> all.add(look(ends)));
        return all;
    }

    /**
     * The name of the ring that begins at that address of the host's memory.
     *
     * @return empty if none is known there
     */
    public synchronized Optional<String> nameOf(long hostAddress) {
        return Optional.ofNullable(rings.get(hostAddress)).map(ends -> look(ends).name());
    }

    /**
     * What there is at an address of the host's memory, such as {@code a>b, slot 3}.
     *
     * @return empty if no ring that is known
     */
    public synchronized Optional<String> placeOf(long hostAddress) {
        for (Ends ends : rings.values()) {
            PaddedCursor any = ends.sender != null ? sending(ends) : receiving(ends);
            var memory = ends.sender != null ? sending(ends).memory : receiving(ends).memory;
            long offset = hostAddress - memory.address();
            if (offset >= 0 && offset < memory.byteSize()) {
                Ring ring = look(ends);
                return Optional.of("%s, %s".formatted(ring.name(), place(offset, isOfLines(any))));
            }
        }
        return Optional.empty();
    }

    private static String place(long offset, boolean isOfLines) {
        if (offset >= RingHeader.BYTE_SIZE) {
            long behind = offset - RingHeader.BYTE_SIZE;
            return isOfLines ? "slot " + behind / LineRingLayout.LINE_BYTES : "byte " + behind;
        }
        if (offset >= RingHeader.RECEIVER_SIGNAL_OFFSET) {
            return "the receiver's request for a doorbell";
        }
        if (offset >= RingHeader.RECEIVER_CLOSED_OFFSET) {
            return "'closed' of the receiver";
        }
        if (offset >= RingHeader.CONSUMED_OFFSET) {
            return "the count of what was consumed";
        }
        if (offset >= RingHeader.SENDER_SIGNAL_OFFSET) {
            return "the sender's request for a doorbell";
        }
        return offset >= RingHeader.SENDER_CLOSED_OFFSET ? "'closed' of the sender" : "the format";
    }

    private static RingProducer sending(Ends ends) {
        return ends.sender == null ? null : ends.sender.sending();
    }

    private static RingConsumer receiving(Ends ends) {
        return ends.receiver == null ? null : ends.receiver.receiving();
    }

    private static boolean isOfLines(PaddedCursor end) {
        return end instanceof LineRingProducer || end instanceof LineRingConsumer;
    }

    private static Ring look(Ends ends) {
        RingProducer sending = sending(ends);
        RingConsumer receiving = receiving(ends);
        PaddedCursor any = sending != null ? sending : receiving;
        var memory = sending != null ? sending.memory : receiving.memory;
        return new Ring(
                ends.sender == null ? NOBODY : ends.sender.owner(),
                ends.senderCluster,
                ends.receiver == null ? NOBODY : ends.receiver.owner(),
                sending == null ? 0 : sending.position,
                receiving == null ? 0 : receiving.position,
                RingHeader.capacity(memory),
                isOfLines(any) ? "" : " bytes",
                RingHeader.isSignalRequested(memory, RingHeader.RECEIVER_SIGNAL_OFFSET),
                RingHeader.isSignalRequested(memory, RingHeader.SENDER_SIGNAL_OFFSET));
    }
}
