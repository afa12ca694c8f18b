package io.atoll.kernel.debug;

import java.util.List;

/**
 * A thread that does not run, and what could change that.
 *
 * @param name for logs
 * @param state as the scheduler's dump has it
 * @param object what it waits on, as snapshots name it; empty if it waits on nothing
 * @param address of a capability of its own to that object; empty if it has none
 * @param fault the fault that it waits to be answered, or empty
 * @param wakers threads of the image that hold a capability with the right to wake it
 * @param lines interrupt lines that would wake it
 */
public record WaitingThread(
        String name,
        String state,
        String object,
        String address,
        String fault,
        List<Holder> wakers,
        List<Line> lines) {
    public WaitingThread {
        wakers = List.copyOf(wakers);
        lines = List.copyOf(lines);
    }

    /**
     * A thread with a capability.
     *
     * @param address where the capability is in its CSpace
     */
    public record Holder(String thread, String address) {
        @Override
        public String toString() {
            return "%s (cap %s)".formatted(thread, address);
        }
    }

    /**
     * An interrupt line.
     *
     * @param isMasked it was raised, and waits for its acknowledgement
     * @param isLatched it holds an interrupt back, which comes after the acknowledgement
     * @param isUnheard the one held back is the first: it found nobody to signal; otherwise the
     *     line has signalled somebody, and was raised again since
     * @param isRaised its core has not taken it yet
     */
    public record Line(
            int number, boolean isMasked, boolean isLatched, boolean isUnheard, boolean isRaised) {
        @Override
        public String toString() {
            if (isUnheard) {
                return "interrupt line %d, raised before it had anybody to signal and never acknowledged since"
                        .formatted(number);
            }
            if (isLatched) {
                return "interrupt line %d, raised again and not acknowledged".formatted(number);
            }
            if (isRaised) {
                return "interrupt line %d, raised".formatted(number);
            }
            return "interrupt line %d%s".formatted(number, isMasked ? ", not acknowledged" : "");
        }
    }

    /** Whether it waits on an object of the kernel, and not only for time. */
    public boolean isBlocked() {
        return !object.isEmpty();
    }

    /** Whether an interrupt is on its way to it, or held back until it acknowledges another one. */
    public boolean hasPendingDoorbell() {
        return lines.stream().anyMatch(line -> line.isLatched || line.isRaised);
    }

    /** Whether it would run if it were let. */
    public boolean canRun() {
        return !isBlocked() && fault.isEmpty();
    }

    /** What it waits for; without its name, and without who could end that. */
    public String waitsFor() {
        StringBuilder text = new StringBuilder(state);
        if (isBlocked()) {
            text.append(' ').append(object);
        }
        if (!address.isEmpty()) {
            text.append(" (its cap ").append(address).append(')');
        }
        if (!fault.isEmpty()) {
            text.append(isBlocked() ? " to be answered: " : " by a fault: ").append(fault);
        }
        return text.toString();
    }
}
