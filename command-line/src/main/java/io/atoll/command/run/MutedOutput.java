package io.atoll.command.run;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A stream from which nothing comes while it is muted. Any thread. */
public final class MutedOutput extends OutputStream {
    private final PrintStream to;
    private volatile boolean isMuted;

    public MutedOutput(PrintStream to) {
        this.to = to;
    }

    /** What to print to. */
    public PrintStream stream() {
        return new PrintStream(this, true, StandardCharsets.UTF_8);
    }

    /** From now on nothing comes out. */
    public void mute() {
        to.flush();
        isMuted = true;
    }

    /** It comes out again; what was printed meanwhile does not. */
    public void unmute() {
        isMuted = false;
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
