package io.atoll.benchmarks.modelled.workloads;

import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StacklessProgram;

/**
 * What runs on the cores of a {@link ModelledRun}: on each a client and, of higher priority, a
 * passive server on an endpoint of its own.
 */
public interface Scenario {
    /** For every core, those that it asks through rings or calls; by default nobody. */
    default int[][] partners(int cores, long seed) {
        return new int[cores][0];
    }

    /** Further memory that all images share, for the programs' own use. */
    default long sharedBytes() {
        return 0;
    }

    /**
     * The core that an image's doorbell interrupts, the first of another image; negative if it has
     * no doorbell.
     *
     * @param core the first one of the image
     */
    default int doorbellTarget(int core) {
        return -1;
    }

    /** What runs on a core while its client waits; null for nothing. */
    default Program background(Site site) {
        return null;
    }

    /** Whether that core's operations are counted. */
    default boolean isMeasured(int core) {
        return true;
    }

    /** The client's program of a core. */
    CoreProgram client(Site site);

    /** The server's program of a core; by default it answers at once. */
    default Program server(Site site) {
        return answering(site, _ -> {});
    }

    /** What a server does before it answers. */
    @FunctionalInterface
    interface Service {
        void serve(Sel4 sel4);
    }

    /** A server that answers every call. */
    static StacklessProgram answering(Site site, Service service) {
        return new StacklessProgram() {
            private Sel4 sel4;

            @Override
            public void start(Sel4 own, NextSystemCall next) {
                sel4 = own;
                next.recv(site.endpoint(), site.reply());
            }

            @Override
            public void message(long badge, long info, NextSystemCall next) {
                service.serve(sel4);
                next.replyRecv(site.endpoint(), 0, site.reply());
            }
        };
    }
}
