package io.atoll.command.run;

import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.simulated.trace.Standstill.Place;
import io.atoll.command.UsageException;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a run, as a person says it: {@code 1200} events, or a virtual time.
 *
 * @param isTime whether it is in cycles, not in events
 */
public record StopPlace(boolean isTime, long number) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)(ns|us|ms|s)?");

    /** Places of the decimal point from a unit to a microsecond, in which a clock is in MHz. */
    private static final Map<String, Integer> PLACES = Map.of("ns", -3, "us", 0, "ms", 3, "s", 6);

    /**
     * Reads it.
     *
     * @param what what it is the value of, such as {@code --to}
     */
    public static StopPlace parse(String what, String text, CostModel costs) {
        Matcher form = FORM.matcher(text.replace("_", ""));
        if (!form.matches() || form.group(2) == null && form.group(1).contains(".")) {
            throw new UsageException(
                    "%s cannot be '%s'; it is a number of events such as 1200, or a virtual time such as 41.2us"
                            .formatted(what, text));
        }
        if (form.group(2) == null) {
            return new StopPlace(false, Long.parseLong(form.group(1)));
        }
        BigDecimal cycles =
                new BigDecimal(form.group(1))
                        .movePointRight(PLACES.get(form.group(2)))
                        .multiply(BigDecimal.valueOf(costs.of(Cost.CLOCK_MHZ)));
        return new StopPlace(
                true,
                cycles.setScale(0, RoundingMode.CEILING)
                        .min(BigDecimal.valueOf(Long.MAX_VALUE))
                        .longValue());
    }

    /** Where a run is to stand still for it. */
    public Place standstill() {
        return isTime ? Place.atCycles(number) : Place.afterEvents(number);
    }

    /** Whether a run that stands still has come so far, and not only to its end. */
    public boolean isReached(SteppedRun run) {
        return !run.place().isAtEnd() || !isTime && run.eventCount() >= number;
    }
}
