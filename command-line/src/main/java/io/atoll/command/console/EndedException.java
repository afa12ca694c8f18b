package io.atoll.command.console;

/** The run cannot be gone through any further; the message is one sentence that says why. */
final class EndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * @param code the command's exit code
     */
    EndedException(int code, String sentence) {
        super(sentence);
        this.code = code;
    }

    int code() {
        return code;
    }
}
