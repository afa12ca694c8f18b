package io.atoll.kernel;

import io.atoll.kernel.api.Report;
import io.atoll.kernel.ipc.PendingFault;

/**
 * What a kernel image tells the outside about rare events, for logs. Called on the core's thread,
 * from within the kernel: it must not call back.
 */
public interface KernelObserver {
    /** Says nothing. */
    KernelObserver SILENT = new KernelObserver() {};

    /** A program let a throwable escape; the thread's fault handler is about to be told. */
    default void userException(String thread, Throwable thrown) {}

    /** A thread faulted and has no fault handler: it stopped. */
    default void faultWithoutHandler(String thread, PendingFault fault) {}

    /** A program wrote to the debug console. */
    default void debugOutput(String thread, String text) {}

    /**
     * A program reported something, by {@link io.atoll.kernel.api.Sel4#debugReport}.
     *
     * @param ticks the core's clock when it did
     */
    default void reported(String thread, long ticks, Report report) {}

    /** A program returned. */
    default void threadExited(String thread) {}
}
