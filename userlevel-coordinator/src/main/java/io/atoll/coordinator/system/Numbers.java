package io.atoll.coordinator.system;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The integers of system files, read and written. */
final class Numbers {
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9][0-9_]*");
    private static final Pattern HEXADECIMAL = Pattern.compile("0[xX]_*[0-9a-fA-F][0-9a-fA-F_]*");

    private Numbers() {}

    /** A decimal integer, or a hexadecimal one after {@code 0x}; underscores are ignored. */
    static Optional<BigInteger> parse(String text) {
        String digits = text.replace("_", "");
        if (DECIMAL.matcher(text).matches()) {
            return Optional.of(new BigInteger(digits));
        }
        if (HEXADECIMAL.matcher(text).matches()) {
            return Optional.of(new BigInteger(digits.substring(2), 16));
        }
        return Optional.empty();
    }

    /** Hexadecimal with an underscore before every four digits: {@code 0x4000_2000}. */
    static String hex(long value) {
        StringBuilder digits = new StringBuilder(Long.toHexString(value).toLowerCase(Locale.ROOT));
        for (int at = digits.length() - 4; at > 0; at -= 4) {
            digits.insert(at, '_');
        }
        return digits.insert(0, "0x").toString();
    }

    /** A half-open range: {@code [0x1000..0x2000)}. */
    static String range(long start, long sizeBytes) {
        return "[" + hex(start) + ".." + hex(start + sizeBytes) + ")";
    }
}
