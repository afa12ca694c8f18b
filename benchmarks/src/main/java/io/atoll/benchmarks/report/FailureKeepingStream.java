package io.atoll.benchmarks.report;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Remembers the first failure of the stream below, for writers that swallow it ({@link
 * java.io.PrintStream} does). For one thread.
 */
final class FailureKeepingStream extends FilterOutputStream {
    private IOException first;

    FailureKeepingStream(OutputStream below) {
        super(below);
    }

    /** Throws the first failure so far, if there was one. */
    void check() throws IOException {
        if (first != null) {
            throw first;
        }
    }

    @Override
    public void write(int octet) throws IOException {
        keeping(() -> out.write(octet));
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        keeping(() -> out.write(octets, offset, length));
    }

    @Override
    public void flush() throws IOException {
        keeping(out::flush);
    }

    @Override
    public void close() throws IOException {
        keeping(super::close);
    }

    private void keeping(Action action) throws IOException {
        try {
            action.run();
        } catch (IOException failure) {
            if (first == null) {
                first = failure;
            }
            throw failure;
        }
    }

    /** Something done with the stream below. */
    private interface Action {
        void run() throws IOException;
    }
}
