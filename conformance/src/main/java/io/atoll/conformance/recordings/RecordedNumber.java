package io.atoll.conformance.recordings;

/** Numbers as recordings write them: decimal below ten, hexadecimal above, unsigned. */
final class RecordedNumber {
    private RecordedNumber() {}

    static String format(long value) {
        return value >= 0 && value < 10 ? Long.toString(value) : "0x" + Long.toHexString(value);
    }

    /**
     * @throws NumberFormatException if it is no number
     */
    static long parse(String text) {
        return text.startsWith("0x")
                ? Long.parseUnsignedLong(text, 2, text.length(), 16)
                : Long.parseUnsignedLong(text);
    }
}
