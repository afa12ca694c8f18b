package io.atoll.benchmarks.harness;

/**
 * This host or JVM cannot run a subject. The runner leaves the subject out, and the report says so
 * with the message as the reason.
 */
public final class SubjectUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param reason one clause that says what is missing, to follow "skipped: "
     */
    public SubjectUnavailableException(String reason) {
        super(reason);
    }

    /**
     * @param reason one clause that says what is missing, to follow "skipped: "
     * @param cause what the attempt ended with
     */
    public SubjectUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
