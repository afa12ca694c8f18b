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
 * leaves it whenever somebody else is to go first: in {@link #pass}, between two steps of a
 * program, and where it has nothing to run. Inside the kernel it never does, so to the others an
 * entry of the kernel is one step.
 *
 * <p>Its clock counts cycles. A kernel entry is executed when it arrives, in the order in which
 * entries arrive; what it waits for, which lines it has to get and what its own work takes moves
 * the clock on meanwhile, ahead of the others' ({@link ConcurrencyControl}). The kernel reads the
 * clock on its way in, as seL4 does ({@code updateTimestamp}): what an entry takes counts at the
 * next one.
 *
 * <p>A core that polls looks again and again at what does not change. After {@link
 * #LOOKS_BEFORE_SLEEP} such looks in a row it sleeps, and costs the host nothing, until something
 * that it looks at changes or an interrupt comes; then its clock stands where that many looks would
 * have brought it.
 *
 * <p>Used by the machine's thread only.
 */
final class SimulatedCore implements Processor, EntryClock {
    /**
     * More than any loop that looks for a while and then does something else: those are executed
     * look by look, unless they say how often they will look ({@link #skipLooks}), as {@code
     * RingChannel.receive} does.
     */
    static final int LOOKS_BEFORE_SLEEP = 4096;

    /** Cores that differ in what they wait for. */
    private enum Waiting {
        NOT,
        FOR_INTERRUPT,
        FOR_CHANGE,
        FOR_LINE
    }

    private final SimulatedMachine machine;
    private final RunLoop loop;
    private final EventStream events;
    private final VirtualClock clock;
    private final int index;
    private final int cluster;
    private final int machineCore;
    private final Jitter jitter;

    /** Whether its kernel has no other core. */
    private boolean isAlone;

    private final int entryCycles;
    private final int mitigationCycles;
    private final int hitCycles;
    private Interconnect interconnect;
    private KernelLines kernelLines;
    private ConcurrencyControl control;
    private EntryWork work;
    private int imageIndex;
    private Core core;

    private Waiting waiting = Waiting.NOT;
    private long cycles;
    private long deadlineCycles = NEVER;

    /** The machine asks something of the kernel. */
    private boolean isAsked;

    /** The entry in progress may have changed what pollers of the kernel look at. */
    private boolean mayHaveChanged;

    private final Watch watch = new Watch();

    /** Stands for all memory that no other core can get at: nobody takes it away. */
    private final CacheLine privateLine;

    /** Where {@link Pollers} have it while it sleeps. */
    int sleepersPlace;

    private final SkippedLooks skipped;

    /** How many looks come before the one that had begun when its line was taken; or negative. */
    private int looksBeforeTaken = -1;

    /** The line of that look, if it has been fetched before the program went on; or null. */
    private CacheLine fetchedAhead;

    private boolean hasLeft;

    /** What faults have done to it. */
    private final Impairment impairment;

    /** The last time at which it did something on its own, perhaps ahead of the others. */
    private long aheadCycles = -1;

    /** The last time at which all others had their turn if theirs was earlier. */
    private long orderedCycles = -1;

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
        this.privateLine = new CacheLine(-1, index);
        this.skipped = new SkippedLooks(this, hitCycles);
        this.impairment = new Impairment(this, loop);
    }

    /**
     * @param control keeps it apart from the other cores of its image; null if there are none
     * @param imageIndex its number there
     */
    void connect(
            Interconnect between, KernelLines lines, ConcurrencyControl control, int imageIndex) {
        this.interconnect = between;
        this.kernelLines = lines;
        this.control = control;
        this.imageIndex = imageIndex;
        this.work = new EntryWork(machine.costs(), control != null);
    }

    void attach(Core core) {
        this.core = core;
        this.isAlone = core.image.coreCount() == 1;
        if (!isAlone) {
            events.shares(index);
        }
    }

    /** Whether its kernel has no other core: what it does there concerns nobody else. */
    boolean isAlone() {
        return isAlone;
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
        return cycles;
    }

    // Its turns.

    /**
     * The machine: lets it run until it leaves by itself.
     *
     * @return when it goes on unless somebody wakes it before, or {@link Agenda#NEVER}
     */
    long run(long fromCycles) {
        cycles = Math.max(cycles, fromCycles);
        orderedCycles = cycles;
        boolean skippedLooks = waiting == Waiting.FOR_LINE;
        if (skippedLooks) {
            loop.pollers().looksAgain(skipped);
            skipped.end(cycles);
        } else if (waiting == Waiting.FOR_CHANGE) {
            watch.end();
            loop.pollers().wakesUp(this);
        }
        waiting = Waiting.NOT;
        ringIfDue();
        if (skippedLooks && fetchesAhead() && loop.hasToLeave(cycles)) {
            return cycles;
        }
        orderedCycles = cycles;
        long startCycles = cycles;
        try {
            if (!core.isSuspended() || resume()) {
                runPrograms();
            }
        } catch (Throwable broken) {
            hasLeft = true;
            machine.failed(this, broken);
        }
        cycles += impairment.extraCycles(cycles - startCycles);
        return hasLeft ? NEVER : nextCycles();
    }

    /**
     * It looks at a line that was taken from it, or is about to. Gets it first, and lets the
     * program go on when it has come: that spares the host the program's stack in between. Returns
     * whether it did so.
     */
    private boolean fetchesAhead() {
        if (impairment.isSlow() || events.recorder() != null) {
            return false;
        }
        fetchedAhead = skipped.lostLine(index);
        if (fetchedAhead == null) {
            return false;
        }
        cycles = fetched(fetchedAhead, LineAccess.LOAD);
        ringIfDue();
        return true;
    }

    /** Goes on where a program left; returns whether that program's turn is over. */
    private boolean resume() {
        core.resume();
        return !core.isSuspended();
    }

    /** When it goes on unless somebody wakes it before. */
    private long nextCycles() {
        return switch (waiting) {
            case NOT -> cycles;
            // As on real cores, a timer that no thread waits for is no reason to go on.
            case FOR_INTERRUPT -> isAwaitingTime() ? deadlineCycles : NEVER;
            case FOR_CHANGE -> deadlineCycles;
            case FOR_LINE -> skipped.lookAtOrAfter(deadlineCycles);
        };
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
                    waiting = Waiting.FOR_INTERRUPT;
                    return;
                }
            } else if (core.isSuspended()) {
                return;
            }
        }
    }

    /** From a program: leaves the host thread to the machine. */
    private void leave() {
        core.suspend();
    }

    // What programs do.

    /** Before a program enters the kernel. */
    void enter(KernelPath path) {
        events.entering(this);
        int entry = jitter.of(entryCycles) + mitigationCycles;
        if (path.isSeen()) {
            pass(entry);
        } else {
            passAlone(entry);
        }
        work.begin(path);
        events.add(EventKind.KERNEL_ENTRY, index, cycles, path.ordinal());
        if (path.isLook()) {
            looked(null);
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
        passAlone(Math.max(0, computedCycles));
    }

    /** A program reads the clock: it may wait for a time, so what it does is no idle look. */
    void clockRead() {
        passAlone(1);
        watch.reset();
    }

    /** A program reports something, in its order among all others: a cycle, as for the clock. */
    void report() {
        pass(1);
        watch.reset();
    }

    /** A program begins a round of looks: see {@link SharedAccess#beginLooks}. */
    void beginLooks() {
        awaitOrder();
        // Once woken it executes the round in which there is something new look by look.
        // Nor is the timer to be late because of it.
        if (looksBeforeTaken < 0
                && !impairment.isSlow()
                && cycles < deadlineCycles - skipped.longestRoundCycles()) {
            skipped.announce(cycles);
        } else {
            skipped.retract();
        }
    }

    /**
     * A program is about to read shared memory. If that is a look of an announced round, at a line
     * that the core has, the others have their turn when the round is over. Returns whether it was.
     *
     * @param line null if nobody has used it yet
     */
    boolean looksAhead(CacheLine line) {
        if (!skipped.hasRoom(cycles) || line == null || !line.isHeldBy(index)) {
            skipped.retract();
            return false;
        }
        cycles += hitCycles;
        skipped.looked(line);
        return true;
    }

    /** A program is about to read shared memory, in its order among all others. */
    void beforeLoad(CacheLine line) {
        boolean wasInVain = looksBeforeTaken > 0;
        if (fetchedAhead != null) {
            foundAhead(line);
            return;
        }
        if (looksBeforeTaken >= 0) {
            looksBeforeTaken--;
            pass(hitCycles);
        } else if (line.isHeldBy(index)) {
            pass(hitCycles);
        } else {
            skipped.looked(null);
            pass((int) (fetched(line, LineAccess.LOAD) - cycles));
            watch.reset();
            return;
        }
        // Others may have had their turn: if one of them wrote it, it is another line now.
        if (wasInVain || line.isHeldBy(index)) {
            skipped.looked(line);
            looked(line);
        } else {
            skipped.looked(null);
            // It comes after the write, and so does what is read.
            pass((int) (fetched(line, LineAccess.LOAD) - cycles));
            watch.reset();
        }
    }

    /** It comes to the look whose line has been fetched, or to one before. */
    private void foundAhead(CacheLine line) {
        if (looksBeforeTaken-- == 0) {
            checkLooksAt(line);
            fetchedAhead = null;
            skipped.looked(null);
            watch.reset();
        }
    }

    private void checkLooksAt(CacheLine line) {
        if (line != fetchedAhead) {
            throw new IllegalStateException(
                    "behind skipLooks, the program of core %d looked at other words than before it"
                            .formatted(machineCore));
        }
    }

    /** A program is about to write shared memory, in its order among all others. */
    void beforeStore(CacheLine line) {
        tellFaults(line.number);
        boolean isHeld = line.isHeldOnlyBy(index);
        if (isHeld) {
            pass(hitCycles);
        } else {
            long askedCycles = cycles;
            int takes = (int) (fetched(line, LineAccess.STORE) - cycles);
            loop.taken(line, askedCycles, this);
            pass(takes);
        }
        long writtenCycles = cycles;
        if (isHeld) {
            // As above.
            cycles = fetched(line, LineAccess.STORE);
        }
        events.add(EventKind.LINE_WRITTEN, index, cycles, line.number);
        watch.reset();
        loop.changed(line, writtenCycles, this);
    }

    /** A program is about to read lines of memory that no other core can get at. */
    void beforePrivateLoad(int lines) {
        skipped.looked(null);
        passAlone(lines * hitCycles);
        looked(privateLine);
    }

    /** A program is about to write lines of memory that no other core can get at. */
    void beforePrivateStore(int lines) {
        passAlone(lines * hitCycles);
        watch.reset();
        loop.progressed();
    }

    /** When it has the line. */
    private long fetched(CacheLine line, LineAccess access) {
        return fetched(line, interconnect.access(line, index, access, cycles));
    }

    private long fetched(CacheLine line, long done) {
        if (done != cycles) {
            events.add(EventKind.LINE_FETCHED, index, done, line.number);
        }
        return done;
    }

    // What the kernel says of an entry.

    /** The kernel reads or writes a line of its state. */
    void touches(KernelState state, int line, boolean writes) {
        if (control != null && !isAsked) {
            control.touch(imageIndex, kernelLines.line(state, line, index), line == 0, writes);
        }
    }

    /** The kernel does something. */
    void does(KernelWork what) {
        work.does(what);
        if (what == KernelWork.INTERRUPT) {
            events.entering(this);
            events.add(EventKind.INTERRUPT, index, cycles, 0);
            progressed();
        }
    }

    @Override
    public void payForWork() {
        int taken = work.take();
        if (taken != 0) {
            cycles += jitter.of(taken);
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
        cycles = fetched(line, access);
    }

    @Override
    public void accessOutOfTurn(CacheLine line, LineAccess access) {
        cycles = fetched(line, interconnect.accessOutOfTurn(line, index, access, cycles));
    }

    @Override
    public void waitUntil(long untilCycles) {
        cycles = Math.max(cycles, untilCycles);
    }

    @Override
    public void spend(int spentCycles) {
        cycles += spentCycles;
    }

    /** Time passes, and others go first whose time is earlier now. */
    private void pass(int passedCycles) {
        cycles += passedCycles;
        ringIfDue();
        if (loop.hasToLeave(cycles) || loop.isStopping()) {
            leave();
        }
        orderedCycles = cycles;
    }

    /** Before it looks at what others have a part in: they come first if their time is earlier. */
    void awaitOrder() {
        if (cycles != orderedCycles) {
            pass(0);
        }
    }

    /**
     * Time passes until a step that nobody else has a part in, unless another core has the same
     * kernel: it may be ahead of the others.
     */
    private void passAlone(int passedCycles) {
        cycles += passedCycles;
        ringIfDue();
        if (loop.hasToLeaveAlone(cycles) || loop.isStopping()) {
            leave();
        }
        aheadCycles = cycles;
    }

    private void ringIfDue() {
        if (cycles >= deadlineCycles) {
            deadlineCycles = NEVER;
            events.add(EventKind.TIMER, index, cycles, 0);
            core.interrupts.raise(InterruptLines.TIMER);
        }
    }

    // Polling.

    private void progressed() {
        watch.reset();
        if (isAlone) {
            loop.progressed();
        } else {
            mayHaveChanged = true;
        }
    }

    /** The program looked at a line, or, if that is null, at the kernel, and nothing was new. */
    private void looked(CacheLine line) {
        if (watch.add(line, cycles, loop.writes()) < LOOKS_BEFORE_SLEEP
                || core.interrupts.isPending()) {
            return;
        }
        if (!watch.isAsItWas(this, loop.writes())) {
            // Somebody has written what it looked at first, before it came to look at the others.
            watch.reset();
            return;
        }
        watch.begin(cycles);
        waiting = Waiting.FOR_CHANGE;
        loop.pollers().fallsAsleep(this);
        leave();
        if (line != null && !line.isHeldBy(index)) {
            // The look that finds what is new has not been paid for yet.
            cycles = fetched(line, LineAccess.LOAD);
        }
    }

    /**
     * A program has looked in vain, and would look again so often at most and do nothing else.
     *
     * @return how many of these looks it has to leave out; -1 if it has to repeat the last one
     */
    int skipLooks(int left) {
        boolean wasAhead = skipped.isAnnounced(cycles);
        skipped.retract();
        if (!skipped.endsRound(index, cycles) || impairment.isSlow() || !wasAhead && left < 2) {
            return 0;
        }
        if (wasAhead) {
            // Whoever comes before a look of this round may write what it looks at.
            cycles = orderedCycles;
            skipped.begin(cycles, left + 1L);
        } else {
            skipped.begin(cycles, left);
        }
        waiting = Waiting.FOR_LINE;
        loop.pollers().sleepsLooking(skipped);
        leave();
        // It executes the round from its beginning: what it looks at first has not changed.
        looksBeforeTaken = skipped.looksBefore();
        if (fetchedAhead == null) {
            cycles = skipped.beginRound();
        }
        return skipped.rounds() - (wasAhead ? 1 : 0);
    }

    /**
     * While it skips looks: another core has written a line, or taken it in order to. It goes on
     * with the first look at it that had not ended by then.
     *
     * @param look which of a round's looks is at that line
     */
    void seesChange(int look, long atCycles, SimulatedCore by) {
        long lookAt = skipped.lookAtOrAfter(atCycles);
        if (lookAt == atCycles && loop.comesFirst(this, by, atCycles)) {
            lookAt = skipped.lookAtOrAfter(atCycles + 1);
        }
        loop.wake(this, Math.max(skipped.changeSeen(look, lookAt), cycles));
    }

    /** The poll has found something. */
    void found() {
        watch.reset();
    }

    /** While it sleeps: whether it waits for that line to change, among others. */
    boolean watches(CacheLine line) {
        return watch.has(line);
    }

    /** Whether it sleeps until something changes. */
    boolean sleepsUntilChange() {
        return waiting == Waiting.FOR_CHANGE;
    }

    /** While it sleeps: whether it waits for the kernel's state to change, among others. */
    boolean watchesKernel() {
        return watch.hasKernel();
    }

    /** Something that it waits for has happened: it goes on at the next look after that. */
    void wake(long atCycles) {
        if (waiting == Waiting.NOT || waiting == Waiting.FOR_LINE || hasLeft) {
            return;
        }
        long next = waiting == Waiting.FOR_CHANGE ? watch.lookAfter(atCycles) : atCycles;
        loop.wake(this, Math.max(next, cycles));
    }

    // What the kernel asks of its processor.

    /** The machine: an interrupt arrives. */
    void deliver(int line, long atCycles) {
        if (atCycles <= aheadCycles) {
            throw new IllegalStateException(
                    "an interrupt came to core %d at cycle %,d, which had gone on until %,d"
                            .formatted(machineCore, atCycles, aheadCycles));
        }
        core.interrupts.raise(line);
        wake(atCycles);
    }

    @Override
    public long now() {
        return clock.ticks(cycles) + impairment.clockAheadTicks();
    }

    @Override
    public void setDeadline(long ticks) {
        deadlineCycles = clock.cyclesOf(Math.max(0, ticks - impairment.clockAheadTicks()));
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
        cycles += Math.max(0, chargedCycles);
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
        return waiting != Waiting.NOT;
    }

    /** What waits for a time of its clock comes that much earlier. */
    void bringDeadlineForward(long ticks, long nowCycles) {
        if (deadlineCycles == NEVER) {
            return;
        }
        deadlineCycles = Math.max(0, deadlineCycles - clock.cyclesOf(ticks));
        long next = nextCycles();
        if (isWaiting() && next != NEVER && !hasLeft) {
            loop.wake(this, Math.max(next, Math.max(nowCycles, cycles)));
        }
    }

    /** Nothing of it happens any more. */
    void crash() {
        hasLeft = true;
        if (waiting == Waiting.FOR_CHANGE) {
            loop.pollers().wakesUp(this);
        } else if (waiting == Waiting.FOR_LINE) {
            loop.pollers().looksAgain(skipped);
        }
        waiting = Waiting.NOT;
        loop.setTurn(this, NEVER);
    }

    boolean hasLeft() {
        return hasLeft;
    }
}
