package io.atoll.benchmarks.modelled.workloads;

import io.atoll.kernel.api.Sel4;

/**
 * Core 0 calls its server; so many other cores do the same with theirs, or make system calls that
 * do nothing. Only core 0 is counted.
 *
 * @param interfering how many others
 * @param load what they do
 */
public record Interference(int interfering, Load load) implements Scenario {
    /** What other cores do. */
    public enum Load {
        CALLS,
        NULL_SYSTEM_CALLS
    }

    @Override
    public boolean isMeasured(int core) {
        return core == 0;
    }

    @Override
    public CoreProgram client(Site site) {
        if (site.core() == 0) {
            return new Caller(site);
        }
        if (site.core() > interfering) {
            return new Idle(site);
        }
        return load == Load.CALLS ? new Loading(site) : new NullCalls.Caller(site, false);
    }

    private static final class Caller extends CoreProgram {
        Caller(Site site) {
            super(site);
        }

        @Override
        protected void step(Sel4 sel4) {
            long began = site.tally().nowNanos();
            sel4.call(site.endpoint(), 0);
            site.tally().done(site.core(), began);
        }
    }

    private static final class Loading extends CoreProgram {
        Loading(Site site) {
            super(site);
        }

        @Override
        protected void step(Sel4 sel4) {
            sel4.call(site.endpoint(), 0);
        }
    }
}
