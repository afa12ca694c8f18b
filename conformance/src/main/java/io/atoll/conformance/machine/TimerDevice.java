package io.atoll.conformance.machine;

import io.atoll.kernel.api.BootInfo;

/** The timer device of a {@link VirtualMachine}: a one-shot alarm that raises an interrupt line. */
public interface TimerDevice extends BootInfo.Extra {
    /** The interrupt line that it raises. */
    int line();

    /**
     * Sets the alarm; the one set before is forgotten.
     *
     * @param ticks of the core's clock ({@code Sel4.readClock}); an instant that has passed rings
     *     at once
     */
    void setAlarm(long ticks);

    /** Forgets the alarm. */
    void cancelAlarm();
}
