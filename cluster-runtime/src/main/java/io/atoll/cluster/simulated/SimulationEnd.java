package io.atoll.cluster.simulated;

/** How a simulated machine came to its end. */
public enum SimulationEnd {
    /** Nothing can happen any more: every core idles, no interrupt is on its way. */
    IDLE,

    /** Some cores poll, and nobody is left who could change what they look at. */
    POLLING_IN_VAIN,

    /** The virtual time that it was given is over. */
    TIME_LIMIT,

    /** As many events as it was given have happened. */
    EVENT_LIMIT,

    /** The faults were over, and it has not come to its end in the time that it then had. */
    LIVENESS_BOUND,

    /** It was told to stop. */
    STOPPED
}
