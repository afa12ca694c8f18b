package io.atoll.coordinator;

/**
 * The messages between coordinators: one line each, word 0 the type, words 1 and 2 its arguments,
 * words 3 to 6 a name or zero.
 */
final class LinkMessage {
    /** What both sides must speak. */
    static final long VERSION = 2;

    /** First of every link. Arguments: version, cluster count. */
    static final int HELLO = 1;

    /** Ring here for a channel of the description. Arguments: channel, line. */
    static final int DOORBELL = 2;

    /** Serves a remote call. Arguments: channel; first page of the area and line, packed. */
    static final int CALL_SERVED = 3;

    /** The caller's side of a remote call. Arguments: channel, line. */
    static final int CALL_BOUND = 4;

    /** To a name's home: a domain wants it. Arguments: request, domain. */
    static final int REGISTER = 5;

    /** From a name's home. Arguments: request, 1 if granted. */
    static final int REGISTERED = 6;

    /** To a name's home: who has it? Answered when somebody has. Arguments: request. */
    static final int LOOK_UP = 7;

    /** From a name's home. Arguments: request, domain. */
    static final int FOUND = 8;

    /** To the server's cluster. Arguments: request; kind of channel and server domain, packed. */
    static final int CONNECT = 9;

    /**
     * The server's side is ready. Arguments: request; first page of the area and line, packed. Word
     * 3: bind number.
     */
    static final int ACCEPTED = 10;

    /** The client's side is ready. Arguments: bind number of the server, line. */
    static final int CONNECTED = 11;

    /** Cannot be done. Arguments: request, reason. */
    static final int REFUSED = 12;

    private LinkMessage() {}

    /** Two ints in one argument. */
    static long pack(int high, int low) {
        return (long) high << 32 | (low & 0xffff_ffffL);
    }

    static int high(long packed) {
        return (int) (packed >>> 32);
    }

    static int low(long packed) {
        return (int) packed;
    }
}
