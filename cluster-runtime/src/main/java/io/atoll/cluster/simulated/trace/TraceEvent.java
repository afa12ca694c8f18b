package io.atoll.cluster.simulated.trace;

/**
 * One thing that happened.
 *
 * @param number events of the run's hash so far, this one counted if it is one of them
 * @param core number among all cores of the machine, without gaps; -1 for the whole machine
 * @param fromCycles when it began; what takes no time begins when it ends
 * @param cycles when it ended
 * @param other a doorbell's target core, or a message's ring
 * @param detail a line, or a message's number in its ring
 * @param text a thread's name, what it printed, or the like; empty if there is nothing to say
 */
public record TraceEvent(
        TraceKind kind,
        long number,
        int core,
        long fromCycles,
        long cycles,
        int other,
        long detail,
        String text) {}
