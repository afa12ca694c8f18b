package io.atoll.conformance.recordings;

import java.util.ArrayList;
import java.util.List;

/**
 * The {@code key=value} fields of one half of a line, taken one by one. What is not taken in the
 * end is an error, so that no field of a recording is overlooked.
 */
final class Fields {
    /** Something is wrong with the line; the message lacks file and line. */
    static final class FormatException extends Exception {
        private static final long serialVersionUID = 1L;

        FormatException(String problem) {
            super(problem);
        }
    }

    private static final long[] NOTHING = {};

    private final List<String> fields;

    Fields(List<String> fields) {
        this.fields = new ArrayList<>(fields);
    }

    /** The value of a field, or null if the line has none. */
    String take(String key) {
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            if (field.length() > key.length()
                    && field.charAt(key.length()) == '='
                    && field.startsWith(key)) {
                fields.remove(i);
                return field.substring(key.length() + 1);
            }
        }
        return null;
    }

    /** The next field as it stands, whether or not it has a key. */
    String takeFirst(String what) throws FormatException {
        if (fields.isEmpty()) {
            throw new FormatException("a line that ends where " + what + " should follow");
        }
        return fields.removeFirst();
    }

    /** As {@link #takeFirst}, if the next field is this word. */
    boolean takeWord(String word) {
        boolean found = !fields.isEmpty() && fields.getFirst().equals(word);
        if (found) {
            fields.removeFirst();
        }
        return found;
    }

    String require(String key) throws FormatException {
        String value = take(key);
        if (value == null) {
            throw new FormatException("a line without the field " + key + "=");
        }
        return value;
    }

    long number(String key) throws FormatException {
        return parse(key, require(key));
    }

    int smallNumber(String key) throws FormatException {
        long value = number(key);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new FormatException(key + "=" + value + " is far too large");
        }
        return (int) value;
    }

    /** A number, after which a colon and a name may follow for readers. */
    long namedNumber(String key) throws FormatException {
        String value = require(key);
        int colon = value.indexOf(':');
        return parse(key, colon < 0 ? value : value.substring(0, colon));
    }

    /** The numbers of a list; empty if the line has no such field. */
    long[] list(String key) throws FormatException {
        String value = take(key);
        return value == null ? NOTHING : list(key, value);
    }

    static long[] list(String key, String value) throws FormatException {
        String[] items = items(key, value);
        long[] numbers = new long[items.length];
        for (int i = 0; i < items.length; i++) {
            numbers[i] = parse(key, items[i]);
        }
        return numbers;
    }

    /** The items of a list, without its brackets. */
    static String[] items(String key, String value) throws FormatException {
        if (!value.startsWith("[") || !value.endsWith("]")) {
            throw new FormatException("%s=%s is no list".formatted(key, value));
        }
        String inside = value.substring(1, value.length() - 1);
        return inside.isEmpty() ? new String[0] : inside.split(",", -1);
    }

    static long parse(String key, String text) throws FormatException {
        try {
            return RecordedNumber.parse(text);
        } catch (NumberFormatException e) {
            throw new FormatException("'%s' in %s= is no number".formatted(text, key));
        }
    }

    List<String> rest() {
        return List.copyOf(fields);
    }

    void end() throws FormatException {
        if (!fields.isEmpty()) {
            throw new FormatException("the field '" + fields.getFirst() + "' is unknown here");
        }
    }
}
