package io.atoll.coordinator.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An element of a system file as it was written, before anything is known about its meaning.
 * Mutable while the file is read, by the reading thread.
 */
final class XmlElement {
    private final String tag;
    private final Position position;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<XmlElement> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    XmlElement(String tag, Position position) {
        this.tag = tag;
        this.position = position;
    }

    String tag() {
        return tag;
    }

    /** Where its {@code <} stands. */
    Position position() {
        return position;
    }

    /** Attributes by local name, in source order. */
    Map<String, String> attributes() {
        return attributes;
    }

    /** Child elements in source order. */
    List<XmlElement> children() {
        return children;
    }

    /** Child elements of this tag. */
    List<XmlElement> children(String childTag) {
        return children.stream().filter(child -> child.tag.equals(childTag)).toList();
    }

    /** Text directly inside, without white space around it. */
    String text() {
        return text.toString().strip();
    }

    void appendText(String more) {
        text.append(more);
    }

    boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    /** Value of an attribute, or the default. */
    String attribute(String name, String otherwise) {
        return attributes.getOrDefault(name, otherwise);
    }
}
