package io.atoll.coordinator.ring;

import java.lang.foreign.MemorySegment;

/**
 * A kind of ring as the shared tests see it. Messages are numbers; what a number's message holds,
 * and how long it is, follows from the number, and the receiving end checks all of it.
 */
interface RingKind {
    /** Bytes of memory. */
    long byteSize();

    Sender format(MemorySegment memory);

    Sender attachSender(MemorySegment memory);

    Receiver attachReceiver(MemorySegment memory);

    boolean isFormatted(MemorySegment memory);

    /** Closes both ends from outside. */
    void close(MemorySegment memory);

    /** How many messages that nobody sent one changed word can make the receiver see. */
    int mostForgedByOneWord();

    /** The same kind with another capacity. */
    RingKind withTwiceTheCapacity();

    /** The kind that is not this one. */
    RingKind other();

    /** A sending end. */
    interface Sender {
        int offer(long number);

        /** What {@link #offer} of that number would answer now. */
        int checkRoom(long number);

        boolean requireSignal();

        void requestSignal();

        void cancelSignal();

        void close();
    }

    /** A receiving end. */
    interface Receiver {
        int poll();

        /**
         * The number of the message that {@link #poll} found.
         *
         * @throws AssertionError if the message is not what that number's message is
         */
        long number();

        void release();

        boolean requireSignal();

        void requestSignal();

        void cancelSignal();

        void close();
    }

    /** Some word that depends on every bit of the number; SplitMix64's finalizer. */
    static long word(long number, int index) {
        long z = number + index * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
