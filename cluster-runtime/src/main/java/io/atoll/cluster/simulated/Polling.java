package io.atoll.cluster.simulated;

import io.atoll.cluster.memory.SharedAccess;
import io.atoll.cluster.simulated.cache.CacheLine;
import io.atoll.cluster.simulated.cache.LineAccess;

/**
 * How the program of one core looks at shared memory, and at its kernel.
 *
 * <p>A core that polls looks again and again at what does not change. After {@link
 * #LOOKS_BEFORE_SLEEP} such looks in a row it sleeps, and costs the host nothing, until something
 * that it looks at changes or an interrupt comes; then its clock stands where that many looks would
 * have brought it. A program that says what it is about ({@link SharedAccess#skipLooks}, {@link
 * SharedAccess#beginLooks}) sleeps at once.
 *
 * <p>Used by the machine's thread.
 */
final class Polling {
    /**
     * More than any loop that looks for a while and then does something else: those are executed
     * look by look, unless they say how often they will look, as {@code RingChannel.receive} does.
     */
    static final int LOOKS_BEFORE_SLEEP = 4096;

    private enum Sleep {
        NONE,
        UNTIL_CHANGE,
        SKIPPING_LOOKS
    }

    private final SimulatedCore core;
    private final CoreTime time;
    private final RunLoop loop;
    private final boolean isRecorded;
    private final int index;

    /** What a look takes at a line that the core has. */
    private final int hitCycles;

    private final Watch watch = new Watch();
    private final SkippedLooks skipped;
    private Sleep sleep = Sleep.NONE;

    /** Where {@link Pollers} have it while it sleeps until something changes. */
    int sleepersPlace;

    /** How many looks come before the one that had begun when its line was taken; or negative. */
    private int looksBeforeTaken = -1;

    /** The line of that look, if it has been fetched before the program went on; or null. */
    private CacheLine fetchedAhead;

    Polling(SimulatedCore core, CoreTime time, RunLoop loop, boolean isRecorded, int hitCycles) {
        this.core = core;
        this.time = time;
        this.loop = loop;
        this.isRecorded = isRecorded;
        this.index = core.index();
        this.hitCycles = hitCycles;
        this.skipped = new SkippedLooks(this, hitCycles);
    }

    SimulatedCore core() {
        return core;
    }

    // Looks.

    /** A program is about to read shared memory, in its order among all others. */
    void beforeLoad(CacheLine line) {
        if (fetchedAhead != null) {
            foundAhead(line);
            return;
        }
        boolean wasInVain = looksBeforeTaken > 0;
        if (looksBeforeTaken >= 0) {
            looksBeforeTaken--;
            time.pass(hitCycles);
        } else if (line.isHeldBy(index)) {
            time.pass(hitCycles);
        } else {
            fetch(line);
            return;
        }
        // Others may have had their turn: if one of them wrote it, it is another line now.
        if (wasInVain || line.isHeldBy(index)) {
            skipped.looked(line);
            looked(line);
        } else {
            // It comes after the write, and so does what is read.
            fetch(line);
        }
    }

    private void fetch(CacheLine line) {
        skipped.looked(null);
        time.pass((int) (core.fetched(line, LineAccess.LOAD) - time.cycles()));
        watch.reset();
    }

    /** It comes to the look whose line has been fetched, or to one before. */
    private void foundAhead(CacheLine line) {
        if (looksBeforeTaken-- == 0) {
            if (line != fetchedAhead) {
                throw new IllegalStateException(
                        "behind skipLooks, the program of core %d looked at other words than before"
                                .formatted(core.machineCore()));
            }
            fetchedAhead = null;
            skipped.looked(null);
            watch.reset();
        }
    }

    /** A program has looked at memory that nobody else can get at. */
    void lookedAlone(CacheLine line) {
        skipped.looked(null);
        looked(line);
    }

    /** A program has looked at its kernel, and nothing was new. */
    void lookedAtKernel() {
        looked(null);
    }

    /** The program looked at a line, or, if that is null, at the kernel, and nothing was new. */
    private void looked(CacheLine line) {
        if (watch.add(line, time.cycles(), loop.writes()) < LOOKS_BEFORE_SLEEP
                || core.kernelCore().interrupts.isPending()) {
            return;
        }
        if (!watch.isAsItWas(core, loop.writes())) {
            // Somebody has written what it looked at first, before it came to look at the others.
            watch.reset();
            return;
        }
        watch.begin(time.cycles());
        sleep = Sleep.UNTIL_CHANGE;
        loop.pollers().fallsAsleep(this);
        time.leave();
        if (line != null && !line.isHeldBy(index)) {
            // The look that finds what is new has not been paid for yet.
            time.goTo(core.fetched(line, LineAccess.LOAD));
        }
    }

    /** The program has found something, or done something else. */
    void gotOn() {
        watch.reset();
    }

    // Rounds of looks.

    /** A program begins a round of looks: see {@link SharedAccess#beginLooks}. */
    void beginLooks() {
        time.awaitOrder();
        // Once woken it executes the round in which there is something new look by look.
        // Nor is the timer to be late because of looks that are ahead.
        boolean isAhead =
                looksBeforeTaken < 0
                        && !core.impairment().isSlow()
                        && time.cycles() < time.deadlineCycles() - skipped.longestRoundCycles();
        skipped.beginRound(time.cycles(), isAhead);
    }

    /**
     * A program is about to read shared memory. If that is a look of a round, at a line that the
     * core has, the others have their turn when the round is over. Returns whether it was.
     *
     * @param line null if nobody has used it yet
     */
    boolean looksAhead(CacheLine line) {
        if (!skipped.hasRoom(time.cycles()) || line == null || !line.isHeldBy(index)) {
            skipped.executeLooks();
            return false;
        }
        time.spend(hitCycles);
        skipped.looked(line);
        return true;
    }

    /**
     * A program has looked in vain, and would look again so often at most and do nothing else.
     *
     * @return how many of these looks it has to leave out; -1 if it has to repeat the last one
     */
    int skipLooks(int left) {
        boolean wasAhead = skipped.isAhead(time.cycles());
        if (!skipped.endsRound(index, time.cycles())
                || core.impairment().isSlow()
                || !wasAhead && left < 2) {
            return 0;
        }
        if (wasAhead) {
            // Whoever comes before a look of this round may write what it looks at.
            time.goTo(time.orderedCycles());
        }
        skipped.begin(time.cycles(), left + (wasAhead ? 1L : 0));
        sleep = Sleep.SKIPPING_LOOKS;
        loop.pollers().sleepsLooking(skipped);
        time.leave();
        // It executes the round from its beginning: what it looks at first has not changed.
        looksBeforeTaken = skipped.looksBefore();
        if (fetchedAhead == null) {
            time.goTo(skipped.roundBegins());
        }
        return skipped.rounds() - (wasAhead ? 1 : 0);
    }

    // Sleep.

    /** When the core goes on unless somebody wakes it before. */
    long nextCycles() {
        return switch (sleep) {
            case NONE -> time.cycles();
            case UNTIL_CHANGE -> time.deadlineCycles();
            case SKIPPING_LOOKS -> skipped.lookAtOrAfter(time.deadlineCycles());
        };
    }

    boolean isAsleep() {
        return sleep != Sleep.NONE;
    }

    /** Whether it sleeps until something changes. */
    boolean sleepsUntilChange() {
        return sleep == Sleep.UNTIL_CHANGE;
    }

    /** While it sleeps: whether it waits for that line to change, among others. */
    boolean watches(CacheLine line) {
        return watch.has(line);
    }

    /** While it sleeps: whether it waits for the kernel's state to change, among others. */
    boolean watchesKernel() {
        return watch.hasKernel();
    }

    /** Something has happened: if it sleeps until then, it goes on at the next look. */
    void wake(long atCycles) {
        if (sleep == Sleep.UNTIL_CHANGE) {
            loop.wake(core, Math.max(watch.lookAfter(atCycles), time.cycles()));
        }
    }

    /**
     * While it skips looks: another core has written a line, or taken it in order to. It goes on
     * with the first look at it that had not ended by then.
     *
     * @param look which of a round's looks is at that line
     */
    void seesChange(int look, long atCycles, SimulatedCore by) {
        long lookAt = skipped.lookAtOrAfter(atCycles);
        if (lookAt == atCycles && loop.comesFirst(core, by, atCycles)) {
            lookAt = skipped.lookAtOrAfter(atCycles + 1);
        }
        loop.wake(core, Math.max(skipped.changeSeen(look, lookAt), time.cycles()));
    }

    /** Nobody has to wake it any more. */
    void stop() {
        if (sleep == Sleep.UNTIL_CHANGE) {
            loop.pollers().wakesUp(this);
        } else if (sleep == Sleep.SKIPPING_LOOKS) {
            loop.pollers().looksAgain(skipped);
        }
        sleep = Sleep.NONE;
    }

    /**
     * The core has its turn. Returns whether its program goes on now: if not, it does so when the
     * line has come that it looks at.
     */
    boolean wakesUp() {
        boolean skippedLooks = sleep == Sleep.SKIPPING_LOOKS;
        if (sleep != Sleep.NONE) {
            stop();
            if (skippedLooks) {
                skipped.end(time.cycles());
            } else {
                watch.end();
            }
        }
        time.ringIfDue();
        return !skippedLooks || !fetchesAhead() || !loop.horizon().hasToLeave(time.cycles());
    }

    /**
     * The core looks at a line that was taken from it, or is about to. Gets it first, and lets the
     * program go on when it has come: that spares the host the program's stack in between. Returns
     * whether it did so.
     */
    private boolean fetchesAhead() {
        if (core.impairment().isSlow() || isRecorded) {
            return false;
        }
        fetchedAhead = skipped.lostLine(index);
        if (fetchedAhead == null) {
            return false;
        }
        time.goTo(core.fetched(fetchedAhead, LineAccess.LOAD));
        time.ringIfDue();
        return true;
    }
}
