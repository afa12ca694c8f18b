package io.atoll.kernel.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.LookupFailure;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Handle;

import java.util.Arrays;

/**
 * An invocation that goes wrong in many ways at once, and is mended one mistake after the other:
 * each answer names the first mistake that is left, so together they show the order of the checks.
 * The whole answer is compared: error, detail words and their number, no badge, no capabilities.
 *
 * <pre>
 *   Attempt.of(sel4, handler, InvocationLabel.IRQ_SET_IRQ_HANDLER)
 *           .isRefused(Sel4Error.TRUNCATED_MESSAGE)
 *           .caps(endpoint.cptr())
 *           .isRefused(Sel4Error.INVALID_CAPABILITY, 0)
 *           .cap(0, notification.cptr())
 *           .succeeds();
 * </pre>
 */
public final class Attempt {
    private final Sel4 sel4;
    private final long cptr;
    private final int label;
    private long[] caps = {};
    private long[] words = {};

    private Attempt(Sel4 sel4, long cptr, int label) {
        this.sel4 = sel4;
        this.cptr = cptr;
        this.label = label;
    }

    /** The method {@code label} of what {@code invoked} names, without arguments so far. */
    public static Attempt of(Sel4 sel4, Handle invoked, int label) {
        return new Attempt(sel4, invoked.cptr(), label);
    }

    /** From now on with these extra capabilities. */
    public Attempt caps(long... cptrs) {
        caps = cptrs.clone();
        return this;
    }

    /** Another extra capability. */
    public Attempt cap(int index, long mended) {
        caps[index] = mended;
        return this;
    }

    /** From now on with these words. */
    public Attempt words(long... all) {
        words = all.clone();
        return this;
    }

    /** Another word. */
    public Attempt word(int index, long mended) {
        words[index] = mended;
        return this;
    }

    /** A word more at the end. */
    public Attempt oneMore(long word) {
        words = Arrays.copyOf(words, words.length + 1);
        words[words.length - 1] = word;
        return this;
    }

    /** Makes the invocation, which must answer with this error and these details. */
    public Attempt isRefused(Sel4Error expected, long... details) {
        long[] found = new long[details.length];
        long info = invoke();
        for (int i = 0; i < found.length; i++) {
            found[i] = sel4.ipc().mr(i);
        }
        String answer = expected + " " + Arrays.toString(details);
        assertEquals(
                MessageInfo.toString(MessageInfo.of(expected.ordinal(), details.length)),
                MessageInfo.toString(info),
                answer);
        assertArrayEquals(details, found, answer);
        assertEquals(0, sel4.ipc().senderBadge(), "badge of " + answer);
        return this;
    }

    /** As above: looking up a slot failed, of the source or of the target. */
    public Attempt failsLookup(boolean ofSource, LookupFailure expected) {
        long source = ofSource ? 1 : 0;
        return switch (expected) {
            case LookupFailure.InvalidRoot() ->
                    isRefused(Sel4Error.FAILED_LOOKUP, source, LookupFailure.INVALID_ROOT);
            case LookupFailure.MissingCapability(long bitsLeft) ->
                    isRefused(
                            Sel4Error.FAILED_LOOKUP,
                            source,
                            LookupFailure.MISSING_CAPABILITY,
                            bitsLeft);
            case LookupFailure.DepthMismatch(long bitsLeft, long bitsFound) ->
                    isRefused(
                            Sel4Error.FAILED_LOOKUP,
                            source,
                            LookupFailure.DEPTH_MISMATCH,
                            bitsLeft,
                            bitsFound);
            case LookupFailure.GuardMismatch(long bitsLeft, long guardFound, long guardBits) ->
                    isRefused(
                            Sel4Error.FAILED_LOOKUP,
                            source,
                            LookupFailure.GUARD_MISMATCH,
                            bitsLeft,
                            guardFound,
                            guardBits);
        };
    }

    /** All mistakes are mended: the answer has no words. */
    public void succeeds() {
        isRefused(Sel4Error.NO_ERROR);
    }

    private long invoke() {
        IpcBuffer ipc = sel4.ipc();
        ipc.senderBadge(-1);
        for (int i = 0; i < words.length; i++) {
            ipc.mr(i, words[i]);
        }
        for (int i = 0; i < caps.length; i++) {
            ipc.cap(i, caps[i]);
        }
        return sel4.call(cptr, MessageInfo.of(label, 0, caps.length, words.length));
    }
}
