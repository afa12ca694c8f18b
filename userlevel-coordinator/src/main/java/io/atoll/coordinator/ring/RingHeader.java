package io.atoll.coordinator.ring;

import io.atoll.cluster.memory.SharedAccess;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * What all kinds of rings begin with: who they are, who closed them, and the signalling protocol.
 * Words that different sides write are 128 bytes apart, since some machines fetch lines in pairs.
 *
 * <pre>
 *      0  magic, capacity                                  sender, once
 *    128  closed by the sender                             sender
 *    256  sender requests a signal when there is room      sender sets, receiver clears
 *    384  count of messages consumed (ring of lines only)  receiver
 *    512  closed by the receiver                           receiver
 *    640  receiver requests a signal when a message comes  receiver sets, sender clears
 *    768  the messages
 * </pre>
 *
 * <p>The signalling protocol, between who waits (for a message, or for room) and who provides:
 *
 * <pre>
 *    who waits                        who provides
 *    request = 1                      publish (a message, or what was consumed)
 *    full fence                       full fence
 *    look again: there? request = 0   request? request = 0, then ring
 *    sleep until rung, look, ...
 * </pre>
 *
 * The steps have the names of sDDF's queues: {@code requestSignal}, {@code cancelSignal} and {@code
 * requireSignal}, which here takes the request with it. Of two that store, fence, and then load
 * what the other stored, at least one sees the other's store: either who waits finds what was
 * published, or who provides finds the request. Ringing must come after {@code request = 0} for
 * everybody, as a release store or anything stronger does: a late {@code request = 0} would wipe
 * out the next request. The doorbell keeps a ring that comes before the sleep. {@code
 * SignallingProtocolModelTest} runs through every interleaving of these steps.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read mode</th><th>write mode</th><th>guarded by</th></tr>
 * <tr><td>magic</td><td>acquire</td><td>release</td><td>sender writes, once, after the
 * capacity</td></tr>
 * <tr><td>capacity</td><td>plain, after the magic</td><td>plain, before the magic</td><td>sender
 * writes, once</td></tr>
 * <tr><td>closed (both)</td><td>acquire</td><td>release</td><td>own side writes, after all else;
 * its coordinator too, once the program has failed: always to 1</td></tr>
 * <tr><td>request (both)</td><td>opaque, after a full fence</td><td>opaque</td><td>who waits sets
 * and clears it, a full fence after setting; the other side clears it, before it rings</td></tr>
 * <tr><td>consumed</td><td>acquire</td><td>release</td><td>receiver writes, after the messages were
 * read</td></tr>
 * </table>
 */
final class RingHeader {
    static final long MAGIC_OFFSET = 0;
    static final long CAPACITY_OFFSET = 8;
    static final long SENDER_CLOSED_OFFSET = 128;
    static final long SENDER_SIGNAL_OFFSET = 256;
    static final long CONSUMED_OFFSET = 384;
    static final long RECEIVER_CLOSED_OFFSET = 512;
    static final long RECEIVER_SIGNAL_OFFSET = 640;
    static final long BYTE_SIZE = 768;

    /** Rings begin at a multiple of this. */
    static final long ALIGNMENT = 64;

    /** A word of shared memory; the access mode is named at each use. */
    static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

    private RingHeader() {}

    /** True once a sender has formatted a ring of some kind here. */
    static boolean isFormatted(MemorySegment memory) {
        SharedAccess.beforeLoad(memory.address() + MAGIC_OFFSET);
        return (long) WORD.getAcquire(memory, MAGIC_OFFSET) != 0;
    }

    /** Makes zeroed memory a ring. */
    static void format(MemorySegment memory, long magic, long capacity) {
        SharedAccess.beforeStore(memory.address() + MAGIC_OFFSET);
        WORD.set(memory, CAPACITY_OFFSET, capacity);
        WORD.setRelease(memory, MAGIC_OFFSET, magic); // the capacity before it
    }

    /**
     * Checks that memory is a ring of that kind and capacity.
     *
     * @param unit what the capacity counts
     * @throws CorruptRingException if it is not
     */
    static void check(MemorySegment memory, long magic, long capacity, String unit) {
        SharedAccess.beforeLoad(memory.address() + MAGIC_OFFSET);
        long found = (long) WORD.getAcquire(memory, MAGIC_OFFSET); // before the capacity
        if (found != magic) {
            throw new CorruptRingException(
                    "there is no ring of this kind here: the first word is 0x%x, not 0x%x"
                            .formatted(found, magic));
        }
        long foundCapacity = (long) WORD.get(memory, CAPACITY_OFFSET);
        if (foundCapacity != capacity) {
            throw new CorruptRingException(
                    "the ring here holds %d %s, not %d".formatted(foundCapacity, unit, capacity));
        }
    }

    /**
     * Checks that a ring fits into memory.
     *
     * @throws IllegalArgumentException if it does not
     */
    static void checkMemory(MemorySegment memory, long needed) {
        if (memory.byteSize() < needed) {
            throw new IllegalArgumentException(
                    "this ring needs %d bytes; the memory has %d"
                            .formatted(needed, memory.byteSize()));
        }
        if (memory.isReadOnly()) {
            throw new IllegalArgumentException(
                    "both ends of a ring write; this memory can only be read");
        }
        if (!memory.isNative() || memory.address() % ALIGNMENT != 0) {
            throw new IllegalArgumentException(
                    "a ring must begin at a multiple of %d bytes off the heap; this is %s"
                            .formatted(ALIGNMENT, memory));
        }
    }

    /** What a formatted ring holds; for those who look at it from outside. */
    static long capacity(MemorySegment memory) {
        return (long) WORD.getOpaque(memory, CAPACITY_OFFSET);
    }

    /** Whether a signal is requested; for those who look at it from outside. */
    static boolean isSignalRequested(MemorySegment memory, long signalOffset) {
        return (long) WORD.getOpaque(memory, signalOffset) != 0;
    }

    /** Whether the side that writes this word has closed the ring. */
    static boolean isClosed(MemorySegment memory, long closedOffset) {
        SharedAccess.beforeLoad(memory.address() + closedOffset);
        return (long) WORD.getAcquire(memory, closedOffset) != 0; // before the last look
    }

    static void close(MemorySegment memory, long closedOffset) {
        SharedAccess.beforeStore(memory.address() + closedOffset);
        WORD.setRelease(memory, closedOffset, 1L); // after the last message
    }

    /** Before sleeping; afterwards one more look at what is waited for. */
    static void requestSignal(MemorySegment memory, long signalOffset) {
        SharedAccess.beforeStore(memory.address() + signalOffset);
        WORD.setOpaque(memory, signalOffset, 1L);
        VarHandle.fullFence(); // before the last look; pairs with requireSignal
    }

    /** The last look found something after all. */
    static void cancelSignal(MemorySegment memory, long signalOffset) {
        SharedAccess.beforeStore(memory.address() + signalOffset);
        WORD.setOpaque(memory, signalOffset, 0L);
    }

    /**
     * After publishing: whether the other side sleeps, or is about to, and must be rung. Clears
     * that wish, so the answer is true once per sleep.
     */
    static boolean requireSignal(MemorySegment memory, long signalOffset) {
        VarHandle.fullFence(); // what was published before the look; pairs with requestSignal
        SharedAccess.beforeLoad(memory.address() + signalOffset);
        if ((long) WORD.getOpaque(memory, signalOffset) == 0) {
            return false;
        }
        SharedAccess.beforeStore(memory.address() + signalOffset);
        WORD.setOpaque(memory, signalOffset, 0L);
        return true;
    }
}
