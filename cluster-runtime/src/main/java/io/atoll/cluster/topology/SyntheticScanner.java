package io.atoll.cluster.topology;

/**
 * Reads a synthetic description from left to right and knows the column it is at. Used by one
 * thread.
 */
final class SyntheticScanner {
    private final String text;
    private final int firstColumn;
    private int position;

    /**
     * @param text what to read
     * @param firstColumn column of its first character in what the person wrote
     */
    SyntheticScanner(String text, int firstColumn) {
        this.text = text;
        this.firstColumn = firstColumn;
    }

    boolean atEnd() {
        return position == text.length();
    }

    int column() {
        return firstColumn + position;
    }

    void skipSpace() {
        while (!atEnd() && isSpace(text.charAt(position))) {
            position++;
        }
    }

    boolean isAt(char expected) {
        return !atEnd() && text.charAt(position) == expected;
    }

    boolean isAtLetter() {
        return !atEnd() && isAsciiLetter(text.charAt(position));
    }

    boolean isAtDigit() {
        return !atEnd() && isAsciiDigit(text.charAt(position));
    }

    /** Steps over a character if it is next. */
    boolean take(char expected) {
        if (!isAt(expected)) {
            return false;
        }
        position++;
        return true;
    }

    /** Letters and digits up to something else; may be empty. */
    String takeWord() {
        int start = position;
        while (isAtLetter() || isAtDigit()) {
            position++;
        }
        return text.substring(start, position);
    }

    /** All up to white space or one of these characters; may be empty. */
    String takeUntil(String ends) {
        int start = position;
        while (!atEnd()
                && !isSpace(text.charAt(position))
                && ends.indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return text.substring(start, position);
    }

    /**
     * A number in C notation: {@code 10}, {@code 0x10}, {@code 010}.
     *
     * @param what the number is of, and an example, for the sentence if there is none
     */
    long takeNumber(String what, String example) {
        int start = position;
        int column = column();
        int radix = 10;
        if (take('0')) {
            radix = 8;
            if (take('x') || take('X')) {
                radix = 16;
                start = position;
            }
        }
        while (!atEnd()
                && Character.digit(text.charAt(position), radix) >= 0
                && text.charAt(position) < 128) {
            position++;
        }
        String digits = text.substring(start, position);
        if (digits.isEmpty() || isAtDigit()) {
            throw new TopologyFormatException(
                    column,
                    "%s must be a number, found %s; write for example %s"
                            .formatted(what, found(column), example));
        }
        try {
            return Long.parseLong(digits, radix);
        } catch (NumberFormatException tooLong) {
            throw new TopologyFormatException(
                    column, "%s is too big; write for example %s".formatted(what, example));
        }
    }

    /** What stands here, quoted, for a sentence about it. */
    String found() {
        return found(column());
    }

    private String found(int column) {
        int start = column - firstColumn;
        if (start >= text.length()) {
            return "the end";
        }
        int end = start;
        while (end < text.length() && end - start < 20 && !isSpace(text.charAt(end))) {
            end++;
        }
        return end == start ? "a space" : "'" + text.substring(start, end) + "'";
    }

    static boolean isSpace(char character) {
        return character == ' ' || character == '\t' || character == '\n' || character == '\r';
    }

    private static boolean isAsciiLetter(char character) {
        return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z';
    }

    private static boolean isAsciiDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
