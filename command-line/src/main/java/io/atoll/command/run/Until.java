package io.atoll.command.run;

import io.atoll.command.UsageException;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a run waits for: the values of {@code --until}. */
public sealed interface Until {
    /** Nothing can happen any more. */
    record Idle() implements Until {}

    /** A time has passed. */
    record Elapsed(Duration time) implements Until {}

    /** A program has printed this. */
    record Marker(String text) implements Until {}

    /** The text that has to be printed, or null if it is not about one. */
    default String marker() {
        return this instanceof Marker wanted ? wanted.text() : null;
    }

    /** Reads {@code idle}, a duration such as {@code 5s}, or {@code marker:TEXT}. */
    static Until parse(String text) {
        if (text.equals("idle")) {
            return new Idle();
        }
        if (text.startsWith("marker:") && text.length() > "marker:".length()) {
            return new Marker(text.substring("marker:".length()));
        }
        if (Durations.isDuration(text)) {
            return new Elapsed(Durations.parse("--until", text));
        }
        throw new UsageException(
                "--until cannot be '%s'; it can be idle, a time such as 5s, or marker:TEXT"
                        .formatted(text));
    }

    /** Durations as people write them: {@code 500ms}, {@code 5s}, {@code 2m}. */
    final class Durations {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9})(us|ms|s|m|h)");

        private Durations() {}

        static boolean isDuration(String text) {
            return FORM.matcher(text).matches();
        }

        /** Reads the value of an option. */
        public static Duration parse(String option, String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new UsageException(
                        "%s cannot be '%s'; it is a time such as 500ms, 5s or 2m"
                                .formatted(option, text));
            }
            long number = Long.parseLong(form.group(1));
            return switch (form.group(2)) {
                case "us" -> Duration.ofNanos(number * 1_000);
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                default -> Duration.ofHours(number);
            };
        }
    }
}
