package io.atoll.coordinator.system;

/** Writes indented XML elements with attributes. Not thread-safe. */
final class XmlWriter {
    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();
    private int depth;
    private String openTag = "";

    XmlWriter() {
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    /** Begins an element; attributes follow. */
    XmlWriter begin(String tag) {
        closeStartTag();
        out.append(INDENT.repeat(depth)).append('<').append(tag);
        openTag = tag;
        depth++;
        return this;
    }

    /** Adds an attribute to the element just begun. */
    XmlWriter attribute(String name, Object value) {
        out.append(' ').append(name).append("=\"");
        escape(value.toString());
        out.append('"');
        return this;
    }

    /** Adds an attribute unless its value is the default. */
    XmlWriter attribute(String name, Object value, Object defaultValue) {
        return value.equals(defaultValue) ? this : attribute(name, value);
    }

    /** Ends an element. */
    XmlWriter end(String tag) {
        depth--;
        if (openTag.isEmpty()) {
            out.append(INDENT.repeat(depth)).append("</").append(tag).append(">\n");
        } else {
            out.append("/>\n");
            openTag = "";
        }
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private void closeStartTag() {
        if (!openTag.isEmpty()) {
            out.append(">\n");
            openTag = "";
        }
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\t', '\n', '\r' -> out.append("&#").append((int) c).append(';');
                default -> out.append(c);
            }
        }
    }
}
