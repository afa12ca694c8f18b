package io.atoll.cluster.simulated;

import io.atoll.cluster.memory.SharedAccess;
import io.atoll.cluster.memory.SharedMessages;
import io.atoll.cluster.simulated.cache.Interconnect;
import io.atoll.kernel.footprint.Footprint;
import io.atoll.kernel.footprint.KernelState;
import io.atoll.kernel.footprint.KernelWork;

import java.util.concurrent.atomic.AtomicInteger;

/** The one host thread of a simulated machine: all its cores live here, one after the other. */
final class SimulationThread extends Thread
        implements SharedAccess.Observer, SharedMessages.Observer {
    private static final AtomicInteger MACHINES = new AtomicInteger();

    /** As of a core's thread on the pinned machine: programs run out of stack at the same depth. */
    private static final long STACK_BYTES = 2 << 20;

    /** Tells the core that runs on the current thread, if this thread is a machine's. */
    private static final Footprint.Observer BY_THREAD =
            new Footprint.Observer() {
                @Override
                public void reads(KernelState state, int line) {
                    SimulatedCore core = running();
                    if (core != null) {
                        core.touches(state, line, false);
                    }
                }

                @Override
                public void writes(KernelState state, int line) {
                    SimulatedCore core = running();
                    if (core != null) {
                        core.touches(state, line, true);
                    }
                }

                @Override
                public void does(KernelWork work) {
                    SimulatedCore core = running();
                    if (core != null) {
                        core.does(work);
                    }
                }

                private static SimulatedCore running() {
                    return Thread.currentThread() instanceof SimulationThread current
                            ? current.machine.running()
                            : null;
                }
            };

    private final SimulatedMachine machine;
    private final Interconnect interconnect;

    /** Null if nobody traces. */
    private final Recorder recorder;

    SimulationThread(SimulatedMachine machine, Interconnect interconnect, Runnable life) {
        super(
                null,
                () -> observing(machine.events().recorder() != null, life),
                "atoll-sim-" + MACHINES.incrementAndGet(),
                STACK_BYTES);
        this.machine = machine;
        this.interconnect = interconnect;
        this.recorder = machine.events().recorder();
        setDaemon(true);
    }

    private static void observing(boolean isRecorded, Runnable life) {
        observe();
        if (isRecorded) {
            SharedMessages.observe();
        }
        try {
            life.run();
        } finally {
            ignore();
            if (isRecorded) {
                SharedMessages.ignore();
            }
        }
    }

    /** From now on programs and kernels tell the core that runs on the current thread. */
    static void observe() {
        SharedAccess.observe();
        Footprint.observe(BY_THREAD);
    }

    /** As often as {@link #observe}. */
    static void ignore() {
        Footprint.ignore();
        SharedAccess.ignore();
    }

    @Override
    public void beforeLoad(long address) {
        SimulatedCore core = machine.running();
        if (core != null && !core.polling().looksAhead(interconnect.knownLine(address))) {
            about(core, address);
            core.time().awaitOrder();
            core.polling().beforeLoad(interconnect.memoryLine(address, core.index()));
            about(core, 0);
        }
    }

    @Override
    public void beforeStore(long address) {
        SimulatedCore core = machine.running();
        if (core != null) {
            about(core, address);
            core.time().awaitOrder();
            core.beforeStore(interconnect.memoryLine(address, core.index()));
            about(core, 0);
        }
    }

    /** Tells who traces which memory the core's next events are about. */
    private void about(SimulatedCore core, long address) {
        if (recorder != null) {
            recorder.accesses(core, address);
        }
    }

    @Override
    public void beginLooks() {
        SimulatedCore core = machine.running();
        if (core != null) {
            core.polling().beginLooks();
        }
    }

    @Override
    public int skipLooks(int left) {
        SimulatedCore core = machine.running();
        return core == null ? 0 : core.polling().skipLooks(left);
    }

    @Override
    public void messageSent(long ring, long position) {
        SimulatedCore core = machine.running();
        if (core != null && recorder != null) {
            recorder.messageSent(core, ring);
        }
    }

    @Override
    public void messageFound(long ring, long position) {
        SimulatedCore core = machine.running();
        if (core != null && recorder != null) {
            recorder.messageFound(core, ring, position);
        }
    }
}
