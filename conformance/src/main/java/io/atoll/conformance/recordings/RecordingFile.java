package io.atoll.conformance.recordings;

import java.io.IOException;
import java.util.List;

/**
 * A recording that can be read.
 *
 * @param name for people: its path
 */
public record RecordingFile(String name, Text text) {
    /** The lines of a recording. */
    @FunctionalInterface
    public interface Text {
        List<String> lines() throws IOException;
    }

    /**
     * Reads and replays it, on the calling thread, up to the first mismatch.
     *
     * @throws MalformedRecordingException if it is no recording
     * @throws IOException if it cannot be read
     */
    public ReplayResult replay(ReplaySetup setup) throws MalformedRecordingException, IOException {
        return Replay.run(read(), setup);
    }

    Recording read() throws MalformedRecordingException, IOException {
        return RecordingReader.read(name, text.lines());
    }
}
