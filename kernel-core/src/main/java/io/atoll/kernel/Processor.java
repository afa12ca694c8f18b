package io.atoll.kernel;

/**
 * One core, as its kernel sees it: all that a kernel image needs from the hardware. The machine
 * implements it; only that core's thread calls it. The other direction, interrupts into the kernel,
 * is {@link Core#interrupts}.
 */
public interface Processor {
    /** The clock, in ticks: nanoseconds from an arbitrary origin. */
    long now();

    /** Raises {@link InterruptLines#TIMER} at this core when the clock reaches {@code ticks}. */
    void setDeadline(long ticks);

    /**
     * Raises an interrupt line of any core of the machine, in this image or another. Never waits;
     * what the target has not taken yet coalesces. A core that does not exist is ignored.
     */
    void raiseInterrupt(int machineCore, int line);

    /**
     * An inter-processor interrupt: raises {@link InterruptLines#ATTENTION} at another core of the
     * same image, and sees to it that the core takes it. Never waits.
     *
     * <p>The processor of an image of one core need not have it.
     *
     * @param core index in the image
     */
    default void interrupt(int core) {
        throw new UnsupportedOperationException("there is no core " + core + " to interrupt");
    }

    /** Cores of the machine, numbered from 0. */
    int machineCores();

    /**
     * Whether this retype is to be refused as if memory were used up: never on real cores; a
     * simulation does so to see what programs do. Asked once for each retype that would succeed.
     */
    default boolean isOutOfMemory() {
        return false;
    }

    /** Spends cycles: nothing on real cores, virtual time in a simulation. */
    void charge(int cycles);
}
