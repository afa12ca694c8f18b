package io.atoll.benchmarks.modelled.workloads;

import io.atoll.kernel.api.Sel4;

/** Waits for what never comes. */
public final class Idle extends CoreProgram {
    public Idle(Site site) {
        super(site);
    }

    /** Before the others begin: its slow path is not to be in their way. */
    @Override
    protected void begin(Sel4 sel4) {
        sel4.await(site.notificationOf(site.core()));
    }

    @Override
    protected void step(Sel4 sel4) {
        sel4.await(site.notificationOf(site.core()));
    }
}
