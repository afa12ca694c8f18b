package io.atoll.benchmarks.modelled.workloads;

import io.atoll.kernel.api.Sel4;

/**
 * System calls that do nothing, on the first cores: they print nothing.
 *
 * @param active how many cores make them
 */
public record NullCalls(int active) implements Scenario {
    @Override
    public boolean isMeasured(int core) {
        return core < active;
    }

    @Override
    public CoreProgram client(Site site) {
        return site.core() < active ? new Caller(site, true) : new Idle(site);
    }

    /** Makes them. */
    static final class Caller extends CoreProgram {
        private final boolean isCounted;

        Caller(Site site, boolean isCounted) {
            super(site);
            this.isCounted = isCounted;
        }

        @Override
        protected void step(Sel4 sel4) {
            long began = site.tally().nowNanos();
            sel4.debugPutString("");
            if (isCounted) {
                site.tally().done(site.core(), began);
            }
        }
    }
}
