package io.atoll.cluster.pinned;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.BitSet;

/**
 * The CPUs that threads of this process may run on: {@code sched_getaffinity(2)} and {@code
 * sched_setaffinity(2)} of Linux, called through {@link java.lang.foreign}. On other systems {@link
 * #isSupported()} is false, every available processor counts as allowed, and pinning is refused.
 *
 * <p>CPUs are numbered as the operating system does (hwloc's {@code P#}). Any thread may call; no
 * method waits for another thread. A mask is inherited by threads that the caller starts
 * afterwards, so a thread is pinned after it has started its helpers. No state is kept; the sets
 * returned belong to the caller.
 */
public final class CpuAffinity {
    /** A {@code pid} that stands for the calling thread. */
    private static final int CALLING_THREAD = 0;

    /** EINVAL of Linux, on every architecture: the mask is shorter than the kernel's. */
    private static final int EINVAL = 22;

    private static final int FIRST_MASK_BYTES = 128; // 1,024 CPUs, as cpu_set_t
    private static final int MOST_MASK_BYTES = 1 << 16; // 524,288 CPUs: no kernel is built for more

    private CpuAffinity() {}

    /** The operating system refused to bind a thread; the message says why, with the errno text. */
    public static final class PinningException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PinningException(String message) {
            super(message);
        }
    }

    /** Whether threads can be bound to CPUs on this system. */
    public static boolean isSupported() {
        return System.getProperty("os.name").equals("Linux");
    }

    /**
     * The CPUs this process may use. That is the mask of its first thread, which the launcher
     * leaves waiting and which nothing here ever pins: so the answer is the same on a thread that
     * is pinned.
     */
    public static BitSet allowed() {
        return isSupported()
                ? maskOf(Math.toIntExact(ProcessHandle.current().pid()))
                : availableProcessors();
    }

    /** The CPUs the calling thread may run on. */
    public static BitSet ofCurrentThread() {
        return isSupported() ? maskOf(CALLING_THREAD) : availableProcessors();
    }

    /**
     * Binds the calling thread to one CPU. It runs there when this returns.
     *
     * @throws PinningException if the CPU does not exist or is not allowed, or if this system has
     *     no affinity; the thread stays as it was
     * @throws IllegalStateException on a virtual thread, whose carrier would be bound instead
     */
    public static void pinCurrentThread(int cpu) {
        if (cpu < 0) {
            throw new IllegalArgumentException("CPU numbers start at 0, not at " + cpu);
        }
        BitSet one = new BitSet();
        one.set(cpu);
        bindCurrentThread(one);
    }

    /**
     * Binds the calling thread to a set of CPUs, of which those that are not allowed are left out:
     * what {@link #ofCurrentThread()} returned before undoes {@link #pinCurrentThread(int)}.
     *
     * @throws PinningException if none of the CPUs is allowed, or if this system has no affinity;
     *     the thread stays as it was
     * @throws IllegalStateException on a virtual thread, whose carrier would be bound instead
     */
    public static void bindCurrentThread(BitSet cpus) {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a virtual thread has no CPU; pin a platform thread");
        }
        if (!isSupported()) {
            throw new PinningException(
                    "threads cannot be bound to CPUs on %s; Linux can, elsewhere run unpinned"
                            .formatted(System.getProperty("os.name")));
        }
        try (Arena arena = Arena.ofConfined()) {
            long[] words = cpus.toLongArray();
            if (words.length > MOST_MASK_BYTES / Long.BYTES) {
                throw refusal(cpus, "there is no such CPU");
            }
            long maskBytes = Math.max(FIRST_MASK_BYTES, (long) words.length * Long.BYTES);
            MemorySegment mask = arena.allocate(maskBytes, Long.BYTES);
            MemorySegment.copy(words, 0, mask, ValueLayout.JAVA_LONG, 0, words.length);
            MemorySegment errno = arena.allocate(LinuxCalls.ERRNO_LAYOUT);
            if (LinuxCalls.setAffinity(errno, maskBytes, mask) != 0) {
                throw refusal(cpus, LinuxCalls.describe(errno));
            }
        }
    }

    private static PinningException refusal(BitSet cpus, String reason) {
        return new PinningException(
                "the thread cannot be bound to CPU %s: %s; this process may use CPUs %s"
                        .formatted(trimBraces(cpus), reason, trimBraces(allowed())));
    }

    private static String trimBraces(BitSet cpus) {
        String text = cpus.toString();
        return cpus.isEmpty() ? "none" : text.substring(1, text.length() - 1);
    }

    /** Asks with a longer mask until the kernel's fits. */
    private static BitSet maskOf(int pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(LinuxCalls.ERRNO_LAYOUT);
            for (long maskBytes = FIRST_MASK_BYTES; ; maskBytes *= 2) {
                MemorySegment mask = arena.allocate(maskBytes, Long.BYTES);
                if (LinuxCalls.getAffinity(errno, pid, maskBytes, mask) == 0) {
                    return BitSet.valueOf(mask.toArray(ValueLayout.JAVA_LONG));
                }
                if (LinuxCalls.number(errno) != EINVAL || maskBytes >= MOST_MASK_BYTES) {
                    throw new IllegalStateException(
                            "sched_getaffinity failed: " + LinuxCalls.describe(errno));
                }
            }
        }
    }

    private static BitSet availableProcessors() {
        BitSet all = new BitSet();
        all.set(0, Runtime.getRuntime().availableProcessors());
        return all;
    }

    /** The C library's functions, looked up when the first is called and only on Linux. */
    private static final class LinuxCalls {
        static final StructLayout ERRNO_LAYOUT = Linker.Option.captureStateLayout();

        private static final VarHandle ERRNO =
                ERRNO_LAYOUT.varHandle(MemoryLayout.PathElement.groupElement("errno"));

        /** Longest text that strerror is read to; glibc's and musl's are below 80 bytes. */
        private static final long MOST_TEXT_BYTES = 256;

        private static final MethodHandle GET_AFFINITY = affinityCall("sched_getaffinity");
        private static final MethodHandle SET_AFFINITY = affinityCall("sched_setaffinity");
        private static final MethodHandle ERROR_TEXT =
                function(
                        "strerror",
                        FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

        private LinuxCalls() {}

        /** {@code int sched_[gs]etaffinity(pid_t pid, size_t maskBytes, cpu_set_t *mask)}. */
        private static MethodHandle affinityCall(String name) {
            return function(
                    name,
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS),
                    Linker.Option.captureCallState("errno"));
        }

        // Binding a C function is restricted because a wrong descriptor corrupts memory; these are
        // the prototypes of sched_setaffinity(2) and strerror(3).
        @SuppressWarnings("restricted")
        private static MethodHandle function(
                String name, FunctionDescriptor descriptor, Linker.Option... options) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().findOrThrow(name), descriptor, options);
        }

        static int getAffinity(MemorySegment errno, int pid, long maskBytes, MemorySegment mask) {
            try {
                return (int) GET_AFFINITY.invokeExact(errno, pid, maskBytes, mask);
            } catch (Throwable impossible) {
                throw new AssertionError("a C function cannot throw", impossible);
            }
        }

        static int setAffinity(MemorySegment errno, long maskBytes, MemorySegment mask) {
            try {
                return (int) SET_AFFINITY.invokeExact(errno, CALLING_THREAD, maskBytes, mask);
            } catch (Throwable impossible) {
                throw new AssertionError("a C function cannot throw", impossible);
            }
        }

        static int number(MemorySegment errno) {
            return (int) ERRNO.get(errno, 0L);
        }

        /** The errno's text and number, such as {@code Invalid argument (errno 22)}. */
        // The text's length is not part of its type, hence the restricted reinterpret; it ends in
        // NUL.
        @SuppressWarnings("restricted")
        static String describe(MemorySegment errno) {
            int number = number(errno);
            try {
                MemorySegment text = (MemorySegment) ERROR_TEXT.invokeExact(number);
                return "%s (errno %d)"
                        .formatted(text.reinterpret(MOST_TEXT_BYTES).getString(0), number);
            } catch (Throwable impossible) {
                throw new AssertionError("a C function cannot throw", impossible);
            }
        }
    }
}
