package io.atoll.benchmarks.modelled.workloads;

import io.atoll.kernel.api.Sel4;

/** Waits for what never comes. */
public final class Idle extends CoreProgram {
    public Idle(Site site) {
        super(site);
    }

    @Override
    protected void step(Sel4 sel4) {
        sel4.await(site.notificationOf(site.core()));
    }
}
