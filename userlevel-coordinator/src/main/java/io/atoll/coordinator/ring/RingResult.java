package io.atoll.coordinator.ring;

/** What an operation on a ring answers; ints, so that the hot path neither allocates nor throws. */
public final class RingResult {
    /** Done. */
    public static final int OK = 0;

    /** Receiving: nothing is there now. */
    public static final int EMPTY = 1;

    /** Sending: the ring is full; the receiver is slower than the sender. Nothing was sent. */
    public static final int BACK_PRESSURE = 2;

    /** The other side closed the ring, and, for a receiver, everything sent has been received. */
    public static final int CLOSED = 3;

    private RingResult() {}

    /** The name of a result, for logs. */
    public static String toString(int result) {
        return switch (result) {
            case OK -> "OK";
            case EMPTY -> "EMPTY";
            case BACK_PRESSURE -> "BACK_PRESSURE";
            case CLOSED -> "CLOSED";
            default -> "result " + result;
        };
    }
}
