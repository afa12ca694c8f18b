package io.atoll.command;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A stream from which nothing more comes once that was said. Any thread. */
final class MutedOutput extends OutputStream {
    private final PrintStream to;
    private volatile boolean isMuted;

    MutedOutput(PrintStream to) {
        this.to = to;
    }

    PrintStream stream() {
        return new PrintStream(this, true, StandardCharsets.UTF_8);
    }

    void mute() {
        to.flush();
        isMuted = true;
    }

    @Override
    public void write(int oneByte) {
        if (!isMuted) {
            to.write(oneByte);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (!isMuted) {
            to.write(bytes, offset, length);
        }
    }

    @Override
    public void flush() {
        to.flush();
    }
}
