package io.atoll.coordinator;

import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.UserContext;

/**
 * Starts further threads of an initial task, in its own CSpace and VSpace. They have no fault
 * handler: a fault stops them, and is told to the machine's observer. Used by that task's thread
 * only.
 */
public final class ThreadAllocator {
    private static final int SCHED_CONTEXT_BITS = 8;
    private static final int TIME_SLICE_MICROS = 1_000;
    private static final long FIRST_BUFFER_ADDRESS = 1L << 39;
    private static final long PAGE_BYTES = 4096;

    private final Sel4 sel4;
    private final ObjectAllocator objects;
    private final long schedControl;
    private long nextBufferAddress = FIRST_BUFFER_ADDRESS;

    public ThreadAllocator(Sel4 sel4, ObjectAllocator objects, long schedControl) {
        this.sel4 = sel4;
        this.objects = objects;
        this.schedControl = schedControl;
    }

    /** CPtrs of a thread and its scheduling context. */
    public record Started(long tcb, long schedContext) {}

    /** A new thread that runs at once if its priority says so. */
    public Started start(String name, int priority, Program program) {
        long tcb = objects.make(ObjectType.TCB);
        long schedContext = objects.make(ObjectType.SCHED_CONTEXT, SCHED_CONTEXT_BITS);
        long buffer = objects.make(ObjectType.SMALL_PAGE);
        sel4.tcb(tcb)
                .configure(
                        objects.root(),
                        0, // the guard stays as it is
                        sel4.vspace(InitCaps.VSPACE),
                        0,
                        nextBufferAddress,
                        sel4.frame(buffer))
                .orThrow();
        nextBufferAddress += PAGE_BYTES;
        sel4.schedControl(schedControl)
                .configure(
                        sel4.schedContext(schedContext),
                        TIME_SLICE_MICROS,
                        TIME_SLICE_MICROS,
                        0,
                        0,
                        0)
                .orThrow();
        sel4.tcb(tcb)
                .setSchedParams(
                        sel4.tcb(InitCaps.TCB),
                        priority,
                        priority,
                        sel4.schedContext(schedContext),
                        null)
                .orThrow();
        sel4.debugNameThread(tcb, name);
        sel4.tcb(tcb).writeRegisters(true, UserContext.at(sel4.entryPoint(program))).orThrow();
        return new Started(tcb, schedContext);
    }
}
