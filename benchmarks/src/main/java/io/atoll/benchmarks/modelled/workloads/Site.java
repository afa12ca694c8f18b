package io.atoll.benchmarks.modelled.workloads;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/**
 * Where a program of a {@link Scenario} runs, and what it has there. Capabilities are addressed in
 * the CSpace that all programs of an image share.
 *
 * @param core number in the machine
 * @param firstEndpoint CPtr of the endpoint of core 0, were it of this image; others follow
 * @param firstNotification the same of notifications
 * @param reply CPtr of the server's reply object
 * @param doorbell CPtr of what interrupts a core of another image, or 0
 * @param rings the memory of all rings; null if the image uses none
 * @param shared the scenario's own shared memory, or null
 */
public record Site(
        ModelledRun run,
        int core,
        long firstEndpoint,
        long firstNotification,
        long reply,
        long doorbell,
        MemorySegment rings,
        MemorySegment shared) {

    /** CPtr of the own server's endpoint. */
    public long endpoint() {
        return endpointOf(core);
    }

    /** CPtr of the endpoint of a core of the same image. */
    public long endpointOf(int otherCore) {
        return firstEndpoint + otherCore;
    }

    /** CPtr of the notification of a core of the same image. */
    public long notificationOf(int otherCore) {
        return firstNotification + otherCore;
    }

    /** CPtr of what lets the next doorbell in, for an image that has one. */
    public long doorbellHandler() {
        return doorbell - 1;
    }

    /** Counts. */
    public Tally tally() {
        return run.tally();
    }

    /** Drawn from the run's seed, for this core; the same again each time. */
    public SplittableRandom random() {
        return new SplittableRandom(run.seed() * 31 + core);
    }

    public Arrangement arrangement() {
        return run.arrangement();
    }
}
