package io.atoll.benchmarks.modelled.workloads;

import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;

/**
 * sel4bench's smp: on each core a client and a server that work for a while before they call and
 * before they answer.
 *
 * @param delayCycles the while
 * @param active cores that have such a pair; the others do nothing
 */
public record DelayedPairs(int delayCycles, int active) implements Scenario {
    @Override
    public boolean isMeasured(int core) {
        return core < active;
    }

    @Override
    public Program server(Site site) {
        return Scenario.answering(site, sel4 -> sel4.compute(delayCycles));
    }

    @Override
    public CoreProgram client(Site site) {
        if (site.core() >= active) {
            return new Idle(site);
        }
        return new CoreProgram(site) {
            @Override
            protected void step(Sel4 sel4) {
                long began = site.tally().nowNanos();
                sel4.compute(delayCycles);
                sel4.call(site.endpoint(), 0);
                tell(sel4, began);
            }
        };
    }
}
