package io.atoll.cluster.simulated.fault;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times in plans: whole nanoseconds, written with the largest unit that divides them. */
final class VirtualTime {
    private static final Pattern FORM = Pattern.compile("([0-9_]{1,18})(ns|us|ms|s)");
    private static final String[] UNITS = {"s", "ms", "us", "ns"};
    private static final long[] NANOS = {1_000_000_000, 1_000_000, 1_000, 1};

    /** More than any run takes; far from overflow when added up. */
    static final long MOST = 1L << 60;

    private VirtualTime() {}

    static String text(long nanos) {
        for (int i = 0; ; i++) {
            if (nanos % NANOS[i] == 0) {
                return nanos / NANOS[i] + UNITS[i];
            }
        }
    }

    /** Empty if it is no time. */
    static OptionalLong parse(String text) {
        Matcher form = FORM.matcher(text);
        String digits = form.matches() ? form.group(1).replace("_", "") : "";
        if (digits.isEmpty()) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(digits);
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equals(form.group(2)) && number <= MOST / NANOS[i]) {
                return OptionalLong.of(number * NANOS[i]);
            }
        }
        return OptionalLong.empty();
    }
}
