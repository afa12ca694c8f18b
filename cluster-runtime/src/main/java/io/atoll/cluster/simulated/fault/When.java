package io.atoll.cluster.simulated.fault;

import io.atoll.cluster.simulated.fault.FaultKind.Occasion;

/** When a fault happens. */
public sealed interface When {
    /**
     * At a virtual time.
     *
     * @param nanos since the start
     */
    record Time(long nanos) implements When {
        @Override
        public String toString() {
            return VirtualTime.text(nanos);
        }
    }

    /**
     * Once so many events have happened.
     *
     * @param number of events
     */
    record Event(long number) implements When {
        @Override
        public String toString() {
            return "event " + number;
        }
    }

    /**
     * At the doorbell, store or retype of that number, counted from 1 for each core or cluster: so
     * that it stays the same one when other cores take another course.
     *
     * @param occasion what is counted
     * @param number which one
     * @param place whose
     */
    record Nth(Occasion occasion, long number, Place place) implements When {
        @Override
        public String toString() {
            return "%s %d of %s".formatted(occasion.word, number, place);
        }
    }
}
