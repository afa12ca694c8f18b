package io.atoll.cluster.simulated;

import io.atoll.kernel.KernelObserver;
import io.atoll.kernel.api.Report;
import io.atoll.kernel.ipc.PendingFault;

/** Puts what a kernel has to tell into the event hash, and passes it on. */
final class RecordingObserver implements KernelObserver {
    private final SimulatedMachine machine;
    private final KernelObserver next;

    RecordingObserver(SimulatedMachine machine, KernelObserver next) {
        this.machine = machine;
        this.next = next;
    }

    private void record(EventKind kind, String thread, String text) {
        SimulatedCore core = machine.running();
        if (core != null) {
            machine.events().addText(kind, core.index(), core.cycles(), thread, text);
        }
        machine.wasSeen();
    }

    @Override
    public void userException(String thread, Throwable thrown) {
        record(EventKind.FAULT, thread, thrown.getClass().getName());
        next.userException(thread, thrown);
    }

    @Override
    public void faultWithoutHandler(String thread, PendingFault fault) {
        record(EventKind.FAULT, thread, "");
        next.faultWithoutHandler(thread, fault);
    }

    @Override
    public void debugOutput(String thread, String text) {
        record(EventKind.OUTPUT, thread, text);
        next.debugOutput(thread, text);
    }

    @Override
    public void reported(String thread, long ticks, Report report) {
        record(EventKind.REPORT, thread, report.toText());
        next.reported(thread, ticks, report);
    }

    @Override
    public void threadExited(String thread) {
        record(EventKind.PROGRAM_ENDED, thread, "");
        next.threadExited(thread);
    }
}
