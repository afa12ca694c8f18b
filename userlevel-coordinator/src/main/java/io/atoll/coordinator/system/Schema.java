package io.atoll.coordinator.system;

import static io.atoll.coordinator.system.AttributeKind.bool;
import static io.atoll.coordinator.system.AttributeKind.choice;
import static io.atoll.coordinator.system.AttributeKind.integer;
import static io.atoll.coordinator.system.AttributeKind.longInteger;
import static io.atoll.coordinator.system.AttributeKind.text;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The elements and attributes of Microkit system files, as a table: the one place that says what
 * may stand where, in which form, and what of it has a meaning here. Defaults are where the model
 * is built ({@link SystemReader}), ranges where it is checked.
 */
final class Schema {
    static final String ROOT = "system";

    private static final ElementKind SYSTEM =
            ElementKind.of(ROOT)
                    .containing(
                            "protection_domain",
                            "memory_region",
                            "channel",
                            "io_address_space",
                            "domains");

    private static final ElementKind PROTECTION_DOMAIN =
            ElementKind.of(
                            "protection_domain",
                            text("name").asRequired(),
                            integer("priority"),
                            longInteger("budget"),
                            longInteger("period"),
                            bool("passive"),
                            longInteger("stack_size"),
                            integer("cpu"),
                            bool("smc").ignoredUnless("false"),
                            bool("fpu").ignoredUnless("true"),
                            text("domain").ignored())
                    .containing(
                            "program_image",
                            "map",
                            "irq",
                            "ioport",
                            "setvar",
                            "cspace",
                            "virtual_machine",
                            "protection_domain");

    /** A protection domain inside another one. */
    private static final ElementKind CHILD =
            new ElementKind(
                    PROTECTION_DOMAIN.tag(),
                    PROTECTION_DOMAIN.meaning(),
                    Stream.concat(
                                    PROTECTION_DOMAIN.attributes().stream(),
                                    Stream.of(integer("id").asRequired(), text("setvar_id")))
                            .toList(),
                    PROTECTION_DOMAIN.children());

    private static final ElementKind LINE_IRQ =
            ElementKind.of(
                            "irq",
                            integer("irq").asRequired(),
                            integer("id").asRequired(),
                            choice("trigger", "level", "edge"),
                            text("setvar_id"))
                    .with(ElementKind.Meaning.WITHOUT_EFFECT);

    private static final ElementKind IO_APIC_IRQ =
            ElementKind.of(
                            "irq",
                            integer("pin").asRequired(),
                            integer("vector").asRequired(),
                            integer("id").asRequired(),
                            integer("ioapic"),
                            choice("trigger", "level", "edge"),
                            choice("polarity", "high", "low"),
                            text("setvar_id"))
                    .with(ElementKind.Meaning.WITHOUT_EFFECT);

    private static final ElementKind MESSAGE_IRQ =
            ElementKind.of(
                            "irq",
                            text("pcidev").asRequired(),
                            integer("handle").asRequired(),
                            integer("vector").asRequired(),
                            integer("id").asRequired(),
                            text("setvar_id"))
                    .with(ElementKind.Meaning.WITHOUT_EFFECT);

    private static final Map<String, ElementKind> BY_TAG =
            Stream.of(
                            SYSTEM,
                            PROTECTION_DOMAIN,
                            ElementKind.of(
                                    "program_image",
                                    text("path").asRequired(),
                                    text("path_for_symbols")),
                            ElementKind.of(
                                    "map",
                                    text("mr").asRequired(),
                                    longInteger("vaddr").asRequired(),
                                    text("perms"),
                                    bool("cached").ignoredUnless("true"),
                                    text("setvar_vaddr"),
                                    text("setvar_size"),
                                    text("setvar_prefill_size")),
                            ElementKind.of(
                                    "setvar",
                                    text("symbol").asRequired(),
                                    text("region_paddr").asRequired()),
                            ElementKind.of("cspace").containing("cap_tcb", "cap_sc", "cap_vspace"),
                            capability("cap_tcb"),
                            capability("cap_sc"),
                            capability("cap_vspace"),
                            ElementKind.of(
                                    "memory_region",
                                    text("name").asRequired(),
                                    longInteger("size"),
                                    longInteger("page_size"),
                                    longInteger("phys_addr").ignored(),
                                    text("prefill_path"),
                                    choice(
                                                    "prefill_bootinfo",
                                                    "x86_vbe",
                                                    "x86_mbmmap",
                                                    "x86_acpi_rsdp",
                                                    "x86_framebuffer",
                                                    "x86_tsc_freq",
                                                    "fdt")
                                            .ignored()),
                            ElementKind.of("channel").containing("end"),
                            ElementKind.of(
                                    "end",
                                    text("pd").asRequired(),
                                    integer("id").asRequired(),
                                    bool("pp"),
                                    bool("notify"),
                                    text("setvar_id")),
                            ElementKind.opaque("ioport", ElementKind.Meaning.SKIPPED),
                            ElementKind.opaque("io_address_space", ElementKind.Meaning.SKIPPED),
                            ElementKind.opaque("domains", ElementKind.Meaning.SKIPPED),
                            ElementKind.opaque("virtual_machine", ElementKind.Meaning.REFUSED))
                    .collect(Collectors.toMap(ElementKind::tag, Function.identity()));

    private Schema() {}

    private static ElementKind capability(String tag) {
        return ElementKind.of(tag, integer("slot").asRequired(), text("pd").asRequired());
    }

    /** The root element. */
    static ElementKind root() {
        return SYSTEM;
    }

    /** What the schema says of an element that its parent may contain. */
    static ElementKind kindOf(XmlElement element, ElementKind parent) {
        return switch (element.tag()) {
            case "protection_domain" ->
                    parent.tag().equals("protection_domain") ? CHILD : PROTECTION_DOMAIN;
            case "irq" -> irqKind(element);
            default -> BY_TAG.get(element.tag());
        };
    }

    private static ElementKind irqKind(XmlElement element) {
        if (element.has("pcidev") || element.has("handle")) {
            return MESSAGE_IRQ;
        }
        return element.has("pin") || element.has("vector") ? IO_APIC_IRQ : LINE_IRQ;
    }
}
