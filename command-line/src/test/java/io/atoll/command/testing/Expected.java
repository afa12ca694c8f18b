package io.atoll.command.testing;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Expected output with two wildcards: a line {@code ...} stands for any lines, also none; a word in
 * angle brackets, such as {@code <ns>}, for anything without a space. Runs of spaces are one.
 */
public final class Expected {
    private static final Pattern PART = Pattern.compile("<[a-z]+>|[^<]+|<");

    private Expected() {}

    /** Whether this output is as expected. */
    public static boolean matches(List<String> expected, List<String> actual) {
        return matches(expected, 0, actual, 0);
    }

    private static boolean matches(List<String> expected, int e, List<String> actual, int a) {
        if (e == expected.size()) {
            return a == actual.size();
        }
        if (expected.get(e).strip().equals("...")) {
            return matches(expected, e + 1, actual, a)
                    || a < actual.size() && matches(expected, e, actual, a + 1);
        }
        return a < actual.size()
                && pattern(expected.get(e)).matcher(spaced(actual.get(a))).matches()
                && matches(expected, e + 1, actual, a + 1);
    }

    private static Pattern pattern(String line) {
        StringBuilder regex = new StringBuilder();
        PART.matcher(spaced(line))
                .results()
                .forEach(
                        part ->
                                regex.append(
                                        part.group().matches("<[a-z]+>")
                                                ? "\\S+"
                                                : Pattern.quote(part.group())));
        return Pattern.compile(regex.toString());
    }

    private static String spaced(String line) {
        return line.strip().replaceAll("\\s+", " ");
    }

    /** Fails, showing both, unless the output is as expected. */
    public static void assertMatches(List<String> expected, List<String> actual) {
        if (!matches(expected, actual)) {
            throw new AssertionError(
                    "expected:%n%s%nbut was:%n%s"
                            .formatted(String.join("\n", expected), String.join("\n", actual)));
        }
    }
}
