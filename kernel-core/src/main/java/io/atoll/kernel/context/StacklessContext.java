package io.atoll.kernel.context;

import io.atoll.kernel.Core;
import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.StacklessProgram;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.ipc.Fastpath;
import io.atoll.kernel.object.EndpointObject;
import io.atoll.kernel.object.ThreadObject;

/**
 * Execution of an event handler: one event after the other for as long as its thread is the current
 * one. Then it has no frames, and the next events may run on any stack.
 */
final class StacklessContext extends ExecutionContext {
    private final StacklessProgram program;
    private final NextSystemCall next = new NextSystemCall();
    private boolean started;

    /** The caller whose call is being served without the kernel knowing it; otherwise null. */
    private ThreadObject servedCaller;

    StacklessContext(ThreadObject thread, StacklessProgram program, long programCounter) {
        super(thread, programCounter);
        this.program = program;
    }

    /**
     * Serves a call on the caller's Java stack. At first the kernel is not told: the caller stays
     * the current thread and the server waits, as seen from the kernel. If the event ends with the
     * answer to its caller, call and answer together have changed nothing but registers, and it
     * stays so. In the moment in which anything else happens that could see a difference (a system
     * call inside the event, an interrupt, another ending, a throwable), {@link #enterKernel} makes
     * the switch that the call stands for, and all goes on as between any two threads.
     *
     * @param cap the capability called; this program's thread waits first on its endpoint
     * @return false if this program cannot run here now
     */
    boolean serve(Core core, ThreadObject caller, EndpointCapability cap, long info) {
        if (stack != null
                || !started
                || thread.repeatCall
                || cap.endpoint.tail != thread
                || thread.fault != null) {
            return false;
        }
        servedCaller = caller;
        // The caller may be given another program while this event is under way.
        ExecutionContext below = caller.context;
        Fastpath.deliver(caller, thread, cap.badge, info);
        boolean completed = false;
        try {
            program.message(cap.badge, thread.messageInfo, next);
            if (servedCaller != null && systemCalls.isDirectAnswer(core, next)) {
                servedCaller = null;
                Fastpath.deliver(thread, caller, 0, next.info());
                return true;
            }
            enterKernel();
            systemCalls.make(next);
            completed = true;
            // What comes next is not this caller's event: it must not lie above its frames.
        } catch (Throwable thrown) {
            if (!completed) {
                started = false;
            }
            threw(thrown);
        }
        leaveStack(below);
        below.systemCalls.parkUnlessCurrent();
        return true;
    }

    /**
     * As {@link #serve} in an image of several cores, where other cores must be able to see who
     * runs: the kernel has been told, and this program's thread is the current one.
     *
     * @param below the caller's execution, which this thread's lies on
     * @return false if this program cannot run here now
     */
    boolean serveEntered(ExecutionContext below) {
        if (stack != null || !started || thread.repeatCall) {
            return false;
        }
        takeStack(below.stack);
        boolean completed = false;
        try {
            program.message(thread.ipc.senderBadge(), thread.messageInfo, next);
            systemCalls.make(next);
            completed = true;
        } catch (Throwable thrown) {
            if (!completed) {
                started = false;
            }
            threw(thrown);
        }
        leaveStack(below);
        below.systemCalls.parkUnlessCurrent();
        return true;
    }

    /** Whether this program is serving that caller without the kernel knowing it. */
    boolean isServing(ThreadObject caller) {
        return servedCaller == caller;
    }

    @Override
    boolean enterKernel() {
        ThreadObject caller = servedCaller;
        if (caller == null) {
            return false;
        }
        servedCaller = null;
        takeStack(caller.context.stack);
        Fastpath.enterServer(thread.core, caller, (EndpointObject) thread.blockingObject);
        return true;
    }

    @Override
    void execute() {
        boolean completed = false;
        try {
            do {
                event();
                systemCalls.make(next);
            } while (mayGoOn(systemCalls.core()));
            completed = true;
        } finally {
            if (!completed) {
                // It threw: whoever restarts it begins it anew.
                started = false;
            }
        }
    }

    private boolean mayGoOn(Core core) {
        return core.current == thread
                && !abandoned
                && !core.stopping
                && !core.dispatcher.isUnwinding();
    }

    private void event() {
        if (!started) {
            started = true;
            thread.repeatCall = false;
            program.start(systemCalls, next);
        } else if (thread.repeatCall) {
            // The call made last was cancelled: the same again, without an event.
            thread.repeatCall = false;
        } else {
            program.message(thread.ipc.senderBadge(), thread.messageInfo, next);
        }
    }
}
