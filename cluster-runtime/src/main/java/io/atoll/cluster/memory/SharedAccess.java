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

        /** The program of this thread begins to look: see {@link SharedAccess#beginLooks}. */
        void beginLooks();

        /** The program of this thread goes on looking: see {@link SharedAccess#skipLooks}. */
        int skipLooks(int left);
    }

    private static final MethodType TYPE = MethodType.methodType(void.class, long.class);
    private static final MethodHandle NOTHING = MethodHandles.empty(TYPE);
    private static final MethodHandle NO_LOOKS =
            MethodHandles.empty(MethodType.methodType(void.class));
    private static final MethodHandle NOT_ONE =
            MethodHandles.dropArguments(MethodHandles.constant(int.class, 0), 0, int.class);
    private static final MethodHandle TELL_LOAD = find("tellLoad", TYPE);
    private static final MethodHandle TELL_STORE = find("tellStore", TYPE);
    private static final MethodHandle TELL_ROUND = find("tellRound", NO_LOOKS.type());
    private static final MethodHandle TELL_LOOKS = find("tellLooks", NOT_ONE.type());
    private static final MutableCallSite LOAD_SITE = new MutableCallSite(NOTHING);
    private static final MutableCallSite STORE_SITE = new MutableCallSite(NOTHING);
    private static final MutableCallSite ROUND_SITE = new MutableCallSite(NO_LOOKS);
    private static final MutableCallSite LOOKS_SITE = new MutableCallSite(NOT_ONE);
    private static final MethodHandle ROUND = ROUND_SITE.dynamicInvoker();
    private static final MethodHandle LOOKS = LOOKS_SITE.dynamicInvoker();
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

    /**
     * For a program that polls. It is about to look at a few words of shared memory, and if it
     * finds nothing new there it calls {@link #skipLooks} next, having changed nothing, not even
     * its own state. A machine may let all these looks see the memory as it is now.
     */
    public static void beginLooks() {
        try {
            ROUND.invokeExact();
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /**
     * For a program that polls. It has looked at some words of shared memory since {@link
     * #beginLooks} and found nothing new, and is about to do the same again, time after time, and
     * nothing else meanwhile. A machine may let some of these rounds pass at once that would be in
     * vain as well.
     *
     * @param left how many rounds the program would begin again at most
     * @return how many of these rounds the program has to leave out: fewer than {@code left}, or
     *     none, as always on a machine in real time and for a round that was not announced; or -1:
     *     the last round counts for nothing, and the program has to look anew
     */
    public static int skipLooks(int left) {
        try {
            return (int) LOOKS.invokeExact(left);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** One more machine observes accesses of its threads, which are {@link Observer}s. */
    public static synchronized void observe() {
        if (observers++ == 0) {
            aim(TELL_LOAD, TELL_STORE, TELL_ROUND, TELL_LOOKS);
        }
    }

    /** One machine less. */
    public static synchronized void ignore() {
        if (--observers == 0) {
            aim(NOTHING, NOTHING, NO_LOOKS, NOT_ONE);
        }
    }

    private static void aim(
            MethodHandle load, MethodHandle store, MethodHandle round, MethodHandle looks) {
        LOAD_SITE.setTarget(load);
        STORE_SITE.setTarget(store);
        ROUND_SITE.setTarget(round);
        LOOKS_SITE.setTarget(looks);
        MutableCallSite.syncAll(
                new MutableCallSite[] {LOAD_SITE, STORE_SITE, ROUND_SITE, LOOKS_SITE});
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

    private static void tellRound() {
        if (Thread.currentThread() instanceof Observer observer) {
            observer.beginLooks();
        }
    }

    private static int tellLooks(int left) {
        return Thread.currentThread() instanceof Observer observer ? observer.skipLooks(left) : 0;
    }

    private static MethodHandle find(String method, MethodType type) {
        try {
            return MethodHandles.lookup().findStatic(SharedAccess.class, method, type);
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
