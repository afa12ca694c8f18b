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

    /** All held; with what was checked. */
    static Verdict pass(String reason) {
        return new Verdict(PASS.word, PASS.code, reason);
    }

    /** Something that must hold did not. */
    static Verdict safety(String reason) {
        return new Verdict("FAIL safety", ExitCode.FAIL_SAFETY, reason);
    }

    static Verdict fault(String who) {
        return new Verdict(
                "FAIL fault",
                ExitCode.FAIL_FAULT,
                "'%s' faulted and nobody handled it".formatted(who));
    }

    static Verdict liveness(String reason) {
        return new Verdict("FAIL liveness", ExitCode.FAIL_LIVENESS, reason);
    }

    /** The host's time was over. */
    public static Verdict timeout(String reason) {
        return new Verdict("TIMEOUT", ExitCode.TIMEOUT, reason);
    }

    /** A signal ended it. */
    public static Verdict interrupted() {
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

    /** This verdict, or another one on the same run if that says more. */
    Verdict unlessWorse(Verdict other) {
        return rank(other.code) > rank(code) ? other : this;
    }

    /** If several verdicts apply, the most specific failure is said: the one that ranks highest. */
    private static int rank(int code) {
        return switch (code) {
            case ExitCode.PASS -> 0;
            case ExitCode.UNKNOWN -> 1;
            case ExitCode.TIMEOUT -> 2;
            case ExitCode.FAIL_LIVENESS -> 3;
            case ExitCode.FAIL_SAFETY -> 4;
            case ExitCode.FAIL_FAULT -> 5;
            default -> 6;
        };
    }

    static Verdict internal(String reason) {
        return new Verdict("INTERNAL ERROR", ExitCode.INTERNAL, reason);
    }
}
