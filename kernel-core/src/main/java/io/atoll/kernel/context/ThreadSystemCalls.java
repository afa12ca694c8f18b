package io.atoll.kernel.context;

import io.atoll.kernel.Core;
import io.atoll.kernel.api.Debug;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.Memory;
import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Report;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.capability.Route;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.ipc.Fastpath;
import io.atoll.kernel.ipc.PendingFault;
import io.atoll.kernel.object.Registers;
import io.atoll.kernel.object.ThreadObject;

import jdk.internal.vm.annotation.ReservedStackAccess;

/**
 * The system calls of one thread. A call that leaves the thread current returns at once; otherwise
 * the Java stack is left until the thread is current again, and the call is made again if the
 * kernel says so (the thread was restarted).
 *
 * <p>A program can run out of stack anywhere, and the kernel works on the program's stack. So every
 * way in is marked to have stack in reserve: the kernel's work gets to its end, and only then the
 * program has its {@code StackOverflowError} ({@code
 * docs/decisions/0012-stack-of-user-programs.md}).
 */
final class ThreadSystemCalls extends FaultEntry implements Sel4 {
    private final IpcBuffer ipc;
    private ThreadMemory memory;

    // Null until they are needed: of very many threads most need none.
    private Route callRoute;
    private Route signalRoute;
    private Route pollRoute;
    private Route receiveRoute;
    private Route replyRoute;

    ThreadSystemCalls(ThreadObject thread, ExecutionContext context) {
        super(thread, context);
        this.ipc = thread.ipc;
    }

    @Override
    public IpcBuffer ipc() {
        return ipc;
    }

    @Override
    public Memory memory() {
        ThreadMemory made = memory;
        return made != null ? made : (memory = new ThreadMemory(thread, this));
    }

    // Where the CPtrs led that this thread used last, by the kind of use.

    private Route callRoute() {
        Route route = callRoute;
        return route != null ? route : (callRoute = new Route());
    }

    private Route signalRoute() {
        Route route = signalRoute;
        return route != null ? route : (signalRoute = new Route());
    }

    private Route pollRoute() {
        Route route = pollRoute;
        return route != null ? route : (pollRoute = new Route());
    }

    private Route receiveRoute() {
        Route route = receiveRoute;
        return route != null ? route : (receiveRoute = new Route());
    }

    private Route replyRoute() {
        Route route = replyRoute;
        return route != null ? route : (replyRoute = new Route());
    }

    // The fast way.

    @ReservedStackAccess
    @Override
    public long call(long destination, long info) {
        Core core = this.core;
        if (core.isShared) {
            return sharedCall(core, destination, info);
        }
        if (mayTakeFastpath(core)) {
            EndpointCapability cap =
                    Fastpath.findServer(core, thread, callRoute(), destination, info);
            if (cap != null) {
                ThreadObject server = cap.endpoint.head;
                if (!(server.context instanceof StacklessContext called)
                        || !called.serve(core, thread, cap, info)) {
                    switchTo(core, server, cap, info);
                }
                if (!thread.repeatCall) {
                    return thread.messageInfo;
                }
            }
        }
        return trap(Trap.CALL, destination, info, 0, 0);
    }

    @ReservedStackAccess
    @Override
    public long replyRecv(long source, long info, long reply) {
        Core core = this.core;
        if (answered(core, source, info, reply)) {
            park();
            if (!thread.repeatCall) {
                return thread.messageInfo;
            }
        }
        return trap(Trap.REPLY_RECV, 0, info, source, reply);
    }

    /** The fast way of a Call in an image of several cores. */
    private long sharedCall(Core core, long destination, long info) {
        ThreadObject server = SharedFastpath.call(core, thread, callRoute(), destination, info);
        if (server != null) {
            if (!(server.context instanceof StacklessContext called)
                    || !called.serveEntered(context)) {
                park();
            }
            if (!thread.repeatCall) {
                return thread.messageInfo;
            }
        }
        return trap(Trap.CALL, destination, info, 0, 0);
    }

    /** The fast way of a ReplyRecv: the caller is the current thread afterwards. */
    private boolean answered(Core core, long source, long info, long reply) {
        return core.isShared
                ? SharedFastpath.replyRecv(
                        core, thread, receiveRoute(), source, info, replyRoute(), reply)
                : mayTakeFastpath(core)
                        && Fastpath.replyRecv(
                                        core,
                                        thread,
                                        receiveRoute(),
                                        source,
                                        info,
                                        replyRoute(),
                                        reply)
                                != null;
    }

    private boolean mayTakeFastpath(Core core) {
        return (core.current == thread || context.enterKernel())
                && core.fastpath
                && !core.interrupts.isPending();
    }

    /** For calls that seL4 has no fastpath for: it would look whether there is time left. */
    private boolean mayTakeUnmeteredFastpath(Core core) {
        return mayTakeFastpath(core) && !core.scheduler.isMetered();
    }

    /** Whether {@code next}, of a server that was never entered, is the answer and nothing else. */
    boolean isDirectAnswer(Core core, NextSystemCall next) {
        return next.kind() == NextSystemCall.Kind.REPLY_RECV
                && !core.interrupts.isPending()
                && Fastpath.isDirectAnswer(
                        core,
                        thread,
                        receiveRoute(),
                        next.source(),
                        next.info(),
                        replyRoute(),
                        next.reply());
    }

    /** A call to a server with a stack of its own: this one is left until the answer comes. */
    private void switchTo(Core core, ThreadObject server, EndpointCapability cap, long info) {
        Fastpath.enterServer(core, thread, cap.endpoint);
        Fastpath.deliver(thread, server, cap.badge, info);
        park();
    }

    // The slow way.

    @ReservedStackAccess
    @Override
    public void send(long destination, long info) {
        if (signalled(destination, info)) {
            return;
        }
        trap(Trap.SEND, destination, info, 0, 0);
    }

    @ReservedStackAccess
    @Override
    public void nbSend(long destination, long info) {
        if (signalled(destination, info)) {
            return;
        }
        trap(Trap.NB_SEND, destination, info, 0, 0);
    }

    /** Takes the fastpath of a signal that wakes nobody. */
    private boolean signalled(long destination, long info) {
        Core core = this.core;
        boolean isSignalled =
                core.isShared
                        ? SharedFastpath.signal(core, thread, signalRoute(), destination, info)
                        : mayTakeUnmeteredFastpath(core)
                                && Fastpath.signal(core, thread, signalRoute(), destination, info);
        if (isSignalled) {
            thread.messageInfo = info;
        }
        return isSignalled;
    }

    @ReservedStackAccess
    @Override
    public long recv(long source, long reply) {
        return trap(Trap.RECV, 0, thread.messageInfo, source, reply);
    }

    @ReservedStackAccess
    @Override
    public long nbRecv(long source, long reply) {
        return trap(Trap.NB_RECV, 0, thread.messageInfo, source, reply);
    }

    @ReservedStackAccess
    @Override
    public long await(long source) {
        if (core.isShared && SharedFastpath.poll(core, thread, pollRoute(), source, true)) {
            return thread.messageInfo;
        }
        return trap(Trap.WAIT, 0, thread.messageInfo, source, 0);
    }

    @ReservedStackAccess
    @Override
    public long nbAwait(long source) {
        Core core = this.core;
        if (core.isShared
                ? SharedFastpath.poll(core, thread, pollRoute(), source, false)
                : mayTakeUnmeteredFastpath(core)
                        && Fastpath.poll(core, thread, pollRoute(), source)) {
            return thread.messageInfo;
        }
        return trap(Trap.NB_WAIT, 0, thread.messageInfo, source, 0);
    }

    @ReservedStackAccess
    @Override
    public long nbSendRecv(long destination, long info, long source, long reply) {
        return trap(Trap.NB_SEND_RECV, destination, info, source, reply);
    }

    @ReservedStackAccess
    @Override
    public long nbSendWait(long destination, long info, long source) {
        return trap(Trap.NB_SEND_WAIT, destination, info, source, 0);
    }

    @ReservedStackAccess
    @Override
    public void yieldNow() {
        trap(Trap.YIELD, 0, thread.messageInfo, 0, 0);
    }

    /** Makes a system call, again if need be, and returns its message info. */
    private long trap(int number, long destination, long info, long source, long reply) {
        do {
            thread.repeatCall = false;
            Core core = enter();
            Trap.systemCall(core, thread, number, destination, info, source, reply);
            if (core.current != thread || context.abandoned) {
                park();
            }
        } while (thread.repeatCall);
        return thread.messageInfo;
    }

    // What is no system call.

    @ReservedStackAccess
    @Override
    public void preemptionPoint() {
        if (core.interrupts.isPending()) {
            takePending();
        }
    }

    /** Stays while instrumented code on this stack holds a monitor: see {@link StackPoints}. */
    private void takePending() {
        JavaStack stack = JavaStack.current();
        if (stack == null || !stack.preemptionPoints.holdsMonitor()) {
            enter().leaveKernel();
            // Whatever happened to the thread meanwhile, there is no call to be made again.
            thread.repeatCall = false;
        }
    }

    /**
     * The program that serves this thread's call on this thread's Java stack, without the kernel
     * knowing it yet; otherwise null. While that is so, everything along the call's way is as it
     * was when the call was made.
     */
    StacklessContext served() {
        Slot called = callRoute().lastFollowed();
        return called != null
                        && called.capability instanceof EndpointCapability cap
                        && cap.endpoint.head != null
                        && cap.endpoint.head.context instanceof StacklessContext server
                        && server.isServing(thread)
                ? server
                : null;
    }

    @Override
    public void compute(int cycles) {
        core.processor.charge(cycles);
        preemptionPoint();
    }

    @Override
    public long readClock() {
        return core.processor.now();
    }

    @ReservedStackAccess
    @Override
    public long tlsBase() {
        return thread.registers.get(Registers.TLS_BASE);
    }

    @Override
    public long entryPoint(Program program) {
        return core.image.programs().entryPoint(program);
    }

    @ReservedStackAccess
    @Override
    public Debug debug() {
        return new ThreadDebug(thread, this);
    }

    @Override
    public void unknownSystemCall(long number) {
        trap(
                PendingFault.unknownSystemCall(
                        context.programCounter(), thread.stackPointer, thread.registers, number));
    }

    @Override
    public void userException(int number, int code) {
        trap(
                PendingFault.userException(
                        context.programCounter(), thread.stackPointer, number, code));
    }

    @ReservedStackAccess
    @Override
    public void debugPutString(String text) {
        Core core = enter();
        try {
            core.image.observer().debugOutput(thread.name, text);
        } finally {
            core.leaveKernel();
        }
    }

    /** Not through the kernel: whoever is told must not call back either way. */
    @ReservedStackAccess
    @Override
    public void debugReport(Report report) {
        core.image.observer().reported(thread.name, core.processor.now(), report);
    }

    /**
     * The call that ends an event: never leaves the Java stack, for there are no frames to keep.
     */
    void make(NextSystemCall next) {
        Core core = this.core;
        if (next.kind() == NextSystemCall.Kind.REPLY_RECV
                && answered(core, next.source(), next.info(), next.reply())) {
            return;
        }
        makeSlow(core, next);
    }

    private void makeSlow(Core core, NextSystemCall next) {
        if (core.current != thread && !context.enterKernel()) {
            throw notCurrent();
        }
        core.enterKernel();
        if (core.interrupts.isPending()) {
            // If it is preempted before the call, it makes the call when it runs next.
            thread.repeatCall = true;
            takeInterrupts(core);
            if (mustLeaveStack(core)) {
                core.leaveKernel();
                return;
            }
            thread.repeatCall = false;
        }
        int number =
                switch (next.kind()) {
                    case RECV -> Trap.RECV;
                    case REPLY_RECV -> Trap.REPLY_RECV;
                    case NB_SEND_RECV -> Trap.NB_SEND_RECV;
                    case NB_SEND_WAIT -> Trap.NB_SEND_WAIT;
                    case WAIT -> Trap.WAIT;
                    case EXIT -> Trap.EXIT;
                };
        Trap.systemCall(
                core, thread, number, next.destination(), next.info(), next.source(), next.reply());
    }
}
