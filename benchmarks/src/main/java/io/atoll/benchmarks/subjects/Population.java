package io.atoll.benchmarks.subjects;

import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StacklessProgram;
import io.atoll.kernel.api.UserContext;

/**
 * Many threads of one program, in a CNode of their own: each has a TCB and a scheduling context,
 * and no frame for its IPC buffer. Made, configured and set going one by one, as a user-level task
 * does it. Used by the initial task's thread.
 */
final class Population {
    private static final int SCHED_CONTEXT_BITS = 7;
    private static final int SLICE_MICROS = 1_000;

    /** Bytes of emulated memory that a thread takes. */
    static final long BYTES_PER_THREAD = (1L << 11) + (1L << SCHED_CONTEXT_BITS);

    private final Sel4 sel4;
    private final Task task;
    private final Slots tcbs;
    private final Slots schedContexts;
    private final long tcbUntyped;
    private final long contextUntyped;
    private final long entryPoint;

    /** Where a made thread's capability is while it is configured, to be named by a CPtr. */
    private final long workSlot;

    private final long workContextSlot;

    private Population(Task task, int radixBits, long tcbUntyped, long contextUntyped, long entry) {
        this.task = task;
        this.sel4 = task.sel4;
        int slotBits = Math.max(1, radixBits); // no CNode has a single slot
        this.tcbs = task.slots(slotBits);
        this.schedContexts = task.slots(slotBits);
        this.tcbUntyped = tcbUntyped;
        this.contextUntyped = contextUntyped;
        this.entryPoint = entry;
        this.workSlot = task.objects.slot();
        this.workContextSlot = task.objects.slot();
    }

    /**
     * Room for threads.
     *
     * @param radixBits log2 of their number
     * @param program what each executes; keeps no state
     */
    static Population of(Task task, int radixBits, StacklessProgram program) {
        return new Population(
                task,
                radixBits,
                task.objects.make(ObjectType.UNTYPED, radixBits + 11),
                task.objects.make(ObjectType.UNTYPED, radixBits + SCHED_CONTEXT_BITS),
                task.sel4.entryPoint(program));
    }

    /** A program that waits for signals of a notification. */
    static StacklessProgram waitingFor(long notification) {
        return new StacklessProgram() {
            @Override
            public void start(Sel4 own, NextSystemCall next) {
                next.await(notification);
            }

            @Override
            public void message(long badge, long info, NextSystemCall next) {
                next.await(notification);
            }
        };
    }

    /** Makes a thread and lets it run; it does so at once if its priority says so. */
    void start(int index, int priority) {
        sel4.untyped(tcbUntyped)
                .retype(ObjectType.TCB, 0, task.objects.root(), workSlot, 1)
                .orThrow();
        sel4.untyped(contextUntyped)
                .retype(
                        ObjectType.SCHED_CONTEXT,
                        SCHED_CONTEXT_BITS,
                        task.objects.root(),
                        workContextSlot,
                        1)
                .orThrow();
        sel4.schedControl(task.schedControl)
                .configure(sel4.schedContext(workContextSlot), SLICE_MICROS, SLICE_MICROS, 0, 0, 0)
                .orThrow();
        sel4.tcb(workSlot)
                .configure(task.objects.root(), 0, sel4.vspace(InitCaps.VSPACE), 0, 0, null)
                .orThrow();
        sel4.tcb(workSlot)
                .setSchedParams(
                        sel4.tcb(InitCaps.TCB),
                        priority,
                        priority,
                        sel4.schedContext(workContextSlot),
                        null)
                .orThrow();
        sel4.tcb(workSlot).writeRegisters(true, UserContext.at(entryPoint)).orThrow();
        tcbs.at(index).move(task.objects.at(workSlot)).orThrow();
        schedContexts.at(index).move(task.objects.at(workContextSlot)).orThrow();
    }

    /** Ends all threads; their memory can be used again. */
    void clear() {
        task.objects.at(tcbUntyped).revoke().orThrow();
        task.objects.at(contextUntyped).revoke().orThrow();
    }
}
