package io.atoll.coordinator.system;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the Microkit tool refuses and Atoll accepts, for descriptions that are to stay readable for
 * both. Source: {@code tool/microkit/src/sdf.rs}, which parses some numbers as plain decimals and
 * the others with {@code 0x} in lower case, and later reads every program image as ELF.
 */
final class MicrokitChecks {
    private static final Pattern DECIMAL = Pattern.compile("[0-9]+");

    /** Attributes that the tool reads without hexadecimal and underscores, by their elements. */
    private static final Map<String, Set<String>> PLAIN_DECIMALS =
            Map.of(
                    "irq", Set.of("irq", "id", "pin", "vector", "handle", "ioapic"),
                    "end", Set.of("id"),
                    "protection_domain", Set.of("id"));

    private final Diagnostics diagnostics;

    private MicrokitChecks(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** Checks a whole tree. */
    static void check(XmlElement root, Diagnostics diagnostics) {
        new MicrokitChecks(diagnostics).checkElement(root, Schema.root());
    }

    private void checkElement(XmlElement element, ElementKind kind) {
        if (kind.isOpaque()) {
            if (kind.meaning() == ElementKind.Meaning.SKIPPED) {
                report(
                        Rule.E_MICROKIT_UNCHECKED,
                        element,
                        "ignored here, so nothing can be said of it for the Microkit tool");
            }
            return;
        }
        kind.attributes().stream()
                .filter(attribute -> element.has(attribute.name()))
                .forEach(attribute -> checkNumber(element, attribute));
        if (element.tag().equals("program_image")) {
            checkImage(element, "path");
            checkImage(element, "path_for_symbols");
        }
        element.children().stream()
                .filter(child -> kind.children().contains(child.tag()))
                .forEach(child -> checkElement(child, Schema.kindOf(child, kind)));
    }

    private void checkNumber(XmlElement element, AttributeKind attribute) {
        String value = element.attribute(attribute.name(), "");
        boolean isNumber =
                attribute.type() == AttributeKind.Type.INTEGER
                        || attribute.type() == AttributeKind.Type.LONG;
        if (!isNumber || Numbers.parse(value).isEmpty()) {
            return; // no number at all: said by others
        }
        boolean isPlain =
                PLAIN_DECIMALS.getOrDefault(element.tag(), Set.of()).contains(attribute.name());
        if (isPlain && !DECIMAL.matcher(value).matches()) {
            report(
                    Rule.E_MICROKIT_INTEGER,
                    element,
                    "'%s' is '%s', but the Microkit tool takes only digits here; write %s"
                            .formatted(
                                    attribute.name(), value, Numbers.parse(value).orElseThrow()));
        } else if (value.startsWith("0X")) {
            report(
                    Rule.E_MICROKIT_INTEGER,
                    element,
                    "'%s' is '%s', but for the Microkit tool hexadecimal begins with 0x"
                            .formatted(attribute.name(), value));
        }
    }

    private void checkImage(XmlElement element, String attribute) {
        String path = element.attribute(attribute, "");
        if (!path.isEmpty() && !(ProgramImage.of(path) instanceof ProgramImage.Elf)) {
            report(
                    Rule.E_MICROKIT_IMAGE,
                    element,
                    "'%s' is '%s', which is no ELF file; name one, and its Java program in [images] of atoll.toml"
                            .formatted(attribute, path));
        }
    }

    private void report(Rule rule, XmlElement element, String message) {
        diagnostics.report(rule, element.position(), element.tag(), message);
    }
}
