package io.atoll.benchmarks.peers;

import io.atoll.benchmarks.harness.ContentMismatchException;
import io.atoll.benchmarks.harness.Waiting;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Two cache lines handed to and fro: one word each way, written with release and read with acquire.
 * No message goes between two CPUs faster; the reference of {@code round-trip}.
 *
 * <pre>
 *   0 request ……… 128 reply ……… 256      128 apart: the prefetcher fetches lines in pairs
 * </pre>
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>word</th><th>read</th><th>write</th><th>guarded by</th></tr>
 * <tr><td>request</td><td>acquire, server</td><td>release, client</td><td>nothing: only grows</td></tr>
 * <tr><td>reply</td><td>acquire, client</td><td>release, server</td><td>nothing: only grows</td></tr>
 * </table>
 */
public final class BareLine extends RoundTripPeer {
    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();
    private static final long REQUEST = 0;
    private static final long REPLY = 128;
    private static final long BYTES = 256;

    private Arena arena;
    private MemorySegment lines;

    /** The reference of {@code round-trip}. */
    public BareLine() {
        super("bare-line");
    }

    @Override
    protected void connect() {
        arena = Arena.ofShared();
        lines = arena.allocate(BYTES, REPLY - REQUEST);
    }

    @Override
    protected void disconnect() {
        if (arena != null) {
            arena.close();
        }
    }

    @Override
    protected void request(long sequence, Waiting waiting) {
        WORD.setRelease(lines, REQUEST, sequence);
        await(REPLY, sequence, waiting);
    }

    @Override
    protected void answer(long sequence, Waiting waiting) {
        await(REQUEST, sequence, waiting);
        WORD.setRelease(lines, REPLY, sequence);
    }

    private void await(long offset, long sequence, Waiting waiting) {
        long found;
        while ((found = (long) WORD.getAcquire(lines, offset)) != sequence) {
            if (found != sequence - 1) {
                throw new ContentMismatchException(sequence, "message " + found);
            }
            waiting.pause();
        }
    }
}
