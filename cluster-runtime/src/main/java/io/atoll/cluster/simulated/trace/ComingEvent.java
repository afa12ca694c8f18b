package io.atoll.cluster.simulated.trace;

/**
 * What is about to happen on a machine, as far as the event hash is concerned.
 *
 * @param number events of the run's hash, this one counted
 * @param what such as {@code kernel-entry}, as {@link Checkpoints} have it
 * @param core number among all cores of the machine, without gaps
 * @param cycles the core's time
 * @param thread whoever has the core, or {@code idle}
 * @param detail an interrupt's or a cache line's number
 * @param address of shared memory that is read or written, in the host's memory; 0 if it is not
 *     about shared memory
 * @param text the way into the kernel, what is printed, or the like; empty if there is nothing to
 *     say
 */
public record ComingEvent(
        long number,
        String what,
        int core,
        long cycles,
        String thread,
        long detail,
        long address,
        String text) {
    /** Whether it is that kind of event. */
    public boolean is(String kind) {
        return what.equals(kind);
    }

    /** Whether something goes wrong: by a program's fault, or on purpose. */
    public boolean isFault() {
        return is("fault") || is("injected");
    }
}
