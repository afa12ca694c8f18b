package io.atoll.command;

/**
 * What the user gave cannot be used; the message is one sentence: what, where, what would be right.
 */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
