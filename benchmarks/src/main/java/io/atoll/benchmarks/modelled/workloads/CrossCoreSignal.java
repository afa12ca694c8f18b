package io.atoll.benchmarks.modelled.workloads;

import io.atoll.kernel.api.Sel4;

/**
 * Core 1 signals a thread of core 0 that waits: through a notification of their image, or by a
 * doorbell into another one. Counted is the time from the signal until the thread runs.
 *
 * @param contending further cores that make system calls which do nothing
 * @param hasDoorbells whether the two are in different images
 */
public record CrossCoreSignal(int contending, boolean hasDoorbells) implements Scenario {
    /** Between two signals: longer than one takes. */
    private static final int PERIOD_CYCLES = 30_000;

    @Override
    public boolean isMeasured(int core) {
        return core == 0;
    }

    @Override
    public CoreProgram client(Site site) {
        return switch (site.core()) {
            case 0 -> new Waiter(site);
            case 1 -> new Signaller(site);
            default ->
                    site.core() < 2 + contending
                            ? new NullCalls.Caller(site, false)
                            : new Idle(site);
        };
    }

    private final class Waiter extends CoreProgram {
        Waiter(Site site) {
            super(site);
        }

        @Override
        protected void step(Sel4 sel4) {
            sel4.await(site.notificationOf(0));
            site.tally().done(0, site.tally().markNanos());
            if (hasDoorbells) {
                sel4.irqHandler(site.doorbellHandler()).ack();
            }
        }
    }

    private final class Signaller extends CoreProgram {
        Signaller(Site site) {
            super(site);
        }

        @Override
        protected void step(Sel4 sel4) {
            sel4.compute(PERIOD_CYCLES);
            site.tally().mark();
            sel4.nbSend(hasDoorbells ? site.doorbell() : site.notificationOf(0), 0);
        }
    }
}
