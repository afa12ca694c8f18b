package io.atoll.coordinator.system;

import java.util.List;
import java.util.Optional;

/**
 * What the schema says of one element.
 *
 * @param tag its tag
 * @param meaning what Atoll makes of it
 * @param attributes the attributes it may have
 * @param children tags of the elements it may contain
 */
record ElementKind(
        String tag, Meaning meaning, List<AttributeKind> attributes, List<String> children) {
    /** What Atoll makes of an element that Microkit knows. */
    enum Meaning {
        /** Read and used. */
        USED,
        /** Read and kept, but nothing happens: a warning. */
        WITHOUT_EFFECT,
        /** Skipped with everything inside: a warning. */
        SKIPPED,
        /** Refused with everything inside: an error. */
        REFUSED
    }

    static ElementKind of(String tag, AttributeKind... attributes) {
        return new ElementKind(tag, Meaning.USED, List.of(attributes), List.of());
    }

    /** An element into which nobody looks. */
    static ElementKind opaque(String tag, Meaning meaning) {
        return new ElementKind(tag, meaning, List.of(), List.of());
    }

    ElementKind with(Meaning newMeaning) {
        return new ElementKind(tag, newMeaning, attributes, children);
    }

    ElementKind containing(String... tags) {
        return new ElementKind(tag, meaning, attributes, List.of(tags));
    }

    boolean isOpaque() {
        return meaning == Meaning.SKIPPED || meaning == Meaning.REFUSED;
    }

    Optional<AttributeKind> attribute(String name) {
        return attributes.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    List<String> attributeNames() {
        return attributes.stream().map(AttributeKind::name).toList();
    }
}
