package io.atoll.cluster.simulated;

import io.atoll.cluster.simulated.trace.EventLog;

import java.util.List;

/**
 * All that happens on a machine, on its way to who wants to know: to the hash always, and to a
 * recorder if the run is traced, which is decided once. What only the recorder is told is no part
 * of the hash, so a run has the same hash whether it is traced or not. Used by the machine's
 * thread.
 */
final class EventStream {
    private final EventHash hash;

    private final EventLog log;

    /** Null if nobody traces. */
    private Recorder recorder;

    EventStream(Simulation simulation, int cores) {
        hash = new EventHash(cores, simulation.keepsEvents());
        log = simulation.log();
    }

    /** The machine has all its cores. */
    void begin(List<SimulatedCore> cores) {
        recorder = log == null ? null : new Recorder(log, hash, cores);
    }

    /** These cores have one kernel. */
    void share(int firstCore, int endCore) {
        hash.share(firstCore, endCore);
    }

    EventHash hash() {
        return hash;
    }

    /** Null if nobody traces. */
    Recorder recorder() {
        return recorder;
    }

    void add(EventKind kind, int core, long atCycles, long detail) {
        if (recorder != null) {
            recorder.before(kind, core, atCycles, detail, "");
        }
        hash.add(kind, core, atCycles, detail);
        if (recorder != null) {
            recorder.added(kind, core, atCycles, detail, "");
        }
    }

    void addText(EventKind kind, int core, long atCycles, String thread, String text) {
        if (recorder != null) {
            recorder.before(kind, core, atCycles, 0, text);
        }
        hash.addText(kind, core, atCycles, thread + text);
        if (recorder != null) {
            recorder.added(kind, core, atCycles, text.hashCode(), thread + ": " + text);
        }
    }

    // For the recorder only.

    /** A core is about to enter the kernel: what that takes begins now. */
    void entering(SimulatedCore core) {
        if (recorder != null) {
            recorder.entering(core);
        }
    }

    /** A thread goes on behind the kernel; perhaps another one than went in. */
    void left(SimulatedCore core) {
        if (recorder != null) {
            recorder.left(core);
        }
    }

    /** A core has nobody to run. */
    void idles(SimulatedCore core) {
        if (recorder != null) {
            recorder.idles(core);
        }
    }

    /** An interrupt is on its way from one core to another. */
    void doorbellSent(SimulatedCore from, SimulatedCore to, int line, long arrivalCycles) {
        if (recorder != null) {
            recorder.doorbell(from, to, line, arrivalCycles);
        }
    }

    /** An interrupt that will not arrive. */
    void doorbellLost(SimulatedCore from, SimulatedCore to, int line) {
        if (recorder != null) {
            recorder.doorbellLost(from, to, line);
        }
    }

    /**
     * A fault was injected.
     *
     * @param core where, or null if it is about more than one
     */
    void injected(SimulatedCore core, long atCycles, String what) {
        if (recorder != null) {
            recorder.injected(core, atCycles, what);
        }
    }

    /** Any thread: the machine is to stop. */
    void release() {
        if (recorder != null) {
            recorder.release();
        }
    }

    /** The run is over. */
    void end() {
        if (recorder != null) {
            recorder.end();
        }
    }
}
