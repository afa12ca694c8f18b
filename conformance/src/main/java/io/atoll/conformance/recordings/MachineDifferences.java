package io.atoll.conformance.recordings;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;

/** Knows where {@link NamedDifference}s show, and translates what can be compared nevertheless. */
final class MachineDifferences {
    private final long recordedMaximum;
    private final long emulatedMaximum;

    private MachineDifferences(long recordedMaximum, long emulatedMaximum) {
        this.recordedMaximum = recordedMaximum;
        this.emulatedMaximum = emulatedMaximum;
    }

    /** Asks the kernel for its longest period, which a period that is too long makes it tell. */
    static MachineDifferences between(Recording recording, Sel4 sel4) {
        for (int i = 0; i < 5; i++) {
            sel4.ipc().mr(i, i < 2 ? -1L : 0);
        }
        sel4.ipc().cap(0, 0);
        long info = MessageInfo.of(InvocationLabel.SCHED_CONTROL_CONFIGURE_FLAGS, 0, 1, 5);
        long answer = sel4.call(WorldLayout.SCHED_CONTROL, info);
        if (MessageInfo.label(answer) != Sel4Error.RANGE_ERROR.ordinal()) {
            throw new IllegalStateException(
                    "a period without end is answered with " + MessageInfo.toString(answer));
        }
        return new MachineDifferences(recording.maximumPeriodMicros(), sel4.ipc().mr(1));
    }

    /** The call with the limits of this machine; the same object if it names none. */
    SystemCall translate(SystemCall call) {
        if (!configures(call) || !names(call.words())) {
            return call;
        }
        return new SystemCall(
                call.kind(),
                call.invocation(),
                call.destination(),
                call.source(),
                call.reply(),
                call.label(),
                translated(call.words()),
                call.skip(),
                call.caps(),
                call.receivePath(),
                call.number());
    }

    /** The answer to that call with the limits of this machine. */
    Answer translate(SystemCall call, Answer expected) {
        boolean translates =
                configures(call)
                        && expected instanceof Answer.Message answer
                        && answer.label() == Sel4Error.RANGE_ERROR.ordinal()
                        && names(answer.words());
        return translates && expected instanceof Answer.Message answer
                ? answer.withWords(translated(answer.words()))
                : expected;
    }

    private static boolean configures(SystemCall call) {
        return call.invocation() && call.label() == InvocationLabel.SCHED_CONTROL_CONFIGURE_FLAGS;
    }

    private boolean names(long[] words) {
        return limit(words, 0) || limit(words, 1);
    }

    private boolean limit(long[] words, int index) {
        return index < words.length
                && (words[index] == recordedMaximum || words[index] == recordedMaximum + 1);
    }

    private long[] translated(long[] words) {
        long[] result = words.clone();
        for (int i = 0; i < 2; i++) {
            if (limit(words, i)) {
                result[i] = words[i] - recordedMaximum + emulatedMaximum;
            }
        }
        return result;
    }
}
