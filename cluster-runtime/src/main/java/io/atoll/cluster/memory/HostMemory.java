package io.atoll.cluster.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Where the host memory behind a machine's comes from; zeroed in both cases. Any thread. */
public enum HostMemory {
    /**
     * Written once when it is made, by the thread that makes it: a program finds all its pages
     * there, on the NUMA node of that thread. For machines in real time.
     */
    TOUCHED {
        @Override
        MemorySegment allocate(Arena arena, long byteSize) {
            return arena.allocate(byteSize, PAGE_BYTES);
        }
    },

    /**
     * Takes no memory before it is used, page by page: the host gives a page when it is touched
     * first. For machines that are many, or have very many clusters. On hosts without {@code
     * mmap(2)} as Linux has it, the same as {@link #TOUCHED}.
     */
    UNTOUCHED {
        @Override
        MemorySegment allocate(Arena arena, long byteSize) {
            return AnonymousMapping.isSupported()
                    ? AnonymousMapping.map(arena, byteSize)
                    : TOUCHED.allocate(arena, byteSize);
        }
    };

    private static final long PAGE_BYTES = 4096;

    /** Aligned to a page; freed with the arena. */
    abstract MemorySegment allocate(Arena arena, long byteSize);
}
