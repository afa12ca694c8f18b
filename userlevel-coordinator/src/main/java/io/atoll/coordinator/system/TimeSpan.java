package io.atoll.coordinator.system;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them: {@code 500ms}, {@code 5s}, {@code 2m}. */
public final class TimeSpan {
    /** What a time is, as the end of a sentence. */
    public static final String FORM = "it is a time such as 500ms, 5s or 2m";

    private static final Pattern PATTERN = Pattern.compile("(\\d{1,9})(us|ms|s|m|h)");

    private TimeSpan() {}

    /** Empty if it is none. */
    public static Optional<Duration> parse(String text) {
        Matcher form = PATTERN.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(form.group(1));
        return Optional.of(
                switch (form.group(2)) {
                    case "us" -> Duration.ofNanos(number * 1_000);
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    default -> Duration.ofHours(number);
                });
    }
}
