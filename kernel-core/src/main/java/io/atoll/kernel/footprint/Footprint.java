package io.atoll.kernel.footprint;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/**
 * Where the kernel says what it does and what it touches, for machines that model the caches of
 * several cores and who waits for whom. A state is read or written once in an entry as far as these
 * are concerned: what is in a core's cache costs nothing to use again.
 *
 * <p>As long as no machine of this JVM wants to know, all of this is nothing in compiled code: the
 * targets are constants of the compiler, and changing them makes that code be compiled anew. Any
 * thread; wait-free where nobody observes.
 */
public final class Footprint {
    /** Whoever wants to know; told on the thread that is in the kernel. Must not enter it. */
    public interface Observer {
        /** The current entry reads a line of a state, counted from 0. */
        void reads(KernelState state, int line);

        /** The current entry writes a line of a state. */
        void writes(KernelState state, int line);

        /** What the current entry is, as far as is known. */
        void does(KernelWork work);
    }

    private static final MethodType TOUCH =
            MethodType.methodType(void.class, KernelState.class, int.class);
    private static final MethodType WORK = MethodType.methodType(void.class, KernelWork.class);
    private static final MutableCallSite READ_SITE =
            new MutableCallSite(MethodHandles.empty(TOUCH));
    private static final MutableCallSite WRITE_SITE =
            new MutableCallSite(MethodHandles.empty(TOUCH));
    private static final MutableCallSite WORK_SITE = new MutableCallSite(MethodHandles.empty(WORK));
    private static final MethodHandle READ = READ_SITE.dynamicInvoker();
    private static final MethodHandle WRITE = WRITE_SITE.dynamicInvoker();
    private static final MethodHandle DO = WORK_SITE.dynamicInvoker();

    private static int observers;

    private Footprint() {}

    /** The current entry reads the first line of a state. */
    public static void reads(KernelState state) {
        reads(state, 0);
    }

    /** The current entry reads a line of a state. */
    public static void reads(KernelState state, int line) {
        try {
            READ.invokeExact(state, line);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** The current entry writes the first line of a state. */
    public static void writes(KernelState state) {
        writes(state, 0);
    }

    /** The current entry writes a line of a state. */
    public static void writes(KernelState state, int line) {
        try {
            WRITE.invokeExact(state, line);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** What the current entry is, as far as is known. */
    public static void does(KernelWork work) {
        try {
            DO.invokeExact(work);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /**
     * One more machine wants to know.
     *
     * @param observer the same one for all machines of this JVM: it tells their threads apart
     */
    public static synchronized void observe(Observer observer) {
        if (observers++ == 0) {
            aim(
                    find("reads", TOUCH).bindTo(observer),
                    find("writes", TOUCH).bindTo(observer),
                    find("does", WORK).bindTo(observer));
        }
    }

    /** One machine less. */
    public static synchronized void ignore() {
        if (--observers == 0) {
            aim(MethodHandles.empty(TOUCH), MethodHandles.empty(TOUCH), MethodHandles.empty(WORK));
        }
    }

    private static void aim(MethodHandle read, MethodHandle write, MethodHandle work) {
        READ_SITE.setTarget(read);
        WRITE_SITE.setTarget(write);
        WORK_SITE.setTarget(work);
        MutableCallSite.syncAll(new MutableCallSite[] {READ_SITE, WRITE_SITE, WORK_SITE});
    }

    private static MethodHandle find(String method, MethodType type) {
        try {
            return MethodHandles.lookup().findVirtual(Observer.class, method, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException known ? known : new IllegalStateException(thrown);
    }
}
