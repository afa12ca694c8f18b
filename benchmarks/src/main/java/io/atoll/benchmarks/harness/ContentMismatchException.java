package io.atoll.benchmarks.harness;

import java.util.Locale;

/** A message arrived that was not sent, or not next: the figures of the run are worth nothing. */
public final class ContentMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param expected sequence number of the message that had to come
     * @param found what came in its place
     */
    public ContentMismatchException(long expected, String found) {
        super(String.format(Locale.ROOT, "expected message %d, found %s", expected, found));
    }
}
