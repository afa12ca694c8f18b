package io.atoll.cluster.memory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/**
 * Where code that uses shared memory says so, for machines that have to know: a simulated one lets
 * time pass there, and lets other cores have their turn. To be called right before the access.
 *
 * <p>As long as no machine of this JVM wants to know, both calls are nothing at all in compiled
 * code: their target is a constant of the compiler, and changing it makes that code be compiled
 * anew. Any thread; wait-free where nobody observes.
 */
public final class SharedAccess {
    /** A thread on which accesses are observed. */
    public interface Observer {
        /** The program of this thread is about to read at that address. */
        void beforeLoad(long address);

        /** The program of this thread is about to write at that address. */
        void beforeStore(long address);
    }

    private static final MethodType TYPE = MethodType.methodType(void.class, long.class);
    private static final MethodHandle NOTHING = MethodHandles.empty(TYPE);
    private static final MethodHandle TELL_LOAD = find("tellLoad");
    private static final MethodHandle TELL_STORE = find("tellStore");
    private static final MutableCallSite LOAD_SITE = new MutableCallSite(NOTHING);
    private static final MutableCallSite STORE_SITE = new MutableCallSite(NOTHING);
    private static final MethodHandle LOAD = LOAD_SITE.dynamicInvoker();
    private static final MethodHandle STORE = STORE_SITE.dynamicInvoker();

    private static int observers;

    private SharedAccess() {}

    /** Before a word at that host address is read. */
    public static void beforeLoad(long address) {
        try {
            LOAD.invokeExact(address);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** Before a word at that host address is written. */
    public static void beforeStore(long address) {
        try {
            STORE.invokeExact(address);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** One more machine observes accesses of its threads, which are {@link Observer}s. */
    public static synchronized void observe() {
        if (observers++ == 0) {
            aim(TELL_LOAD, TELL_STORE);
        }
    }

    /** One machine less. */
    public static synchronized void ignore() {
        if (--observers == 0) {
            aim(NOTHING, NOTHING);
        }
    }

    private static void aim(MethodHandle load, MethodHandle store) {
        LOAD_SITE.setTarget(load);
        STORE_SITE.setTarget(store);
        MutableCallSite.syncAll(new MutableCallSite[] {LOAD_SITE, STORE_SITE});
    }

    private static void tellLoad(long address) {
        if (Thread.currentThread() instanceof Observer observer) {
            observer.beforeLoad(address);
        }
    }

    private static void tellStore(long address) {
        if (Thread.currentThread() instanceof Observer observer) {
            observer.beforeStore(address);
        }
    }

    private static MethodHandle find(String method) {
        try {
            return MethodHandles.lookup().findStatic(SharedAccess.class, method, TYPE);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What the observer throws goes through: it unwinds the program that made the access. */
    static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException known ? known : new IllegalStateException(thrown);
    }
}
