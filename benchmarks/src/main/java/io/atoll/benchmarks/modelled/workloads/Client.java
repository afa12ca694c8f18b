package io.atoll.benchmarks.modelled.workloads;

import io.atoll.coordinator.ring.LineRingConsumer;
import io.atoll.coordinator.ring.LineRingProducer;
import io.atoll.coordinator.ring.RingResult;
import io.atoll.kernel.api.Sel4;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/**
 * The program of one core: calls servers, one after the other without pause. Those of its own image
 * it calls with {@code Call}; others it asks through a ring, and before that, and while it waits
 * for the answer, it looks whether its own server was asked in the same way: then it calls that on
 * behalf of who asked. An operation takes as long as all this takes.
 */
final class Client extends CoreProgram {
    /**
     * Cycles between two looks at rings; x86's {@code pause} takes 140 since Skylake. Who has
     * waited for long looks less often, so that it learns of an answer an eighth too late at most.
     */
    private static final int PAUSE_CYCLES = 140;

    private static final int PATIENCE = 8;

    private final int[] partners;
    private final Asked[] asked;
    private final Served[] served;
    private final SplittableRandom random;
    private final boolean callsServer;

    /** A client's end of a link. */
    private static final class Asked {
        final int server;
        final LineRingProducer requests;
        private final MemorySegment answersMemory;
        LineRingConsumer answers;

        Asked(RingMesh.Link link, MemorySegment region) {
            server = link.server();
            requests = LineRingProducer.format(link.requests(region), RingMesh.CAPACITY);
            answersMemory = link.answers(region);
        }

        void attach() {
            answers = LineRingConsumer.attach(answersMemory, RingMesh.CAPACITY);
        }
    }

    /** A server's end of a link. */
    private static final class Served {
        final LineRingProducer answers;
        private final MemorySegment requestsMemory;
        LineRingConsumer requests;

        Served(RingMesh.Link link, MemorySegment region) {
            answers = LineRingProducer.format(link.answers(region), RingMesh.CAPACITY);
            requestsMemory = link.requests(region);
        }

        void attach() {
            requests = LineRingConsumer.attach(requestsMemory, RingMesh.CAPACITY);
        }
    }

    Client(Site site) {
        this(site, true);
    }

    /**
     * @param callsServer whether what was asked through a ring is passed on to the core's server
     */
    Client(Site site, boolean callsServer) {
        super(site);
        this.callsServer = callsServer;
        ModelledRun run = site.run();
        partners = run.partners()[site.core()];
        random = site.random();
        asked =
                run.mesh().ofClient(site.core()).stream()
                        .map(link -> new Asked(link, site.rings()))
                        .toArray(Asked[]::new);
        served =
                run.mesh().ofServer(site.core()).stream()
                        .map(link -> new Served(link, site.rings()))
                        .toArray(Served[]::new);
    }

    /**
     * All rings are made. The first call brings the own server to this core, by the slow path: that
     * is not to be measured, nor to keep out others' fastpaths while they are.
     */
    @Override
    protected void begin(Sel4 sel4) {
        sel4.call(site.endpoint(), 0);
        for (Asked each : asked) {
            each.attach();
        }
        for (Served each : served) {
            each.attach();
        }
    }

    @Override
    protected void step(Sel4 sel4) {
        if (partners.length == 0) {
            if (!serve(sel4)) {
                sel4.compute(PAUSE_CYCLES);
            }
            return;
        }
        Tally tally = site.tally();
        int partner = partners[partners.length == 1 ? 0 : random.nextInt(partners.length)];
        long began = tally.nowNanos();
        serve(sel4);
        if (isOfOwnImage(partner)) {
            sel4.call(site.endpointOf(partner), 0);
        } else {
            ask(sel4, linkTo(partner));
        }
        tell(sel4, began);
    }

    private boolean isOfOwnImage(int partner) {
        return site.arrangement().imageOf(partner) == site.arrangement().imageOf(site.core());
    }

    private Asked linkTo(int server) {
        for (Asked each : asked) {
            if (each.server == server) {
                return each;
            }
        }
        throw new IllegalStateException(
                "core %d has no link to core %d".formatted(site.core(), server));
    }

    private void ask(Sel4 sel4, Asked link) {
        offer(link.requests);
        int waitedCycles = 0;
        while (link.answers.poll() != RingResult.OK) {
            if (site.tally().isOver()) {
                return;
            }
            if (serve(sel4)) {
                waitedCycles = 0;
            } else {
                int pause = Math.max(PAUSE_CYCLES, waitedCycles / PATIENCE);
                sel4.compute(pause);
                waitedCycles += pause;
            }
        }
        link.answers.release();
    }

    /** Has the own server answer what is in the rings; returns whether there was anything. */
    private boolean serve(Sel4 sel4) {
        boolean hasServed = false;
        for (Served link : served) {
            if (link.requests.poll() == RingResult.OK) {
                link.requests.release();
                if (callsServer) {
                    sel4.call(site.endpoint(), 0);
                }
                offer(link.answers);
                hasServed = true;
            }
        }
        return hasServed;
    }

    /** There is always room: nobody asks twice before the answer has come. */
    private static void offer(LineRingProducer ring) {
        if (ring.offer(0, 0, 0, 0) != RingResult.OK) {
            throw new IllegalStateException("a ring has no room for its second message");
        }
    }
}
