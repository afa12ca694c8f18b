package io.atoll.benchmarks.modelled.workloads;

import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;

/**
 * Core 0 signals a thread of core 1 that waits, which signals back: through notifications of their
 * image, or by doorbells between two. Counted is the time there and back, until the first thread
 * runs again. So does the multikernel study (its {@code ipi-interference}).
 *
 * @param contending further cores that make system calls which do nothing
 * @param background what runs on the two cores while their threads wait, at a lower priority
 * @param hasDoorbells whether the two are in different images
 * @param countsSleep whether the time counts, too, for which the first core sleeps until it is
 *     interrupted; a cycle counter may stand still meanwhile
 */
public record CrossCoreSignal(
        int contending, Background background, boolean hasDoorbells, boolean countsSleep)
        implements Scenario {
    /** What a core does when its receiver waits. */
    public enum Background {
        NOTHING,
        WORK,
        NULL_SYSTEM_CALLS
    }

    /** Between two rounds: until the other core waits again. */
    private static final int PAUSE_CYCLES = 10_000;

    /** Work is interrupted at the end of such a piece. */
    private static final int WORK_CYCLES = 20;

    @Override
    public boolean isMeasured(int core) {
        return core == 0;
    }

    @Override
    public int doorbellTarget(int core) {
        return hasDoorbells && core < 2 ? 1 - core : -1;
    }

    @Override
    public CoreProgram client(Site site) {
        return switch (site.core()) {
            case 0 -> new Asker(site);
            case 1 -> new Answerer(site);
            default ->
                    site.core() < 2 + contending
                            ? new NullCalls.Caller(site, false)
                            : new Idle(site);
        };
    }

    @Override
    public Program background(Site site) {
        if (site.core() > 1) {
            return null;
        }
        return switch (background) {
            case NOTHING -> null;
            case WORK -> forEver(sel4 -> sel4.compute(WORK_CYCLES));
            case NULL_SYSTEM_CALLS -> forEver(sel4 -> sel4.debugPutString(""));
        };
    }

    private static StackfulProgram forEver(Scenario.Service what) {
        return sel4 -> {
            while (true) {
                what.serve(sel4);
            }
        };
    }

    private abstract class Signaller extends CoreProgram {
        Signaller(Site site) {
            super(site);
        }

        final void signal(Sel4 sel4) {
            int other = 1 - site.core();
            sel4.nbSend(hasDoorbells ? site.doorbell() : site.notificationOf(other), 0);
        }

        final void await(Sel4 sel4) {
            sel4.await(site.notificationOf(site.core()));
        }

        /** Lets the next doorbell in: when nobody waits for this core any more. */
        final void acknowledge(Sel4 sel4) {
            if (hasDoorbells) {
                sel4.irqHandler(site.doorbellHandler()).ack();
            }
        }
    }

    private final class Asker extends Signaller {
        Asker(Site site) {
            super(site);
        }

        @Override
        protected void step(Sel4 sel4) {
            sel4.compute(PAUSE_CYCLES);
            long began = counted();
            signal(sel4);
            await(sel4);
            site.tally().took(site.core(), counted() - began);
            acknowledge(sel4);
        }

        private long counted() {
            Tally tally = site.tally();
            return countsSleep ? tally.nowNanos() : tally.awakeNanos();
        }
    }

    private final class Answerer extends Signaller {
        Answerer(Site site) {
            super(site);
        }

        @Override
        protected void step(Sel4 sel4) {
            await(sel4);
            signal(sel4);
            acknowledge(sel4);
        }
    }
}
