package io.atoll.cluster.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Zeroed pages of Linux, by {@code mmap(2)}, called through {@link java.lang.foreign}. */
final class AnonymousMapping {
    private static final int PROT_READ_WRITE = 3;

    /** {@code MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE}: most of it is never used. */
    private static final int FLAGS = 0x2 | 0x20 | 0x4000;

    private static final int NO_FILE = -1;
    private static final long FAILED = -1;

    private AnonymousMapping() {}

    /** The flags' values are those of Linux on these architectures; MIPS, say, has others. */
    static boolean isSupported() {
        String architecture = System.getProperty("os.arch");
        return System.getProperty("os.name").equals("Linux")
                && (architecture.equals("amd64") || architecture.equals("aarch64"));
    }

    /** New memory, unmapped with the arena. */
    @SuppressWarnings("restricted")
    static MemorySegment map(Arena arena, long byteSize) {
        MemorySegment mapped = Calls.map(byteSize);
        if (mapped.address() == FAILED) {
            throw new OutOfMemoryError(
                    "the host does not give %,d bytes of address space".formatted(byteSize));
        }
        return mapped.reinterpret(byteSize, arena, whole -> Calls.unmap(whole, byteSize));
    }

    /** Linked when it is used first. */
    private static final class Calls {
        private static final MethodHandle MMAP =
                link(
                        "mmap",
                        FunctionDescriptor.of(
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG));
        private static final MethodHandle MUNMAP =
                link(
                        "munmap",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));

        private Calls() {}

        @SuppressWarnings("restricted")
        private static MethodHandle link(String name, FunctionDescriptor descriptor) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().find(name).orElseThrow(), descriptor);
        }

        static MemorySegment map(long byteSize) {
            try {
                return (MemorySegment)
                        MMAP.invokeExact(
                                MemorySegment.NULL, byteSize, PROT_READ_WRITE, FLAGS, NO_FILE, 0L);
            } catch (Throwable impossible) {
                throw new AssertionError("mmap declares no exceptions", impossible);
            }
        }

        static void unmap(MemorySegment mapped, long byteSize) {
            int result;
            try {
                result = (int) MUNMAP.invokeExact(mapped, byteSize);
            } catch (Throwable impossible) {
                throw new AssertionError("munmap declares no exceptions", impossible);
            }
            if (result != 0) {
                throw new IllegalStateException("the host did not take back " + mapped);
            }
        }
    }
}
