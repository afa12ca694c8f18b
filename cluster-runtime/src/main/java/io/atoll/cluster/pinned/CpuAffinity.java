package io.atoll.cluster.pinned;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;
import java.util.Optional;

/**
 * Which CPUs threads may run on: {@code sched_getaffinity} and {@code sched_setaffinity} of Linux
 * through java.lang.foreign. Elsewhere threads cannot be pinned, and every available processor is
 * allowed.
 */
public final class CpuAffinity {
    /** Room for 8192 CPUs, as many as Linux can be built for. */
    private static final int MASK_BYTES = 1024;

    private static final int SELF = 0;
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET =
            CALL_STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle GET = find("sched_getaffinity");
    private static final MethodHandle SET = find("sched_setaffinity");

    private CpuAffinity() {}

    @SuppressWarnings("restricted") // The two functions have exactly this signature on Linux.
    private static MethodHandle find(String name) {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> address = linker.defaultLookup().find(name);
        if (address.isEmpty() || !System.getProperty("os.name").equals("Linux")) {
            return null;
        }
        return linker.downcallHandle(
                address.get(),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS),
                Linker.Option.captureCallState("errno"));
    }

    /** True where threads can be pinned. */
    public static boolean isSupported() {
        return GET != null && SET != null;
    }

    /** CPUs on which the calling thread may run now. */
    public static BitSet ofCurrentThread() {
        if (!isSupported()) {
            BitSet all = new BitSet();
            all.set(0, Runtime.getRuntime().availableProcessors());
            return all;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES);
            call(GET, mask, arena, "sched_getaffinity");
            return BitSet.valueOf(mask.toArray(ValueLayout.JAVA_LONG));
        }
    }

    /** CPUs that this process was given, as found when this class was first used. */
    public static BitSet allowed() {
        return (BitSet) Allowed.CPUS.clone();
    }

    /** Read once, before any thread has been pinned through this class. */
    private static final class Allowed {
        private static final BitSet CPUS = ofCurrentThread();
    }

    /**
     * Binds the calling thread to one CPU.
     *
     * @throws IllegalArgumentException if that CPU is not allowed
     * @throws UnsupportedOperationException where threads cannot be pinned
     */
    public static void pinCurrentThread(int cpu) {
        BitSet allowed = allowed();
        if (cpu < 0 || !allowed.get(cpu)) {
            throw new IllegalArgumentException(
                    "CPU %d is not allowed to this process; it may use %s".formatted(cpu, allowed));
        }
        BitSet one = new BitSet();
        one.set(cpu);
        setCurrentThread(one);
    }

    /** Lets the calling thread run on any of these CPUs. */
    public static void setCurrentThread(BitSet cpus) {
        if (!isSupported()) {
            throw new UnsupportedOperationException("threads can be pinned on Linux only");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES);
            long[] words = cpus.toLongArray();
            MemorySegment.copy(words, 0, mask, ValueLayout.JAVA_LONG, 0, words.length);
            call(SET, mask, arena, "sched_setaffinity");
        }
    }

    private static void call(MethodHandle function, MemorySegment mask, Arena arena, String name) {
        MemorySegment callState = arena.allocate(CALL_STATE);
        int result;
        try {
            result = (int) function.invokeExact(callState, SELF, mask.byteSize(), mask);
        } catch (Throwable impossible) {
            throw new AssertionError(name + " cannot be called", impossible);
        }
        if (result < 0) {
            throw new IllegalStateException(
                    "%s failed with errno %d"
                            .formatted(name, callState.get(ValueLayout.JAVA_INT, ERRNO_OFFSET)));
        }
    }
}
