package io.atoll.kernel.context;

import io.atoll.kernel.Core;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.capability.NotificationCapability;
import io.atoll.kernel.capability.Route;
import io.atoll.kernel.footprint.Footprint;
import io.atoll.kernel.footprint.KernelWork;
import io.atoll.kernel.ipc.Fastpath;
import io.atoll.kernel.object.EndpointObject;
import io.atoll.kernel.object.ReplyObject;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;

/**
 * The fastpaths in an image of several cores: those of {@link Fastpath}, between entering and
 * leaving ({@link Core#enterFastpath}, which says what they may have to wait for; behind it they
 * are wait-free). All for the current thread of {@code core}; if the answer is no, nothing has
 * changed and the slow path must be taken.
 */
final class SharedFastpath {
    private SharedFastpath() {}

    private static boolean enter(Core core, ThreadObject thread) {
        return core.current == thread && core.fastpath && core.enterFastpath();
    }

    /** For calls that seL4 has no fastpath for: it would look whether there is time left. */
    private static boolean enterUnmetered(Core core, ThreadObject thread) {
        return !core.scheduler.isMetered() && enter(core, thread);
    }

    /**
     * Call.
     *
     * @return the server, which is the current thread now and has the message; or null
     */
    static ThreadObject call(
            Core core, ThreadObject thread, Route route, long destination, long info) {
        if (!enter(core, thread)) {
            return null;
        }
        try {
            EndpointCapability cap = Fastpath.findServer(core, thread, route, destination, info);
            if (cap == null) {
                return null;
            }
            ThreadObject server = cap.endpoint.head;
            Fastpath.enterServer(core, thread, cap.endpoint);
            Fastpath.deliver(thread, server, cap.badge, info);
            tellSwitch(
                    core, thread, server, cap.endpoint, thread.reply, server.schedContext, route);
            return server;
        } catch (Throwable broken) {
            throw core.image.panic(core, broken);
        } finally {
            core.leaveFastpath();
        }
    }

    /** ReplyRecv; the caller is the current thread afterwards. */
    static boolean replyRecv(
            Core core,
            ThreadObject thread,
            Route sourceRoute,
            long source,
            long info,
            Route replyRoute,
            long reply) {
        if (!enter(core, thread)) {
            return false;
        }
        try {
            ThreadObject caller =
                    Fastpath.replyRecv(core, thread, sourceRoute, source, info, replyRoute, reply);
            if (caller == null) {
                return false;
            }
            replyRoute.tellFootprint(thread);
            tellSwitch(
                    core,
                    thread,
                    caller,
                    (EndpointObject) thread.blockingObject,
                    thread.reply,
                    caller.schedContext,
                    sourceRoute);
            return true;
        } catch (Throwable broken) {
            throw core.image.panic(core, broken);
        } finally {
            core.leaveFastpath();
        }
    }

    /** Signal. */
    static boolean signal(
            Core core, ThreadObject thread, Route route, long destination, long info) {
        if (!enterUnmetered(core, thread)) {
            return false;
        }
        Core called;
        try {
            called = Fastpath.sharedSignal(core, thread, route, destination, info);
            if (called != null) {
                tellNotification(thread, route);
            }
        } catch (Throwable broken) {
            throw core.image.panic(core, broken);
        } finally {
            core.leaveFastpath();
        }
        if (called != null && called != core) {
            core.processor.interrupt(called.index);
        }
        return called != null;
    }

    /**
     * Poll, and Wait if there is something.
     *
     * @param isBlocking for a Wait
     */
    static boolean poll(
            Core core, ThreadObject thread, Route route, long source, boolean isBlocking) {
        if (!enterUnmetered(core, thread)) {
            return false;
        }
        try {
            boolean isPolled = Fastpath.sharedPoll(core, thread, route, source, isBlocking);
            if (isPolled) {
                tellNotification(thread, route);
            }
            return isPolled;
        } catch (Throwable broken) {
            throw core.image.panic(core, broken);
        } finally {
            core.leaveFastpath();
        }
    }

    // What was touched, for machines that want to know.

    /** A fastpath that ended with another thread as the current one. */
    private static void tellSwitch(
            Core core,
            ThreadObject from,
            ThreadObject to,
            EndpointObject endpoint,
            ReplyObject reply,
            SchedContextObject schedContext,
            Route route) {
        Footprint.does(KernelWork.FASTPATH);
        Footprint.writes(from);
        Footprint.writes(from, ThreadObject.REGISTERS_LINE);
        route.tellFootprint(from);
        Footprint.writes(endpoint);
        if (from.boundNotification != null) {
            Footprint.reads(from.boundNotification);
        }
        Footprint.writes(reply);
        Footprint.writes(schedContext);
        Footprint.writes(to);
        Footprint.writes(to, ThreadObject.REGISTERS_LINE);
        Footprint.reads(to.vspaceRoot);
        Footprint.writes(core.scheduler);
    }

    private static void tellNotification(ThreadObject thread, Route route) {
        Footprint.does(KernelWork.FASTPATH);
        Footprint.writes(thread, ThreadObject.REGISTERS_LINE);
        route.tellFootprint(thread);
        if (route.lastFollowed().capability instanceof NotificationCapability cap) {
            Footprint.writes(cap.notification);
        }
    }
}
