package io.atoll.coordinator.ring;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Shared memory by its address, for the words that every message touches. A ring proves once, when
 * an end is made, that its lines lie within its memory; after that only one thing can change: the
 * memory can be unmapped. So an operation asks for that once, with {@link #checkMapped}, and then
 * reads and writes without asking again for each word, which costs as much as the words themselves
 * (docs/decisions/0006-rings-of-lines.md).
 *
 * <p>That is enough because memory is unmapped by a system call, and a program makes none between
 * the question and the words: the rule that its translations follow too. Whoever unmaps memory from
 * under a program that runs on another core must stop that program first.
 */
final class RingMemory {
    /** All addresses: what stands behind an offset is for the ring to prove. */
    static final MemorySegment EVERYTHING = everything();

    /** A word at an address of {@link #EVERYTHING}; the access mode is named at each use. */
    static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

    private RingMemory() {}

    @SuppressWarnings("restricted") // Only rings use it, within memory that they have checked.
    private static MemorySegment everything() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }

    /**
     * Checks that memory can still be reached; before its words are.
     *
     * @throws IllegalStateException if it was unmapped
     */
    static void checkMapped(MemorySegment.Scope scope) {
        if (!scope.isAlive()) {
            throw unmapped();
        }
    }

    private static IllegalStateException unmapped() {
        return new IllegalStateException("the memory of this ring is not mapped any more");
    }
}
