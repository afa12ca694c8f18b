package io.atoll.benchmarks.modelled.workloads;

import io.atoll.coordinator.ring.LineRingConsumer;
import io.atoll.coordinator.ring.LineRingProducer;
import io.atoll.coordinator.ring.RingResult;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/**
 * The program of one core: calls servers, one after the other without pause. Those of its own image
 * it calls with {@code Call}; others it asks through a ring, and before that, and while it waits
 * for the answer, it looks whether its own server was asked in the same way: then it calls that on
 * behalf of who asked. An operation takes as long as all this takes.
 */
final class Client implements StackfulProgram {
    /** Least cycles between two looks whether all clients are ready. */
    private static final int START_LOOK_CYCLES = 20_000;

    /** A day's worth is not waited for at once. */
    private static final long MOST_LOOK_CYCLES = 1 << 30;

    /**
     * Cycles between two looks at rings; x86's {@code pause} takes 140 since Skylake. Who has
     * waited for long looks less often.
     */
    private static final int PAUSE_CYCLES = 140;

    private static final int MOST_PAUSES = 16;

    private final ModelledRun run;
    private final int core;
    private final long firstEndpoint;
    private final int[] partners;
    private final Asked[] asked;
    private final Served[] served;
    private final SplittableRandom random;

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

    /**
     * @param firstEndpoint CPtr of the endpoint of core 0, were it of this image; others follow
     * @param region with the rings; null if no core of the image uses one
     */
    Client(ModelledRun run, int core, long firstEndpoint, MemorySegment region) {
        this.run = run;
        this.core = core;
        this.firstEndpoint = firstEndpoint;
        partners = run.partners()[core];
        random = new SplittableRandom(run.seed() * 31 + core);
        asked =
                run.mesh().ofClient(core).stream()
                        .map(link -> new Asked(link, region))
                        .toArray(Asked[]::new);
        served =
                run.mesh().ofServer(core).stream()
                        .map(link -> new Served(link, region))
                        .toArray(Served[]::new);
    }

    @Override
    public void run(Sel4 sel4) {
        Tally tally = run.tally();
        awaitStart(sel4, tally);
        while (!tally.isOver()) {
            int partner = partners[partners.length == 1 ? 0 : random.nextInt(partners.length)];
            long began = tally.nowNanos();
            serve(sel4);
            if (isOfOwnImage(partner)) {
                sel4.call(firstEndpoint + partner, 0);
            } else {
                ask(sel4, linkTo(partner));
            }
            tally.done(core, began);
        }
    }

    /** All begin at the same time, with all rings made. */
    private void awaitStart(Sel4 sel4, Tally tally) {
        tally.prepared();
        while (tally.startNanos() < 0) {
            // As long again as it took so far: few looks, however long the others take.
            long again = Math.max(START_LOOK_CYCLES, run.cycles(tally.nowNanos()));
            sel4.compute((int) Math.min(again, MOST_LOOK_CYCLES));
        }
        for (Asked each : asked) {
            each.attach();
        }
        for (Served each : served) {
            each.attach();
        }
        sel4.compute((int) run.cycles(tally.startNanos() - tally.nowNanos()));
    }

    private boolean isOfOwnImage(int partner) {
        return run.arrangement().imageOf(partner) == run.arrangement().imageOf(core);
    }

    private Asked linkTo(int server) {
        for (Asked each : asked) {
            if (each.server == server) {
                return each;
            }
        }
        throw new IllegalStateException("core %d has no link to core %d".formatted(core, server));
    }

    private void ask(Sel4 sel4, Asked link) {
        offer(link.requests);
        int pauses = 1;
        while (link.answers.poll() != RingResult.OK) {
            if (serve(sel4)) {
                pauses = 1;
            } else {
                sel4.compute(pauses * PAUSE_CYCLES);
                pauses = Math.min(2 * pauses, MOST_PAUSES);
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
                sel4.call(firstEndpoint + core, 0);
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
