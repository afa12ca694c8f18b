package io.atoll.kernel.context;

import io.atoll.kernel.Core;
import io.atoll.kernel.KernelPanic;
import io.atoll.kernel.api.Debug;
import io.atoll.kernel.api.Fault;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.Memory;
import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.UserExceptionNumber;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.capability.Route;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.ipc.Fastpath;
import io.atoll.kernel.ipc.Faults;
import io.atoll.kernel.ipc.PendingFault;
import io.atoll.kernel.ipc.SystemCalls;
import io.atoll.kernel.object.Registers;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;
import io.atoll.kernel.scheduling.Threads;

import jdk.internal.vm.annotation.ReservedStackAccess;

/**
 * The system calls of one thread: the trap from a user program into the kernel and back. A call
 * that leaves the thread current returns at once; otherwise the Java stack is left until the thread
 * is current again, and the call is made again if the kernel says so (the thread was restarted).
 *
 * <p>A program can run out of stack anywhere, and the kernel works on the program's stack. So every
 * way in is marked to have stack in reserve: the kernel's work gets to its end, and only then the
 * program has its {@code StackOverflowError} ({@code
 * docs/decisions/0012-stack-of-user-programs.md}).
 */
final class ThreadSystemCalls implements Sel4 {
    private static final int SEND = 0;
    private static final int NB_SEND = 1;
    private static final int CALL = 2;
    private static final int RECV = 3;
    private static final int NB_RECV = 4;
    private static final int WAIT = 5;
    private static final int NB_WAIT = 6;
    private static final int REPLY_RECV = 7;
    private static final int NB_SEND_RECV = 8;
    private static final int NB_SEND_WAIT = 9;
    private static final int YIELD = 10;
    private static final int EXIT = 11;
    private static final int FAULT = 12;

    private final ThreadObject thread;
    private final ExecutionContext context;
    private final IpcBuffer ipc;

    /** Where the program runs: set when its frames are put on a stack, or taken up again. */
    private Core core;

    private ThreadMemory memory;

    // Null until they are needed: of very many threads most need none.
    private Route callRoute;
    private Route signalRoute;
    private Route pollRoute;
    private Route receiveRoute;
    private Route replyRoute;

    /** What {@link #FAULT} raises. */
    private PendingFault fault;

    ThreadSystemCalls(ThreadObject thread, ExecutionContext context) {
        this.thread = thread;
        this.context = context;
        this.ipc = thread.ipc;
        this.core = thread.core;
    }

    /** The program runs there from now on. */
    void runOn(Core core) {
        this.core = core;
    }

    /** Where the program runs. */
    Core core() {
        return core;
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
        return trap(CALL, destination, info, 0, 0);
    }

    @ReservedStackAccess
    @Override
    public long replyRecv(long source, long info, long reply) {
        Core core = this.core;
        if (core.isShared
                ? sharedReplyRecv(core, source, info, reply)
                : mayTakeFastpath(core)
                        && Fastpath.replyRecv(
                                        core,
                                        thread,
                                        receiveRoute(),
                                        source,
                                        info,
                                        replyRoute(),
                                        reply)
                                != null) {
            park();
            if (!thread.repeatCall) {
                return thread.messageInfo;
            }
        }
        return trap(REPLY_RECV, 0, info, source, reply);
    }

    // The fast way in an image of several cores: as above, between entering and leaving.

    private long sharedCall(Core core, long destination, long info) {
        if (entersFastpath(core)) {
            boolean isEntered = false;
            ExecutionContext server = null;
            try {
                EndpointCapability cap =
                        Fastpath.findServer(core, thread, callRoute(), destination, info);
                if (cap != null) {
                    ThreadObject callee = cap.endpoint.head;
                    server = callee.context;
                    Fastpath.enterServer(core, thread, cap.endpoint);
                    Fastpath.deliver(thread, callee, cap.badge, info);
                    isEntered = true;
                }
            } catch (Throwable broken) {
                throw core.image.panic(core, broken);
            } finally {
                core.leaveFastpath();
            }
            if (isEntered) {
                if (!(server instanceof StacklessContext called) || !called.serveEntered(context)) {
                    park();
                }
                if (!thread.repeatCall) {
                    return thread.messageInfo;
                }
            }
        }
        return trap(CALL, destination, info, 0, 0);
    }

    private boolean sharedReplyRecv(Core core, long source, long info, long reply) {
        if (!entersFastpath(core)) {
            return false;
        }
        try {
            return Fastpath.replyRecv(
                            core, thread, receiveRoute(), source, info, replyRoute(), reply)
                    != null;
        } catch (Throwable broken) {
            throw core.image.panic(core, broken);
        } finally {
            core.leaveFastpath();
        }
    }

    private boolean sharedSignal(Core core, long destination, long info) {
        if (core.scheduler.isMetered() || !entersFastpath(core)) {
            return false;
        }
        Core called;
        try {
            called = Fastpath.sharedSignal(core, thread, signalRoute(), destination, info);
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

    private boolean sharedPoll(Core core, long source, boolean isBlocking) {
        if (core.scheduler.isMetered() || !entersFastpath(core)) {
            return false;
        }
        try {
            return Fastpath.sharedPoll(core, thread, pollRoute(), source, isBlocking);
        } catch (Throwable broken) {
            throw core.image.panic(core, broken);
        } finally {
            core.leaveFastpath();
        }
    }

    private boolean entersFastpath(Core core) {
        return core.current == thread && core.fastpath && core.enterFastpath();
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

    /** After a server ran on top of this thread's frames: goes on if this thread may. */
    void parkUnlessCurrent() {
        Core core = context.stack.carrier().core;
        runOn(core);
        if (core.current != thread || core.stopping || context.abandoned) {
            park();
        }
    }

    /**
     * Whether the thread waits to be sent something. Programs do that at the top of a loop, where
     * their stack is shallow; they call, send or are preempted at any depth.
     */
    private boolean isWaiting() {
        int state = thread.state;
        return state == ThreadState.BLOCKED_ON_RECEIVE
                || state == ThreadState.BLOCKED_ON_NOTIFICATION;
    }

    /** Leaves the Java stack to whoever is current now; returns when this thread is again. */
    private void park() {
        JavaStack stack = context.stack;
        Core core;
        do {
            if (!isWaiting() || !stack.carrier().runOnTop(stack)) {
                stack.park();
            }
            core = stack.carrier().core;
        } while ((core.current != thread || core.stopping) && !context.abandoned);
        this.core = core;
        if (context.abandoned) {
            throw ThreadTerminated.INSTANCE;
        }
        if (stack.takeOverflown()) {
            throw new StackOverflowError("a thread's stack grew beyond all limits");
        }
    }

    // The slow way.

    @ReservedStackAccess
    @Override
    public void send(long destination, long info) {
        if (signalled(destination, info)) {
            return;
        }
        trap(SEND, destination, info, 0, 0);
    }

    @ReservedStackAccess
    @Override
    public void nbSend(long destination, long info) {
        if (signalled(destination, info)) {
            return;
        }
        trap(NB_SEND, destination, info, 0, 0);
    }

    /** Takes the fastpath of a signal that wakes nobody. */
    private boolean signalled(long destination, long info) {
        Core core = this.core;
        if (core.isShared) {
            if (sharedSignal(core, destination, info)) {
                thread.messageInfo = info;
                return true;
            }
            return false;
        }
        if (mayTakeUnmeteredFastpath(core)
                && Fastpath.signal(core, thread, signalRoute(), destination, info)) {
            thread.messageInfo = info;
            return true;
        }
        return false;
    }

    @ReservedStackAccess
    @Override
    public long recv(long source, long reply) {
        return trap(RECV, 0, thread.messageInfo, source, reply);
    }

    @ReservedStackAccess
    @Override
    public long nbRecv(long source, long reply) {
        return trap(NB_RECV, 0, thread.messageInfo, source, reply);
    }

    @ReservedStackAccess
    @Override
    public long await(long source) {
        if (core.isShared && sharedPoll(core, source, true)) {
            return thread.messageInfo;
        }
        return trap(WAIT, 0, thread.messageInfo, source, 0);
    }

    @ReservedStackAccess
    @Override
    public long nbAwait(long source) {
        Core core = this.core;
        if (core.isShared
                ? sharedPoll(core, source, false)
                : mayTakeUnmeteredFastpath(core)
                        && Fastpath.poll(core, thread, pollRoute(), source)) {
            return thread.messageInfo;
        }
        return trap(NB_WAIT, 0, thread.messageInfo, source, 0);
    }

    @ReservedStackAccess
    @Override
    public long nbSendRecv(long destination, long info, long source, long reply) {
        return trap(NB_SEND_RECV, destination, info, source, reply);
    }

    @ReservedStackAccess
    @Override
    public long nbSendWait(long destination, long info, long source) {
        return trap(NB_SEND_WAIT, destination, info, source, 0);
    }

    @ReservedStackAccess
    @Override
    public void yieldNow() {
        trap(YIELD, 0, thread.messageInfo, 0, 0);
    }

    /** Makes a system call, again if need be, and returns its message info. */
    private long trap(int number, long destination, long info, long source, long reply) {
        do {
            thread.repeatCall = false;
            Core core = enter();
            handle(core, number, destination, info, source, reply);
            if (core.current != thread || context.abandoned) {
                park();
            }
        } while (thread.repeatCall);
        return thread.messageInfo;
    }

    /**
     * The way into the kernel: pending interrupts come first, and may cost this thread the core.
     * Whoever calls this leaves the kernel afterwards, by {@link Core#leaveKernel}.
     */
    Core enter() {
        Core core = this.core;
        if (core.current != thread && !context.enterKernel()) {
            throw notCurrent();
        }
        core.enterKernel();
        while (core.interrupts.isPending()) {
            takeInterrupts(core);
            if (mustLeaveStack(core)) {
                core.leaveKernel();
                park();
                core = this.core;
                core.enterKernel();
            }
        }
        return core;
    }

    /** After interrupts were taken: whether another thread is to run, or another core this one. */
    private boolean mustLeaveStack(Core core) {
        return core.current != thread
                || core.stopping
                || context.abandoned
                || core.dispatcher.isUnwinding();
    }

    private IllegalStateException notCurrent() {
        return new IllegalStateException(
                "system call of "
                        + thread
                        + " made while that thread is not running: only its own program may call");
    }

    private static void takeInterrupts(Core core) {
        try {
            core.takeInterrupts();
            core.scheduler.schedule();
        } catch (Throwable broken) {
            KernelPanic panic = core.image.panic(core, broken);
            core.leaveKernel();
            throw panic;
        }
    }

    /**
     * The kernel proper, which has been entered and is left; a throwable here is the kernel's own
     * mistake.
     *
     * @return false if the thread's time was over before the call, which it makes when it runs next
     */
    private boolean handle(
            Core core, int number, long destination, long info, long source, long reply) {
        try {
            thread.messageInfo = info;
            boolean admitted = core.scheduler.admit();
            if (admitted) {
                perform(core, number, destination, source, reply);
            }
            core.scheduler.schedule();
            return admitted;
        } catch (Throwable broken) {
            throw core.image.panic(core, broken);
        } finally {
            core.leaveKernel();
        }
    }

    private void perform(Core core, int number, long destination, long source, long reply) {
        switch (number) {
            case SEND -> SystemCalls.send(core, thread, destination, true, false);
            case NB_SEND -> SystemCalls.send(core, thread, destination, false, false);
            case CALL -> SystemCalls.send(core, thread, destination, true, true);
            case RECV -> SystemCalls.receive(core, thread, source, true, true, reply);
            case NB_RECV -> SystemCalls.receive(core, thread, source, false, true, reply);
            case WAIT -> SystemCalls.receive(core, thread, source, true, false, 0);
            case NB_WAIT -> SystemCalls.receive(core, thread, source, false, false, 0);
            case REPLY_RECV -> {
                if (SystemCalls.firstPhase(core, thread, reply)) {
                    SystemCalls.receive(core, thread, source, true, true, reply);
                }
            }
            case NB_SEND_RECV -> {
                if (SystemCalls.firstPhase(core, thread, destination)) {
                    SystemCalls.receive(core, thread, source, true, true, reply);
                }
            }
            case NB_SEND_WAIT -> {
                if (SystemCalls.firstPhase(core, thread, destination)) {
                    SystemCalls.receive(core, thread, source, true, false, 0);
                }
            }
            case YIELD -> SystemCalls.yieldSlice(core);
            case EXIT -> {
                core.image.observer().threadExited(thread.name);
                core.scheduler.setState(thread, ThreadState.INACTIVE);
            }
            default -> Faults.raise(core, thread, fault);
        }
    }

    // What is no system call.

    @ReservedStackAccess
    @Override
    public void preemptionPoint() {
        if (core.interrupts.isPending()) {
            takePending();
        }
    }

    /**
     * Stays while instrumented code on this stack holds a monitor: see {@link PreemptionPoints}.
     */
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

    /** Executes an instruction that faults, again if need be. */
    private void trap(PendingFault raised) {
        do {
            thread.repeatCall = false;
            Core core = enter();
            fault = raised;
            handle(core, FAULT, 0, thread.messageInfo, 0, 0);
            if (core.current != thread || context.abandoned) {
                park();
            }
        } while (thread.repeatCall);
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

    // For the execution contexts.

    /** The program returned. */
    void exit() {
        Core core = enter();
        while (!handle(core, EXIT, 0, 0, 0, 0)) {
            if (core.current != thread || context.abandoned) {
                park();
            }
            core = enter();
        }
    }

    /** The program threw; its frames are gone. */
    void userException(Throwable thrown) {
        Core core = this.core;
        context.enterKernel();
        core.image.observer().userException(thread.name, thrown);
        if (core.current != thread) {
            // It was leaving its stack, and could not: it waits for nothing any more.
            core.enterKernel();
            Threads.suspend(core, thread);
            core.leaveKernel();
            return;
        }
        raise(
                PendingFault.userException(
                        context.programCounter(),
                        thread.stackPointer,
                        UserExceptionNumber.of(thrown),
                        0));
    }

    void instructionFetchFault(long address) {
        raise(new PendingFault(Fault.VM_FAULT, address, address, 1, 0x14));
    }

    /** Raises a fault of a program without frames, now or as soon as the thread has time again. */
    void raise(PendingFault raised) {
        Core core = this.core;
        core.enterKernel();
        if (core.isShared && core.interrupts.isPending()) {
            // Another core may have done something to the thread: that comes first.
            core.leaveKernel();
            context.pendingFault = raised;
            return;
        }
        fault = raised;
        if (!handle(core, FAULT, 0, thread.messageInfo, 0, 0)) {
            context.pendingFault = raised;
        }
    }

    /** Raises a fault in the middle of the program; returns when it is to try again. */
    @ReservedStackAccess
    void memoryFault(long address, boolean write) {
        fault = PendingFault.memory(context.programCounter(), address, write);
        Core core = enter();
        handle(core, FAULT, 0, thread.messageInfo, 0, 0);
        if (core.current != thread) {
            park();
        }
        thread.repeatCall = false;
    }

    /**
     * The call that ends an event: never leaves the Java stack, for there are no frames to keep.
     */
    void make(NextSystemCall next) {
        Core core = this.core;
        if (next.kind() == NextSystemCall.Kind.REPLY_RECV
                && (core.isShared
                        ? sharedReplyRecv(core, next.source(), next.info(), next.reply())
                        : mayTakeFastpath(core)
                                && Fastpath.replyRecv(
                                                core,
                                                thread,
                                                receiveRoute(),
                                                next.source(),
                                                next.info(),
                                                replyRoute(),
                                                next.reply())
                                        != null)) {
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
                    case RECV -> RECV;
                    case REPLY_RECV -> REPLY_RECV;
                    case NB_SEND_RECV -> NB_SEND_RECV;
                    case NB_SEND_WAIT -> NB_SEND_WAIT;
                    case WAIT -> WAIT;
                    case EXIT -> EXIT;
                };
        handle(core, number, next.destination(), next.info(), next.source(), next.reply());
    }
}
