package io.atoll.cluster.simulated.trace;

/**
 * A ring that messages went through. It is known by who sends and who receives. Written by the
 * machine's thread.
 */
public final class TracedRing {
    private static final String NOBODY = "?";

    private final int number;
    private final long address;
    private String sender = NOBODY;
    private String receiver = NOBODY;
    private long sent;
    private long found;
    private long lastFoundPosition = -1;

    TracedRing(int number, long address) {
        this.number = number;
        this.address = address;
    }

    /** Number among the rings of the run, in the order of their first messages. */
    public int number() {
        return number;
    }

    /** Where it is in the host's memory: another one in each run. */
    public long address() {
        return address;
    }

    /** The machine: that thread has sent a message; the message's number in the ring. */
    public long send(String thread) {
        sender = thread;
        return sent++;
    }

    /**
     * The machine: that thread has found the message at that position.
     *
     * @return the message's number in the ring; -1 if it was found before
     */
    public long find(String thread, long position) {
        if (position == lastFoundPosition) {
            return -1;
        }
        lastFoundPosition = position;
        receiver = thread;
        return found++;
    }

    /** Messages that went in. */
    public long sent() {
        return sent;
    }

    /** Messages that came out. */
    public long found() {
        return found;
    }

    /** {@code client>server}. */
    public String name() {
        return sender + ">" + receiver;
    }
}
