package io.atoll.cluster.simulated;

import io.atoll.cluster.simulated.trace.ComingEvent;
import io.atoll.cluster.simulated.trace.EventLog;
import io.atoll.cluster.simulated.trace.TraceKind;
import io.atoll.cluster.simulated.trace.TracedRing;

import org.agrona.collections.Long2ObjectHashMap;

import java.util.List;
import java.util.Locale;

/**
 * Writes a run into a log: turns what happens on a core into slices, in which a thread ran or the
 * kernel was at work, and gives rings numbers. Used by the machine's thread.
 */
final class Recorder {
    private static final KernelPath[] PATHS = KernelPath.values();
    private static final int NO_OTHER = -1;
    private static final String[] PATH_NAMES = new String[PATHS.length];
    private static final String[] KIND_NAMES = new String[EventKind.values().length];

    static {
        for (KernelPath path : PATHS) {
            PATH_NAMES[path.ordinal()] = name(path);
        }
        for (EventKind kind : EventKind.values()) {
            KIND_NAMES[kind.ordinal()] = name(kind);
        }
    }

    private final EventLog log;
    private final EventHash hash;
    private final Track[] tracks;

    /** By host address, which is another one in each run: never gone through in order. */
    private final Long2ObjectHashMap<TracedRing> rings = new Long2ObjectHashMap<>();

    /** What goes on on one core. */
    private static final class Track {
        final SimulatedCore core;

        /** Null while it idles. */
        String thread;

        long threadSince;

        /** What the kernel is at, or null. */
        TraceKind inKernel;

        String path;
        long enteredAt;
        long entryNumber;

        /** Of shared memory, while its program is about to read or write there; otherwise 0. */
        long address;

        Track(SimulatedCore core) {
            this.core = core;
        }
    }

    Recorder(EventLog log, EventHash hash, List<SimulatedCore> cores) {
        this.log = log;
        this.hash = hash;
        tracks = cores.stream().map(Track::new).toArray(Track[]::new);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** An event that the hash is about to be told of: the run may stand still before it. */
    void before(EventKind kind, int core, long atCycles, long detail, String text) {
        if (log.isStopped()) {
            Track track = tracks[core];
            log.before(
                    new ComingEvent(
                            hash.count() + 1,
                            KIND_NAMES[kind.ordinal()],
                            core,
                            atCycles,
                            track.core.kernelCore().current.name,
                            detail,
                            track.address,
                            kind == EventKind.KERNEL_ENTRY ? PATH_NAMES[(int) detail] : text));
        }
    }

    /** The program of a core is about to read or write shared memory there; 0: not any more. */
    void accesses(SimulatedCore core, long address) {
        tracks[core.index()].address = address;
    }

    /** An event that the hash has just been told of. */
    void added(EventKind kind, int core, long atCycles, long detail, String text) {
        log.checkpoints().add(KIND_NAMES[kind.ordinal()], kind.ordinal(), core, atCycles, detail);
        Track track = tracks[core];
        switch (kind) {
            case KERNEL_ENTRY -> inKernel(track, TraceKind.KERNEL, PATH_NAMES[(int) detail]);
            case INTERRUPT -> inKernel(track, TraceKind.INTERRUPT, "interrupt");
            case TIMER -> instant(TraceKind.TIMER, core, atCycles, detail, text);
            case LINE_FETCHED, KERNEL_LINE_FETCHED ->
                    instant(TraceKind.LINE_FETCHED, core, atCycles, detail, text);
            case LINE_WRITTEN -> instant(TraceKind.LINE_WRITTEN, core, atCycles, detail, text);
            case OUTPUT -> instant(TraceKind.OUTPUT, core, atCycles, detail, text);
            case PROGRAM_ENDED -> instant(TraceKind.PROGRAM_ENDED, core, atCycles, detail, text);
            case FAULT -> instant(TraceKind.FAULT, core, atCycles, detail, text);
            default -> {
                // Doorbells: their arrival was known when they were sent.
            }
        }
    }

    private void inKernel(Track track, TraceKind kind, String path) {
        track.inKernel = kind;
        track.path = path;
        track.entryNumber = hash.count();
    }

    private void instant(TraceKind kind, int core, long atCycles, long detail, String text) {
        log.add(kind, hash.count(), core, atCycles, atCycles, NO_OTHER, detail, text);
    }

    void entering(SimulatedCore core) {
        tracks[core.index()].enteredAt = core.cycles();
    }

    void left(SimulatedCore core) {
        goesOn(tracks[core.index()], core.kernelCore().current.name);
    }

    void idles(SimulatedCore core) {
        goesOn(tracks[core.index()], null);
    }

    /** The kernel is left, if it was entered, and that thread runs, or none. */
    private void goesOn(Track track, String thread) {
        long now = track.core.cycles();
        endKernel(track, now);
        if (thread == null ? track.thread != null : !thread.equals(track.thread)) {
            endThread(track, now);
            track.thread = thread;
            track.threadSince = now;
        }
    }

    private void endKernel(Track track, long now) {
        if (track.inKernel != null) {
            slice(track.inKernel, track.entryNumber, track, track.enteredAt, now, track.path);
            track.inKernel = null;
        }
    }

    private void endThread(Track track, long now) {
        if (track.thread != null) {
            slice(TraceKind.RUNNING, hash.count(), track, track.threadSince, now, track.thread);
        }
    }

    private void slice(
            TraceKind kind, long number, Track track, long from, long until, String text) {
        log.add(kind, number, track.core.index(), from, until, NO_OTHER, 0, text);
    }

    void doorbell(SimulatedCore from, SimulatedCore to, int line, long arrivalCycles) {
        log.add(
                TraceKind.DOORBELL,
                hash.count(),
                from.index(),
                from.cycles(),
                arrivalCycles,
                to.index(),
                line,
                from.kernelCore().current.name);
    }

    void doorbellLost(SimulatedCore from, SimulatedCore to, int line) {
        log.add(
                TraceKind.DOORBELL_LOST,
                hash.count(),
                from.index(),
                from.cycles(),
                from.cycles(),
                to.index(),
                line,
                from.kernelCore().current.name);
    }

    void injected(SimulatedCore core, long atCycles, String what) {
        instant(TraceKind.INJECTED, core == null ? -1 : core.index(), atCycles, 0, what);
    }

    // Messages.

    void messageSent(SimulatedCore core, long address) {
        TracedRing ring = ring(address);
        String thread = core.kernelCore().current.name;
        message(TraceKind.MESSAGE_SENT, core, ring, ring.send(thread), thread);
    }

    void messageFound(SimulatedCore core, long address, long position) {
        TracedRing ring = ring(address);
        String thread = core.kernelCore().current.name;
        long message = ring.find(thread, position);
        if (message >= 0) {
            message(TraceKind.MESSAGE_FOUND, core, ring, message, thread);
        }
    }

    private void message(
            TraceKind kind, SimulatedCore core, TracedRing ring, long message, String thread) {
        log.add(
                kind,
                hash.count(),
                core.index(),
                core.cycles(),
                core.cycles(),
                ring.number(),
                message,
                thread);
    }

    private TracedRing ring(long address) {
        TracedRing known = rings.get(address);
        if (known != null) {
            return known;
        }
        TracedRing made = log.addRing(address);
        rings.put(address, made);
        return made;
    }

    void release() {
        log.release();
    }

    /** Nothing happens any more: ends what goes on on all cores. */
    void end() {
        log.atEnd();
        for (Track track : tracks) {
            goesOn(track, null);
        }
    }
}
