package io.atoll.benchmarks.modelled.workloads;

import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;

/**
 * A Call by the fastpath on core 0, until its server runs: when the kernel's objects were last used
 * by a given core. The other cores of the image do nothing.
 *
 * @param lastUser the core in whose cache the objects are before each call
 */
public record FirstLeg(int lastUser) implements Scenario {
    @Override
    public boolean isMeasured(int core) {
        return core == 0;
    }

    @Override
    public Program server(Site site) {
        return Scenario.answering(
                site, _ -> site.tally().done(site.core(), site.tally().markNanos()));
    }

    @Override
    public CoreProgram client(Site site) {
        return site.core() != 0 ? new Idle(site) : new Caller(site);
    }

    private final class Caller extends CoreProgram {
        Caller(Site site) {
            super(site);
        }

        @Override
        protected void step(Sel4 sel4) {
            if (lastUser != site.core()) {
                site.run().moveKernelState(site.core(), lastUser);
            }
            site.tally().mark();
            sel4.call(site.endpoint(), 0);
        }
    }
}
