package io.atoll.conformance.sel4test;

import io.atoll.conformance.machine.TimerDevice;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.Fault;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.UserContext;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.IrqHandler;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.Tcb;

/**
 * The initial task of a test's image. It starts the runner, at one priority below its own, and then
 * serves one endpoint: the runner's result, faults that nobody else handles, and the timer. It
 * returns when the test is over.
 */
final class Driver implements StackfulProgram {
    // Labels of messages to the driver. Faults have smaller ones, which the kernel sets.
    static final int RESULT = 100;
    static final int TIMESTAMP = 101;
    static final int ONE_SHOT = 102;
    static final int PERIODIC = 103;
    static final int RESET = 104;

    private static final long FAULT_BADGE = 1;
    private static final long ALARM_BADGE = 2;
    private static final int SCHED_CONTEXT_BITS = 8;
    private static final long RUNNER_SLICE_MICROS = 5_000;
    private static final long RUNNER_BUFFER_ADDRESS = 0x3000_0000;

    private final BootInfo bootInfo;
    private final TestBody body;
    private final Setup setup;
    private final TimerDevice device;
    private final long untyped;
    private Sel4 sel4;
    private CNode root;
    private long nextSlot;
    private long endpoint;
    private long faultEndpoint;
    private long timerNotification;
    private long runnerTcb;
    private IrqHandler alarm;
    private long alarmTicks;
    private long periodTicks;
    private CheckFailed failure;

    Driver(BootInfo bootInfo, TestBody body, Setup setup) {
        this.bootInfo = bootInfo;
        this.body = body;
        this.setup = setup;
        this.device = bootInfo.extra(TimerDevice.class);
        this.nextSlot = bootInfo.empty().start();
        this.untyped = smallestUntyped(bootInfo);
    }

    /** The driver's own objects come from memory that the test has no use for. */
    private static long smallestUntyped(BootInfo bootInfo) {
        for (int i = 0; i < bootInfo.untypedList().size(); i++) {
            var description = bootInfo.untypedList().get(i);
            if (!description.isDevice() && description.sizeBits() >= 15) {
                return bootInfo.untyped().start() + i;
            }
        }
        throw new IllegalStateException("the image has no memory for the driver");
    }

    @Override
    public void run(Sel4 sel4) {
        this.sel4 = sel4;
        this.root = sel4.cnode(InitCaps.CNODE);
        endpoint = make(ObjectType.ENDPOINT, 0);
        faultEndpoint = mint(endpoint, FAULT_BADGE);
        timerNotification = make(ObjectType.NOTIFICATION, 0);
        Reply reply = sel4.reply(make(ObjectType.REPLY, 0));
        connectAlarm();
        startRunner();
        serve(reply);
    }

    private void connectAlarm() {
        Notification interrupts = sel4.notification(make(ObjectType.NOTIFICATION, 0));
        alarm = sel4.irqHandler(nextSlot++);
        sel4.irqControl(InitCaps.IRQ_CONTROL).get(device.line(), root.slot(alarm.cptr())).orThrow();
        alarm.setNotification(sel4.notification(mint(interrupts.cptr(), ALARM_BADGE))).orThrow();
        sel4.tcb(InitCaps.TCB).bindNotification(interrupts).orThrow();
    }

    private void startRunner() {
        runnerTcb = make(ObjectType.TCB, 0);
        Tcb tcb = sel4.tcb(runnerTcb);
        SchedContext schedContext =
                sel4.schedContext(make(ObjectType.SCHED_CONTEXT, SCHED_CONTEXT_BITS));
        sel4.schedControl(bootInfo.schedControl().start())
                .configure(schedContext, RUNNER_SLICE_MICROS)
                .orThrow();
        tcb.configure(
                        root,
                        0,
                        sel4.vspace(InitCaps.VSPACE),
                        0,
                        RUNNER_BUFFER_ADDRESS,
                        sel4.frame(make(ObjectType.SMALL_PAGE, 0)))
                .orThrow();
        tcb.setSchedParams(
                        sel4.tcb(InitCaps.TCB),
                        Environment.MAX_PRIORITY,
                        Environment.RUNNER_PRIORITY,
                        schedContext,
                        sel4.endpoint(faultEndpoint))
                .orThrow();
        sel4.debugNameThread(runnerTcb, "runner");
        long firstSlot = nextSlot;
        StackfulProgram runner =
                own -> {
                    body.run(new Environment(own, bootInfo, this, firstSlot, setup));
                    own.call(endpoint, MessageInfo.of(RESULT, 0));
                };
        tcb.writeRegisters(true, UserContext.at(sel4.entryPoint(runner))).orThrow();
    }

    private void serve(Reply reply) {
        long info = sel4.recv(endpoint, reply.cptr());
        while (true) {
            if (sel4.ipc().senderBadge() == ALARM_BADGE) {
                ring();
                info = sel4.recv(endpoint, reply.cptr());
            } else if (MessageInfo.label(info) == RESULT) {
                return;
            } else if (MessageInfo.label(info) < RESULT) {
                failure = new CheckFailed("a thread faulted: " + Fault.from(sel4.ipc(), info));
                return;
            } else {
                answer((int) MessageInfo.label(info), sel4.ipc().mr(0));
                info = sel4.replyRecv(endpoint, MessageInfo.of(0, 1), reply.cptr());
            }
        }
    }

    private void answer(int request, long argument) {
        long now = sel4.readClock();
        switch (request) {
            case TIMESTAMP -> {}
            case ONE_SHOT -> setAlarm(now + argument, 0);
            case PERIODIC -> setAlarm(now + argument, argument);
            case RESET -> {
                device.cancelAlarm();
                periodTicks = 0;
            }
            default -> throw new CheckFailed("unknown request " + request);
        }
        sel4.ipc().mr(0, now);
    }

    private void setAlarm(long ticks, long newPeriodTicks) {
        alarmTicks = ticks;
        periodTicks = newPeriodTicks;
        device.setAlarm(ticks);
    }

    private void ring() {
        if (periodTicks != 0) {
            setAlarm(alarmTicks + periodTicks, periodTicks);
        }
        alarm.ack().orThrow();
        sel4.notification(timerNotification).signal();
    }

    private long make(ObjectType type, int sizeBits) {
        sel4.untyped(untyped).retype(type, sizeBits, root, nextSlot, 1).orThrow();
        return nextSlot++;
    }

    private long mint(long original, long badge) {
        root.slot(nextSlot).mint(root.slot(original), CapRights.ALL, badge).orThrow();
        return nextSlot++;
    }

    /** The memory that is the driver's own. */
    long untyped() {
        return untyped;
    }

    /** What ended the test before its time, or null. */
    CheckFailed failure() {
        return failure;
    }

    long endpoint() {
        return endpoint;
    }

    long faultEndpoint() {
        return faultEndpoint;
    }

    long timerNotification() {
        return timerNotification;
    }

    long runnerTcb() {
        return runnerTcb;
    }
}
