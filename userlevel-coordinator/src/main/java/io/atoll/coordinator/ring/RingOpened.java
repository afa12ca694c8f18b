package io.atoll.coordinator.ring;

import io.atoll.kernel.api.Report;

import java.util.Objects;

/**
 * Tells whoever runs the machine that one end of a ring is in use, so that it can say how full the
 * ring is when nobody goes on: see {@link KnownRings}. Programs with channels do so by themselves;
 * one that lays a ring into memory of its own may.
 *
 * @param owner the program's name
 * @param sending the end, if it is the sending one; otherwise null
 * @param receiving the end, if it is the receiving one; otherwise null
 */
public record RingOpened(String owner, RingProducer sending, RingConsumer receiving)
        implements Report {
    public RingOpened {
        if ((sending == null) == (receiving == null)) {
            throw new IllegalArgumentException("an end of a ring either sends or receives");
        }
        Objects.requireNonNull(owner, "owner");
    }

    /** The program is the one that sends. */
    public static RingOpened sending(String owner, RingProducer end) {
        return new RingOpened(owner, end, null);
    }

    /** The program is the one that receives. */
    public static RingOpened receiving(String owner, RingConsumer end) {
        return new RingOpened(owner, null, end);
    }

    /** Where the ring is; the same for both ends of one ring in one JVM. */
    long address() {
        return (sending != null ? sending.memory : receiving.memory).address();
    }

    @Override
    public String toText() {
        return "%s %s"
                .formatted(owner, sending != null ? "sends in a ring" : "receives from a ring");
    }
}
