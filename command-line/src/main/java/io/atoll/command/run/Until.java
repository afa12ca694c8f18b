package io.atoll.command.run;

import io.atoll.command.UsageException;
import io.atoll.coordinator.system.TimeSpan;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a run waits for: the values of {@code --until}. */
public sealed interface Until {
    /** Not 0, and fewer than a long can count. */
    Pattern EVENTS = Pattern.compile("([1-9]\\d{0,8}(?:e\\d)?) events?");

    /** Nothing can happen any more. */
    record Idle() implements Until {}

    /** A time has passed. */
    record Elapsed(Duration time) implements Until {}

    /** A program has printed this. */
    record Marker(String text) implements Until {}

    /**
     * So many events have happened on a simulated machine, the first ones in virtual time, and what
     * belongs to the step of the last.
     */
    record Events(long count) implements Until {}

    /** The text that has to be printed, or null if it is not about one. */
    default String marker() {
        return this instanceof Marker wanted ? wanted.text() : null;
    }

    /**
     * Reads {@code idle}, a duration such as {@code 5s}, events such as {@code 2000 events} or
     * {@code 1e6 events}, or {@code marker:TEXT}.
     *
     * @param origin option or key that says it, for complaints
     */
    static Until parse(String origin, String text) {
        if (text.equals("idle")) {
            return new Idle();
        }
        if (text.startsWith("marker:") && text.length() > "marker:".length()) {
            return new Marker(text.substring("marker:".length()));
        }
        Matcher events = EVENTS.matcher(text);
        if (events.matches()) {
            return new Events(new BigDecimal(events.group(1)).longValueExact());
        }
        return TimeSpan.parse(text)
                .map(Elapsed::new)
                .orElseThrow(
                        () ->
                                new UsageException(
                                        "%s cannot be '%s'; it can be idle, a time such as 5s, '2000 events', or marker:TEXT"
                                                .formatted(origin, text)));
    }

    /** Durations as people write them: {@code 500ms}, {@code 5s}, {@code 2m}. */
    final class Durations {
        private Durations() {}

        /** Reads the value of an option. */
        public static Duration parse(String option, String text) {
            return TimeSpan.parse(text)
                    .orElseThrow(
                            () ->
                                    new UsageException(
                                            "%s cannot be '%s'; %s"
                                                    .formatted(option, text, TimeSpan.FORM)));
        }
    }
}
