package io.atoll.conformance.recordings;

/** A file is no recording that can be replayed; the message is one sentence with file and line. */
public final class MalformedRecordingException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedRecordingException(String file, int line, String problem) {
        super("%s:%d: %s".formatted(file, line, problem));
    }
}
