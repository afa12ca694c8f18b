package io.atoll.kernel.testing;

import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;

/** Invocations word by word, for messages that no capability handle would send. */
public final class Invocations {
    private Invocations() {}

    /** Extra capabilities of an invocation, by CPtr. */
    public static long[] caps(long... cptrs) {
        return cptrs;
    }

    /** Calls {@code cptr} with that label, those extra capabilities and those words. */
    public static Sel4Error invoke(Sel4 sel4, long cptr, int label, long[] caps, long... words) {
        return invoke(sel4, cptr, label, caps, words.length, words);
    }

    /** As above, but only the first {@code length} words and all capabilities are announced. */
    public static Sel4Error invoke(
            Sel4 sel4, long cptr, int label, long[] caps, int length, long[] words) {
        IpcBuffer ipc = sel4.ipc();
        for (int i = 0; i < words.length; i++) {
            ipc.mr(i, words[i]);
        }
        for (int i = 0; i < caps.length; i++) {
            ipc.cap(i, caps[i]);
        }
        long answer = sel4.call(cptr, MessageInfo.of(label, 0, caps.length, length));
        return Sel4Error.of(MessageInfo.label(answer));
    }
}
