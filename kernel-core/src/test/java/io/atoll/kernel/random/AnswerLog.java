package io.atoll.kernel.random;

import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4Error;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What all threads of a random program were answered, in the order in which they learnt it. */
final class AnswerLog {
    private record Begun(String who, long target, long info, long[] words, long[] caps) {
        @Override
        public String toString() {
            return "%s invokes %d with %s, words %s, capabilities %s"
                    .formatted(
                            who,
                            target,
                            MessageInfo.toString(info),
                            Arrays.toString(words),
                            Arrays.toString(caps));
        }
    }

    private final List<String> lines = new ArrayList<>();
    private Begun begun;

    List<String> lines() {
        return lines;
    }

    /** The last answers, and the call that was to be made next. */
    String end(int count) {
        int from = Math.max(0, lines.size() - count);
        return String.join("\n", lines.subList(from, lines.size())) + "\nthen: " + begun;
    }

    /** The call that was to be made next. */
    String begun() {
        return "then: " + begun;
    }

    /** An invocation is about to be made. */
    void begin(String who, long target, long info, long[] words, long[] caps) {
        begun = new Begun(who, target, info, words.clone(), caps.clone());
    }

    void add(String line) {
        lines.add(line);
    }

    /** A received message: everything that a program can see of it. */
    void message(String who, String call, long info, IpcBuffer ipc) {
        StringBuilder line = new StringBuilder(who).append(' ').append(call).append(" -> ");
        line.append(MessageInfo.toString(info));
        line.append(" badge=").append(Long.toHexString(ipc.senderBadge()));
        int words = Math.min(MessageInfo.length(info), ipc.capacity());
        for (int i = 0; i < words; i++) {
            line.append(' ').append(Long.toHexString(ipc.mr(i)));
        }
        if (ipc.hasFrame()) {
            for (int i = 0; i < MessageInfo.extraCaps(info); i++) {
                line.append(" cap=").append(Long.toHexString(ipc.cap(i)));
            }
        }
        add(line.toString());
    }

    /** The answer of a kernel object, or whatever else a Call was answered. */
    void invocation(String who, String call, long info, IpcBuffer ipc) {
        long label = MessageInfo.label(info);
        boolean isError = label >= 0 && label < Sel4Error.values().length;
        message(who, call + " " + (isError ? Sel4Error.of(label) : "?"), info, ipc);
    }
}
