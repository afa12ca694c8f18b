package io.atoll.cluster.simulated;

import static io.atoll.cluster.simulated.Agenda.NEVER;

import io.atoll.cluster.simulated.cache.CacheLine;
import io.atoll.cluster.simulated.cache.Interconnect;
import io.atoll.cluster.simulated.cache.LineAccess;
import io.atoll.cluster.simulated.concurrency.ConcurrencyControl;
import io.atoll.cluster.simulated.concurrency.EntryClock;
import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.kernel.Core;
import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.Processor;
import io.atoll.kernel.footprint.KernelState;
import io.atoll.kernel.footprint.KernelWork;

/**
 * One core in virtual time. It shares the one host thread of its machine with all others, and
 * leaves it whenever somebody else is to go first: in {@link CoreTime}, between two steps of a
 * program, and where it has nothing to run. Inside the kernel it never does, so to the others an
 * entry of the kernel is one step.
 *
 * <p>Its clock counts cycles. A kernel entry is executed when it arrives, in the order in which
 * entries arrive; what it waits for, which lines it has to get and what its own work takes moves
 * the clock on meanwhile, ahead of the others' ({@link ConcurrencyControl}). The kernel reads the
 * clock on its way in, as seL4 does ({@code updateTimestamp}): what an entry takes counts at the
 * next one.
 *
 * <p>Used by the machine's thread only.
 */
final class SimulatedCore implements Processor, EntryClock {
    private final SimulatedMachine machine;
    private final RunLoop loop;
    private final EventStream events;
    private final VirtualClock clock;
    private final int index;
    private final int cluster;
    private final int machineCore;
    private final Jitter jitter;

    private final int entryCycles;
    private final int mitigationCycles;
    private final int hitCycles;
    private Interconnect interconnect;
    private KernelLines kernelLines;
    private ConcurrencyControl control;

    /** Whether nothing is to be done about a line of the kernel that it has. */
    private boolean isFreeAtHand;

    private EntryWork work;
    private int imageIndex;
    private int imageCores;
    private Core core;

    /** How far it has come. */
    private final CoreTime time;

    /** How it looks at memory, and sleeps while nothing changes. */
    private final Polling polling;

    /** It has nothing to run. */
    private boolean isIdle;

    /** How long it has slept so far, with nothing to run. */
    private long asleepCycles;

    /** The machine asks something of the kernel. */
    private boolean isAsked;

    /** The entry in progress may have changed what pollers of the kernel look at. */
    private boolean mayHaveChanged;

    /** Stands for all memory that no other core can get at: nobody takes it away. */
    private final CacheLine privateLine;

    private boolean hasLeft;

    /** What faults have done to it. */
    private final Impairment impairment;

    SimulatedCore(SimulatedMachine machine, int index, int cluster, int machineCore) {
        this.machine = machine;
        this.loop = machine.loop();
        this.events = machine.events();
        this.clock = machine.clock();
        this.index = index;
        this.cluster = cluster;
        this.machineCore = machineCore;
        CostModel costs = machine.costs();
        this.jitter = new Jitter(machine.seed(), index, machine.jitterPercent());
        this.entryCycles = costs.of(Cost.NULL_CALL);
        this.mitigationCycles = costs.of(Cost.MITIGATIONS);
        this.hitCycles = costs.of(Cost.LINE_SAME_CORE);
        this.time = new CoreTime(loop, events, index);
        this.polling = new Polling(this, time, loop, events.recorder() != null, hitCycles);
        this.privateLine = new CacheLine(-1, index);
        this.impairment = new Impairment(this, loop);
    }

    /**
     * @param control keeps it apart from the other cores of its image; null if there are none
     * @param imageIndex its number there
     * @param imageCores how many the image has
     */
    void connect(
            Interconnect between,
            KernelLines lines,
            ConcurrencyControl control,
            int imageIndex,
            int imageCores) {
        this.interconnect = between;
        this.kernelLines = lines;
        this.control = control;
        this.isFreeAtHand = control != null && control.isFreeAtHand();
        this.imageIndex = imageIndex;
        this.imageCores = imageCores;
        this.work = new EntryWork(machine.costs(), control != null);
    }

    void attach(Core core) {
        this.core = core;
        time.attach(core);
    }

    /** Whether its kernel has no other core: what it does there concerns nobody else. */
    boolean isAlone() {
        return imageCores == 1;
    }

    /** The first core of its kernel; all of them have indices in a row. */
    int firstSibling() {
        return index - imageIndex;
    }

    /** The index behind the last core of its kernel. */
    int endOfSiblings() {
        return firstSibling() + imageCores;
    }

    /** Number among all cores of the machine, without gaps. */
    @Override
    public int index() {
        return index;
    }

    int cluster() {
        return cluster;
    }

    /** Number in the topology. */
    int machineCore() {
        return machineCore;
    }

    Core kernelCore() {
        return core;
    }

    @Override
    public long cycles() {
        return time.cycles();
    }

    @Override
    public long arrivalCycles() {
        return time.inOrderOfKernelCycles();
    }

    /** For {@link SimulationThread}. */
    CoreTime time() {
        return time;
    }

    /** For {@link SimulationThread}. */
    Polling polling() {
        return polling;
    }

    /** How long it was not asleep: what a cycle counter shows that stands still meanwhile. */
    long awakeCycles() {
        return time.cycles() - asleepCycles;
    }

    // Its turns.

    /**
     * The machine: lets it run until it leaves by itself.
     *
     * @param isOrdered whether all others have had their turn if their time is earlier; or else
     *     those of its kernel have, and it {@linkplain CoreTime#isAwaitingSiblings waits for them}
     * @return when it goes on unless somebody wakes it before, or {@link Agenda#NEVER}
     */
    long run(long fromCycles, boolean isOrdered) {
        if (isIdle) {
            asleepCycles += Math.max(0, fromCycles - time.cycles());
        }
        time.beginTurn(fromCycles);
        isIdle = false;
        if (!polling.wakesUp()) {
            return time.cycles();
        }
        if (isOrdered) {
            time.isInOrder();
        }
        long startCycles = time.cycles();
        try {
            if (!core.isSuspended() || resume()) {
                runPrograms();
            }
        } catch (Throwable broken) {
            hasLeft = true;
            machine.failed(this, broken);
        }
        time.spend(impairment.extraCycles(time.cycles() - startCycles));
        return hasLeft ? NEVER : nextCycles();
    }

    /** Goes on where a program left; returns whether that program's turn is over. */
    private boolean resume() {
        core.resume();
        return !core.isSuspended();
    }

    /** When it goes on unless somebody wakes it before. */
    private long nextCycles() {
        if (isIdle) {
            // As on real cores, a timer that no thread waits for is no reason to go on.
            return isAwaitingTime() ? time.deadlineCycles() : NEVER;
        }
        return polling.nextCycles();
    }

    private boolean isAwaitingTime() {
        isAsked = true;
        try {
            return core.scheduler.isAwaitingTime();
        } finally {
            isAsked = false;
        }
    }

    /** Until one leaves, or there is nothing to run. */
    private void runPrograms() {
        while (!loop.isStopping()) {
            if (!core.dispatch()) {
                leavesKernel();
                if (core.stopping) {
                    hasLeft = true;
                    return;
                }
                if (!core.interrupts.isPending()) {
                    events.idles(this);
                    isIdle = true;
                    return;
                }
            } else if (core.isSuspended()) {
                return;
            }
        }
    }

    // What programs do.

    /** Before a program enters the kernel. */
    void enter(KernelPath path) {
        events.entering(this);
        int entry = jitter.of(entryCycles) + mitigationCycles;
        if (path.isSeen()) {
            time.pass(entry);
        } else {
            time.passAlone(entry);
        }
        work.begin(path);
        events.add(EventKind.KERNEL_ENTRY, index, time.cycles(), path.ordinal());
        if (path.isLook()) {
            polling.lookedAtKernel();
        } else {
            progressed();
        }
    }

    /** A program goes on behind the kernel. */
    void left() {
        leavesKernel();
        events.left(this);
    }

    /** A program goes on behind the kernel, or nothing does. */
    private void leavesKernel() {
        if (control != null) {
            control.exit(imageIndex);
        }
        payForWork();
        if (mayHaveChanged) {
            mayHaveChanged = false;
            loop.kernelChanged(this);
        }
    }

    /** A program works. */
    void compute(int computedCycles) {
        time.passAlone(Math.max(0, computedCycles));
    }

    /** A program reads the clock: it may wait for a time, so what it does is no idle look. */
    void clockRead() {
        time.passAlone(1);
        polling.gotOn();
    }

    /** A program reports something, in its order among all others: a cycle, as for the clock. */
    void report() {
        time.pass(1);
        polling.gotOn();
    }

    /** A program is about to write shared memory, in its order among all others. */
    void beforeStore(CacheLine line) {
        tellFaults(line.number);
        boolean isHeld = line.isHeldOnlyBy(index);
        if (isHeld) {
            time.pass(hitCycles);
        } else {
            long askedCycles = time.cycles();
            int takes = (int) (fetched(line, LineAccess.STORE) - time.cycles());
            loop.taken(line, askedCycles, this);
            time.pass(takes);
        }
        long writtenCycles = time.cycles();
        if (isHeld) {
            // As above.
            time.goTo(fetched(line, LineAccess.STORE));
        }
        events.add(EventKind.LINE_WRITTEN, index, time.cycles(), line.number);
        polling.gotOn();
        loop.changed(line, writtenCycles, this);
    }

    /** A program is about to read lines of memory that no other core can get at. */
    void beforePrivateLoad(int lines) {
        time.passAlone(lines * hitCycles);
        polling.lookedAlone(privateLine);
    }

    /** A program is about to write lines of memory that no other core can get at. */
    void beforePrivateStore(int lines) {
        time.passAlone(lines * hitCycles);
        polling.gotOn();
        loop.progressed();
    }

    /** When it has the line. */
    long fetched(CacheLine line, LineAccess access) {
        return fetched(
                EventKind.LINE_FETCHED,
                line,
                interconnect.access(line, index, access, time.cycles()));
    }

    private long fetched(EventKind kind, CacheLine line, long done) {
        if (done != time.cycles()) {
            events.add(kind, index, done, line.number);
        }
        return done;
    }

    // What the kernel says of an entry.

    /** The kernel reads or writes a line of its state. */
    void touches(KernelState state, int line, boolean writes) {
        if (control != null && !isAsked) {
            CacheLine touched = kernelLines.line(state, line, index);
            if (!isFreeAtHand || !touched.isAtHand(index, writes)) {
                control.touch(imageIndex, touched, line == 0, writes);
            }
        }
    }

    /** The kernel does something. */
    void does(KernelWork what) {
        work.does(what);
        if (what == KernelWork.INTERRUPT) {
            events.entering(this);
            events.add(EventKind.INTERRUPT, index, time.cycles(), 0);
            progressed();
        }
    }

    @Override
    public void payForWork() {
        int taken = work.take();
        if (taken != 0) {
            time.spend(jitter.of(taken));
        }
    }

    @Override
    public boolean hasTakenFastpath() {
        return work.hasTakenFastpath();
    }

    @Override
    public boolean isAsked() {
        return isAsked;
    }

    @Override
    public void access(CacheLine line, LineAccess access) {
        time.goTo(
                fetched(
                        EventKind.KERNEL_LINE_FETCHED,
                        line,
                        interconnect.access(line, index, access, time.cycles())));
    }

    @Override
    public void accessOutOfTurn(CacheLine line, LineAccess access) {
        time.goTo(
                fetched(
                        EventKind.KERNEL_LINE_FETCHED,
                        line,
                        interconnect.accessOutOfTurn(line, index, access, time.cycles())));
    }

    @Override
    public void waitUntil(long untilCycles) {
        time.goTo(Math.max(time.cycles(), untilCycles));
    }

    @Override
    public void spend(int spentCycles) {
        time.spend(spentCycles);
    }

    // Polling.

    private void progressed() {
        polling.gotOn();
        if (isAlone()) {
            loop.progressed();
        } else {
            mayHaveChanged = true;
        }
    }

    /** Something that it waits for has happened: it goes on at the next look after that. */
    void wake(long atCycles) {
        if (isIdle) {
            loop.wake(this, Math.max(atCycles, time.cycles()));
        } else {
            polling.wake(atCycles);
        }
    }

    /** Whether it sleeps until something changes. */
    boolean sleepsUntilChange() {
        return polling.sleepsUntilChange();
    }

    // What the kernel asks of its processor.

    /** The machine: an interrupt arrives. */
    void deliver(int line, long atCycles) {
        if (atCycles <= time.aheadCycles()) {
            throw new IllegalStateException(
                    "an interrupt came to core %d at cycle %,d, which had gone on until %,d"
                            .formatted(machineCore, atCycles, time.aheadCycles()));
        }
        core.interrupts.raise(line);
        wake(atCycles);
    }

    @Override
    public long now() {
        return clock.ticks(time.cycles()) + impairment.clockAheadTicks();
    }

    @Override
    public void setDeadline(long ticks) {
        time.setDeadline(clock.cyclesOf(Math.max(0, ticks - impairment.clockAheadTicks())));
    }

    @Override
    public void raiseInterrupt(int targetCore, int line) {
        SimulatedCore target = machine.numbered(targetCore);
        payForWork();
        if (target != null) {
            machine.raise(this, target, line, EventKind.DOORBELL);
        }
    }

    @Override
    public void interrupt(int other) {
        SimulatedCore target = machine.clusterOf(this).cores().get(other);
        machine.raise(this, target, InterruptLines.ATTENTION, EventKind.CALL_OF_CORE);
    }

    /** A cost, as it is this time. */
    int jittered(int costCycles) {
        return jitter.of(costCycles);
    }

    @Override
    public int machineCores() {
        return machine.coreNumbers();
    }

    @Override
    public void charge(int chargedCycles) {
        time.spend(Math.max(0, chargedCycles));
    }

    // What faults do to it.

    private void tellFaults(int line) {
        FaultInjector faults = machine.faults();
        if (faults != null) {
            faults.beforeStore(this, line);
        }
    }

    @Override
    public boolean isOutOfMemory() {
        FaultInjector faults = machine.faults();
        return faults != null && faults.refusesRetype(this);
    }

    Impairment impairment() {
        return impairment;
    }

    /** Whether it has nothing to do until something happens. */
    boolean isWaiting() {
        return isIdle || polling.isAsleep();
    }

    /** What waits for a time of its clock comes that much earlier. */
    void bringDeadlineForward(long ticks, long nowCycles) {
        if (time.deadlineCycles() == NEVER) {
            return;
        }
        time.setDeadline(Math.max(0, time.deadlineCycles() - clock.cyclesOf(ticks)));
        long next = nextCycles();
        if (isWaiting() && next != NEVER && !hasLeft) {
            loop.wake(this, Math.max(next, Math.max(nowCycles, time.cycles())));
        }
    }

    /** Nothing of it happens any more. */
    void crash() {
        hasLeft = true;
        polling.stop();
        isIdle = false;
        loop.setTurn(this, NEVER);
    }

    boolean hasLeft() {
        return hasLeft;
    }
}
