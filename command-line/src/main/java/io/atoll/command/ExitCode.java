package io.atoll.command;

/** Exit codes of every command; scripts may rely on them. */
public final class ExitCode {
    /** Everything asked for was checked and held. */
    public static final int PASS = 0;

    /** A checker, an assertion or a test failed. */
    public static final int FAIL_SAFETY = 1;

    /** A bad option, description or file; nothing was started. */
    public static final int USAGE = 2;

    /** No progress, or what the run was to wait for did not come. */
    public static final int FAIL_LIVENESS = 3;

    /** A protection domain faulted and nobody handled it. */
    public static final int FAIL_FAULT = 4;

    /** Nothing can be said. */
    public static final int UNKNOWN = 5;

    /** A mistake of Atoll itself. */
    public static final int INTERNAL = 70;

    /** The time was up; as with {@code timeout(1)}. */
    public static final int TIMEOUT = 124;

    /** Ctrl-C. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
