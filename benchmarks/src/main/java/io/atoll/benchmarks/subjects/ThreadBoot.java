package io.atoll.benchmarks.subjects;

import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;

/**
 * One more thread of an event handler: a TCB and a scheduling context retyped, configured, set
 * going, and run until it waits. Each batch is ended and its memory given back, not timed.
 */
public final class ThreadBoot extends BatchSubject {
    private static final int RADIX_BITS = 8;

    private Population population;

    /** The only subject of its benchmark. */
    public ThreadBoot() {
        super("stackless");
    }

    @Override
    void prepare(Task task) {
        long notification = task.objects.make(ObjectType.NOTIFICATION);
        population = Population.of(task, RADIX_BITS, Population.waitingFor(notification));
    }

    @Override
    void operate(Sel4 sel4, int operations) {
        for (int i = 0; i < operations; i++) {
            population.start(i, SERVER_PRIORITY);
        }
    }

    @Override
    void after(Sel4 sel4) {
        population.clear();
    }
}
