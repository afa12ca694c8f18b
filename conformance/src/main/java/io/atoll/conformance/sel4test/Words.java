package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;

/** A running series of message words: what one side writes, the other expects. */
final class Words {
    private static final long FIRST = 0xfaceL;

    /** Odd, so that the series does not repeat. */
    private static final long STEP = 0x9e37_79b9_7f4a_7c15L;

    private long next = FIRST;

    /** Fills the first message words; returns the message info. */
    long fill(Sel4 sel4, int length) {
        for (int i = 0; i < length; i++) {
            sel4.ipc().mr(i, next += STEP);
        }
        return MessageInfo.of(0, length);
    }

    /** The message has exactly that length, and the words that the other side wrote. */
    void check(Sel4 sel4, long info, int length) {
        Check.equal(length, MessageInfo.length(info), "message length");
        for (int i = 0; i < length; i++) {
            Check.equal(next += STEP, sel4.ipc().mr(i), "word %d of %d".formatted(i, length));
        }
    }
}
