package io.atoll.cluster.simulated;

import io.atoll.cluster.memory.SharedAccess;
import io.atoll.cluster.memory.SharedMessages;

import java.util.concurrent.atomic.AtomicInteger;

/** The one host thread of a simulated machine: all its cores live here, one after the other. */
final class SimulationThread extends Thread
        implements SharedAccess.Observer, SharedMessages.Observer {
    private static final AtomicInteger MACHINES = new AtomicInteger();

    /** As of a core's thread on the pinned machine: programs run out of stack at the same depth. */
    private static final long STACK_BYTES = 2 << 20;

    private final SimulatedMachine machine;
    private final Interconnect interconnect;

    SimulationThread(SimulatedMachine machine, Interconnect interconnect, Runnable life) {
        super(
                null,
                () -> observing(machine.events().recorder() != null, life),
                "atoll-sim-" + MACHINES.incrementAndGet(),
                STACK_BYTES);
        this.machine = machine;
        this.interconnect = interconnect;
        setDaemon(true);
    }

    private static void observing(boolean isRecorded, Runnable life) {
        SharedAccess.observe();
        if (isRecorded) {
            SharedMessages.observe();
        }
        try {
            life.run();
        } finally {
            SharedAccess.ignore();
            if (isRecorded) {
                SharedMessages.ignore();
            }
        }
    }

    @Override
    public void beforeLoad(long address) {
        SimulatedCore core = machine.running();
        if (core != null) {
            core.awaitOrder();
            core.beforeLoad(interconnect.line(address, core));
        }
    }

    @Override
    public void beforeStore(long address) {
        SimulatedCore core = machine.running();
        if (core != null) {
            core.awaitOrder();
            core.beforeStore(interconnect.line(address, core));
        }
    }

    @Override
    public void messageSent(long ring, long position) {
        SimulatedCore core = machine.running();
        Recorder recorder = machine.events().recorder();
        if (core != null && recorder != null) {
            recorder.messageSent(core, ring);
        }
    }

    @Override
    public void messageFound(long ring, long position) {
        SimulatedCore core = machine.running();
        Recorder recorder = machine.events().recorder();
        if (core != null && recorder != null) {
            recorder.messageFound(core, ring, position);
        }
    }
}
