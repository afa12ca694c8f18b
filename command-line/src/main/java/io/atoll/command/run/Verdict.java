package io.atoll.command.run;

import io.atoll.command.ExitCode;

import java.util.List;

/**
 * How a run ended.
 *
 * @param word as printed, such as {@code PASS} or {@code FAIL fault}
 * @param code exit code of the command
 * @param reason one sentence, or empty
 */
public record Verdict(String word, int code, String reason) {
    /** All that was asked for held. */
    public static final Verdict PASS = new Verdict("PASS", ExitCode.PASS, "");

    static Verdict fault(String who) {
        return new Verdict(
                "FAIL fault",
                ExitCode.FAIL_FAULT,
                "'%s' faulted and nobody handled it".formatted(who));
    }

    static Verdict liveness(String reason) {
        return new Verdict("FAIL liveness", ExitCode.FAIL_LIVENESS, reason);
    }

    static Verdict timeout(String reason) {
        return new Verdict("TIMEOUT", ExitCode.TIMEOUT, reason);
    }

    static Verdict interrupted() {
        return new Verdict("INTERRUPTED", ExitCode.INTERRUPTED, "");
    }

    /** Nothing can be said, because of that. */
    public static Verdict unknown(String reason) {
        return new Verdict("UNKNOWN", ExitCode.UNKNOWN, reason);
    }

    /** A fault outweighs how the waiting ended, but for Atoll's own mistakes. */
    Verdict unlessFaulted(List<String> faulted) {
        return faulted.isEmpty() || code == ExitCode.INTERNAL || code == ExitCode.INTERRUPTED
                ? this
                : fault(faulted.getFirst());
    }

    static Verdict internal(String reason) {
        return new Verdict("INTERNAL ERROR", ExitCode.INTERNAL, reason);
    }
}
