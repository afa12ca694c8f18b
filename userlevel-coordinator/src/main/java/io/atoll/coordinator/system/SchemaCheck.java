package io.atoll.coordinator.system;

import java.math.BigInteger;

/**
 * Compares a tree with the {@link Schema}: unknown elements and attributes, missing ones, text, and
 * values of the wrong form. Afterwards every sound attribute can be converted without asking again.
 */
final class SchemaCheck {
    private static final int INTEGER_BITS = 31;
    private static final int LONG_BITS = 63;
    private static final int TEXT_SHOWN = 30;

    private final Diagnostics diagnostics;

    private SchemaCheck(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** Checks a whole tree. */
    static void check(XmlElement root, Diagnostics diagnostics) {
        new SchemaCheck(diagnostics).checkElement(root, Schema.root());
    }

    private void checkElement(XmlElement element, ElementKind kind) {
        switch (kind.meaning()) {
            case WITHOUT_EFFECT ->
                    warn(element, "accepted, but no emulated device raises interrupts");
            case SKIPPED -> warn(element, "accepted, but it has no meaning here and is ignored");
            case REFUSED -> refuse(element);
            case USED -> {
                // nothing to say
            }
        }
        if (kind.isOpaque()) {
            return;
        }
        checkText(element);
        checkAttributes(element, kind);
        for (XmlElement child : element.children()) {
            if (kind.children().contains(child.tag())) {
                checkElement(child, Schema.kindOf(child, kind));
            } else {
                reportMisplaced(child, kind);
            }
        }
    }

    private void warn(XmlElement element, String message) {
        diagnostics.report(Rule.W_NO_MEANING, element.position(), element.tag(), message);
    }

    private void refuse(XmlElement element) {
        diagnostics.report(
                Rule.E_VIRTUAL_MACHINE,
                element.position(),
                element.tag(),
                "virtual machines cannot run here: Atoll emulates kernels, not processors; remove"
                        + " it or run the system under Microkit");
    }

    private void checkText(XmlElement element) {
        String text = element.text();
        if (!text.isEmpty()) {
            String line = text.lines().findFirst().orElse("").strip();
            String shown =
                    line.length() > TEXT_SHOWN ? line.substring(0, TEXT_SHOWN) + "..." : line;
            diagnostics.report(
                    Rule.E_TEXT,
                    element.position(),
                    element.tag(),
                    "text '" + shown + "' where only elements may stand");
        }
    }

    private void reportMisplaced(XmlElement child, ElementKind parent) {
        String place = "'" + parent.tag() + "'";
        diagnostics.report(
                Rule.E_ELEMENT,
                child.position(),
                child.tag(),
                parent.children().isEmpty()
                        ? place + " contains no elements"
                        : "not an element that may stand inside " + place);
        diagnostics.suggest(Rule.E_ELEMENT, child.position(), child.tag(), parent.children());
    }

    private void checkAttributes(XmlElement element, ElementKind kind) {
        for (AttributeKind attribute : kind.attributes()) {
            if (attribute.required() && !element.has(attribute.name())) {
                diagnostics.reportFaulty(
                        Rule.E_ATTRIBUTE_MISSING,
                        element.position(),
                        element.tag(),
                        attribute.name(),
                        "required attribute '" + attribute.name() + "' is missing");
            }
        }
        element.attributes()
                .forEach(
                        (name, value) ->
                                kind.attribute(name)
                                        .ifPresentOrElse(
                                                attribute -> checkValue(element, attribute, value),
                                                () -> reportUnknown(element, kind, name)));
    }

    private void reportUnknown(XmlElement element, ElementKind kind, String name) {
        diagnostics.report(
                Rule.E_ATTRIBUTE,
                element.position(),
                element.tag(),
                "unknown attribute '" + name + "'");
        diagnostics.suggest(Rule.E_ATTRIBUTE, element.position(), name, kind.attributeNames());
    }

    private void checkValue(XmlElement element, AttributeKind attribute, String value) {
        boolean sound =
                switch (attribute.type()) {
                    case TEXT -> true;
                    case INTEGER -> checkInteger(element, attribute, value, INTEGER_BITS);
                    case LONG -> checkInteger(element, attribute, value, LONG_BITS);
                    case BOOLEAN -> checkBoolean(element, attribute, value);
                    case CHOICE -> checkChoice(element, attribute, value);
                };
        if (sound
                && attribute.ignoredUnless() != null
                && !attribute.ignoredUnless().equals(value)) {
            warn(
                    element,
                    "attribute '" + attribute.name() + "' is accepted, but it has no meaning here");
        }
    }

    private boolean checkInteger(
            XmlElement element, AttributeKind attribute, String value, int bits) {
        String shown = "'" + attribute.name() + "' is '" + value + "'";
        BigInteger number = Numbers.parse(value).orElse(null);
        if (number == null) {
            return fault(
                    Rule.E_INTEGER,
                    element,
                    attribute,
                    shown + ", which is not an integer; write 4096 or 0x1000");
        }
        if (number.bitLength() > bits) {
            return fault(Rule.E_INTEGER, element, attribute, shown + ", which is out of range");
        }
        return true;
    }

    private boolean checkBoolean(XmlElement element, AttributeKind attribute, String value) {
        if (value.equals("true") || value.equals("false")) {
            return true;
        }
        return fault(
                Rule.E_BOOLEAN,
                element,
                attribute,
                "'" + attribute.name() + "' is '" + value + "', but must be 'true' or 'false'");
    }

    private boolean checkChoice(XmlElement element, AttributeKind attribute, String value) {
        if (attribute.choices().contains(value)) {
            return true;
        }
        fault(
                Rule.E_CHOICE,
                element,
                attribute,
                "'"
                        + attribute.name()
                        + "' is '"
                        + value
                        + "', but must be one of "
                        + String.join(", ", attribute.choices()));
        diagnostics.suggest(Rule.E_CHOICE, element.position(), value, attribute.choices());
        return false;
    }

    private boolean fault(Rule rule, XmlElement element, AttributeKind attribute, String message) {
        diagnostics.reportFaulty(
                rule, element.position(), element.tag(), attribute.name(), message);
        return false;
    }
}
