package io.atoll.cluster.simulated.trace;

import java.util.Locale;

/** Text of an SVG picture as it grows. Used by one thread. */
final class Svg {
    private final StringBuilder text = new StringBuilder();

    /** A line, with numbers that look the same in every country. */
    Svg add(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
        return this;
    }

    /** A coordinate: tenths of pixels are enough, and short. */
    static String n(double pixels) {
        long tenths = Math.round(pixels * 10);
        return tenths % 10 == 0
                ? Long.toString(tenths / 10)
                : String.format(Locale.ROOT, "%.1f", tenths / 10.0);
    }

    /** Text between tags. Control characters have no place in XML. */
    static String escaped(String plain) {
        StringBuilder safe = new StringBuilder();
        plain.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '<' -> safe.append("&lt;");
                                case '>' -> safe.append("&gt;");
                                case '&' -> safe.append("&amp;");
                                case '"' -> safe.append("&quot;");
                                default -> safe.appendCodePoint(isText(c) ? c : '?');
                            }
                        });
        return safe.toString();
    }

    private static boolean isText(int c) {
        return c >= ' ' && c < 0xd800 || c >= 0xe000 && c < 0xfffe || c >= 0x10000;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
