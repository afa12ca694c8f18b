package io.atoll.cluster.simulated.fault;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One fault, to the last detail: what is written down about each that happens, and what happens
 * again when it is read back.
 *
 * @param when it happens
 * @param kind what happens
 * @param place where; of a doorbell, a store or a retype, whose it is
 * @param factor of a slow phase, how slow; otherwise 1
 * @param nanos how long it lasts, or how far a clock jumps; 0 if that has no meaning
 */
public record Fault(When when, FaultKind kind, Place place, int factor, long nanos) {
    /** The same, for as long. */
    Fault withNanos(long other) {
        return new Fault(when, kind, place, factor, other);
    }

    Fault withFactor(int other) {
        return new Fault(when, kind, place, other, nanos);
    }

    /** How many of which kind, in words. */
    public static String count(List<Fault> faults) {
        if (faults.isEmpty()) {
            return "no fault";
        }
        Map<FaultKind, Long> counts = new EnumMap<>(FaultKind.class);
        faults.forEach(fault -> counts.merge(fault.kind, 1L, Long::sum));
        return String.join(
                ", ",
                counts.entrySet().stream()
                        .map(entry -> entry.getKey().count(entry.getValue()))
                        .toList());
    }

    /** As in a plan: {@code at 2ms slow core 3 by 4 for 100us}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("at ").append(when).append(' ').append(kind.key());
        if (!(when instanceof When.Nth)) {
            text.append(' ').append(place);
        }
        if (kind == FaultKind.SLOW) {
            text.append(" by ").append(factor);
        }
        if (nanos > 0) {
            text.append(kind == FaultKind.CLOCK ? " by " : " for ").append(VirtualTime.text(nanos));
        }
        return text.toString();
    }
}
