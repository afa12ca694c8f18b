package io.atoll.cluster.memory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/**
 * Where rings in shared memory say which messages they carry, for machines that draw pictures of
 * that. To be called right after the message was published, and when it has been found.
 *
 * <p>As {@link SharedAccess}: as long as no machine of this JVM wants to know, both calls are
 * nothing at all in compiled code. Any thread; wait-free where nobody observes.
 */
public final class SharedMessages {
    /** A thread whose messages are observed. */
    public interface Observer {
        /**
         * The program of this thread has sent a message.
         *
         * @param ring host address at which the ring begins
         * @param position what the ring counts before the message: messages, or bytes
         */
        void messageSent(long ring, long position);

        /** The program of this thread has found that message, perhaps not for the first time. */
        void messageFound(long ring, long position);
    }

    private static final MethodType TYPE =
            MethodType.methodType(void.class, long.class, long.class);
    private static final MethodHandle NOTHING = MethodHandles.empty(TYPE);
    private static final MethodHandle TELL_SENT = find("tellSent");
    private static final MethodHandle TELL_FOUND = find("tellFound");
    private static final MutableCallSite SENT_SITE = new MutableCallSite(NOTHING);
    private static final MutableCallSite FOUND_SITE = new MutableCallSite(NOTHING);
    private static final MethodHandle SENT = SENT_SITE.dynamicInvoker();
    private static final MethodHandle FOUND = FOUND_SITE.dynamicInvoker();

    private static int observers;

    private SharedMessages() {}

    /** A message has been published in the ring that begins there. */
    public static void sent(long ring, long position) {
        try {
            SENT.invokeExact(ring, position);
        } catch (Throwable thrown) {
            throw SharedAccess.unchecked(thrown);
        }
    }

    /** A message has been found in the ring that begins there. */
    public static void found(long ring, long position) {
        try {
            FOUND.invokeExact(ring, position);
        } catch (Throwable thrown) {
            throw SharedAccess.unchecked(thrown);
        }
    }

    /** One more machine observes messages of its threads, which are {@link Observer}s. */
    public static synchronized void observe() {
        if (observers++ == 0) {
            aim(TELL_SENT, TELL_FOUND);
        }
    }

    /** One machine less. */
    public static synchronized void ignore() {
        if (--observers == 0) {
            aim(NOTHING, NOTHING);
        }
    }

    private static void aim(MethodHandle sent, MethodHandle found) {
        SENT_SITE.setTarget(sent);
        FOUND_SITE.setTarget(found);
        MutableCallSite.syncAll(new MutableCallSite[] {SENT_SITE, FOUND_SITE});
    }

    private static void tellSent(long ring, long position) {
        if (Thread.currentThread() instanceof Observer observer) {
            observer.messageSent(ring, position);
        }
    }

    private static void tellFound(long ring, long position) {
        if (Thread.currentThread() instanceof Observer observer) {
            observer.messageFound(ring, position);
        }
    }

    private static MethodHandle find(String method) {
        try {
            return MethodHandles.lookup().findStatic(SharedMessages.class, method, TYPE);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
