package io.atoll.conformance.recordings;

/**
 * A system call as a recording writes it down: everything left of {@code =>}. Fields that a kind of
 * call does not have are zero or empty.
 *
 * @param kind which call
 * @param invocation recorded as an invocation of an object ({@code inv}); then {@code kind} is CALL
 * @param destination CPtr of the send phase
 * @param source CPtr of the receive phase
 * @param reply CPtr of the reply object
 * @param label of the message sent
 * @param words of the message sent; up to 127, of which the sender stores 120
 * @param skip instead of {@code words}: answer a fault so that the faulter goes on behind it, if
 *     the caller holds one that can be answered so, otherwise send an empty message
 * @param caps CPtrs of the extra capabilities
 * @param receivePath root, index and depth of the receive slot; zeros for none
 * @param number of the unknown system call, or the address accessed
 */
record SystemCall(
        Kind kind,
        boolean invocation,
        long destination,
        long source,
        long reply,
        long label,
        long[] words,
        boolean skip,
        long[] caps,
        long[] receivePath,
        long number) {

    enum Kind {
        SEND("Send"),
        NB_SEND("NBSend"),
        CALL("Call"),
        REPLY_RECV("ReplyRecv"),
        NB_SEND_RECV("NBSendRecv"),
        NB_SEND_WAIT("NBSendWait"),
        RECV("Recv"),
        NB_RECV("NBRecv"),
        WAIT("Wait"),
        NB_WAIT("NBWait"),
        YIELD("Yield"),
        UNKNOWN_SYSTEM_CALL("FaultUnknownSyscall"),
        READ("FaultRead"),
        WRITE("FaultWrite"),
        UNDEFINED_INSTRUCTION("FaultUndefined"),
        DIVIDE_BY_ZERO("FaultDivide");

        private final String recordedName;

        Kind(String recordedName) {
            this.recordedName = recordedName;
        }

        /** The kind with this name in a recording, or null. */
        static Kind named(String name) {
            for (Kind kind : values()) {
                if (kind.recordedName.equals(name)) {
                    return kind;
                }
            }
            return null;
        }

        boolean hasDestination() {
            return switch (this) {
                case SEND, NB_SEND, CALL, NB_SEND_RECV, NB_SEND_WAIT -> true;
                default -> false;
            };
        }

        boolean hasSource() {
            return switch (this) {
                case REPLY_RECV, NB_SEND_RECV, NB_SEND_WAIT, RECV, NB_RECV, WAIT, NB_WAIT -> true;
                default -> false;
            };
        }

        boolean hasReply() {
            return switch (this) {
                case REPLY_RECV, NB_SEND_RECV, RECV, NB_RECV -> true;
                default -> false;
            };
        }

        boolean hasMessage() {
            return hasDestination() || this == REPLY_RECV;
        }
    }

    /** Where the send phase goes: the reply object in a ReplyRecv. */
    long sendsTo() {
        return kind == Kind.REPLY_RECV ? reply : destination;
    }
}
