package io.atoll.benchmarks.harness;

import java.util.function.LongSupplier;

/**
 * What the runner reads before and after a round.
 *
 * @param nanoClock nanoseconds from an arbitrary start, never backwards
 * @param epochMillis wall clock, for histogram logs
 * @param allocation heap bytes that threads have allocated
 */
public record Instruments(
        LongSupplier nanoClock, LongSupplier epochMillis, AllocationCounter allocation) {

    /** The instruments of the running JVM. */
    public static Instruments ofThisJvm() {
        return new Instruments(
                System::nanoTime, System::currentTimeMillis, AllocationCounter.ofThisJvm());
    }
}
