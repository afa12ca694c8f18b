package io.atoll.conformance.machine;

import io.atoll.kernel.KernelObserver;
import io.atoll.kernel.ipc.PendingFault;

import java.util.ArrayList;
import java.util.List;

/** What an image told of rare events. Written by the threads of all cores, read by anybody. */
final class MachineLog implements KernelObserver {
    private static final String INITIAL_TASK = "initial-task";

    // Guarded by this.
    private final List<Throwable> thrown = new ArrayList<>();
    private final List<String> unhandledFaults = new ArrayList<>();
    private final StringBuilder console = new StringBuilder();
    private volatile boolean initialTaskReturned;
    private Runnable onReturn = () -> {};

    /** Before the machine runs: what is done, in the kernel, when the initial task returns. */
    void onReturnOfInitialTask(Runnable action) {
        onReturn = action;
    }

    @Override
    public synchronized void userException(String thread, Throwable throwable) {
        thrown.add(throwable);
    }

    @Override
    public synchronized void faultWithoutHandler(String thread, PendingFault fault) {
        unhandledFaults.add(thread + ": " + fault);
    }

    @Override
    public synchronized void debugOutput(String thread, String text) {
        console.append(text);
    }

    @Override
    public void threadExited(String thread) {
        if (thread.equals(INITIAL_TASK)) {
            initialTaskReturned = true;
            onReturn.run();
        }
    }

    boolean hasInitialTaskReturned() {
        return initialTaskReturned;
    }

    synchronized List<Throwable> thrown() {
        return List.copyOf(thrown);
    }

    synchronized List<String> unhandledFaults() {
        return List.copyOf(unhandledFaults);
    }

    synchronized String console() {
        return console.toString();
    }
}
