package io.atoll.coordinator.system;

import java.util.List;

/**
 * What the schema says of one attribute.
 *
 * @param name its name
 * @param type form of its value
 * @param required whether the element is wrong without it
 * @param choices allowed values, for {@link Type#CHOICE}
 * @param ignoredUnless the only value that needs no warning, since every other one asks for
 *     something that has no meaning in an emulator; null if the attribute always has a meaning
 */
record AttributeKind(
        String name, Type type, boolean required, List<String> choices, String ignoredUnless) {
    /** Stands in {@link #ignoredUnless} for "no value is without a warning". */
    static final String ALWAYS_IGNORED = "";

    /** Form of a value. */
    enum Type {
        TEXT,
        /** Fits into 32 bits with sign. */
        INTEGER,
        /** Fits into 63 bits; addresses and sizes. */
        LONG,
        BOOLEAN,
        CHOICE
    }

    static AttributeKind text(String name) {
        return new AttributeKind(name, Type.TEXT, false, List.of(), null);
    }

    static AttributeKind integer(String name) {
        return new AttributeKind(name, Type.INTEGER, false, List.of(), null);
    }

    static AttributeKind longInteger(String name) {
        return new AttributeKind(name, Type.LONG, false, List.of(), null);
    }

    static AttributeKind bool(String name) {
        return new AttributeKind(name, Type.BOOLEAN, false, List.of(), null);
    }

    static AttributeKind choice(String name, String... choices) {
        return new AttributeKind(name, Type.CHOICE, false, List.of(choices), null);
    }

    AttributeKind asRequired() {
        return new AttributeKind(name, type, true, choices, ignoredUnless);
    }

    AttributeKind ignoredUnless(String value) {
        return new AttributeKind(name, type, required, choices, value);
    }

    AttributeKind ignored() {
        return ignoredUnless(ALWAYS_IGNORED);
    }
}
