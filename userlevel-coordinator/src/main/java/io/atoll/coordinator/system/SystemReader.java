package io.atoll.coordinator.system;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Builds the model from a tree that the {@link SchemaCheck} has seen. Here are the defaults. What
 * was faulty gets a default too, and {@link Diagnostics#isSound} tells later checks.
 */
final class SystemReader {
    private final Diagnostics diagnostics;

    private SystemReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** Reads the whole description. */
    static SystemDescription read(String name, XmlElement root, Diagnostics diagnostics) {
        SystemReader reader = new SystemReader(diagnostics);
        return new SystemDescription(
                name,
                root.children("protection_domain").stream().map(reader::domain).toList(),
                root.children("memory_region").stream().map(reader::region).toList(),
                reader.channels(root));
    }

    private ProtectionDomain domain(XmlElement element) {
        long budget = number(element, "budget", ProtectionDomain.DEFAULT_BUDGET_MICROS);
        return new ProtectionDomain(
                element.attribute("name", ""),
                integer(element, "priority", 0),
                budget,
                number(element, "period", budget),
                bool(element, "passive", false),
                number(element, "stack_size", ProtectionDomain.DEFAULT_STACK_BYTES),
                integer(element, "cpu", 0),
                programImage(element),
                element.children("map").stream().map(this::mapping).toList(),
                element.children("irq").stream().map(this::irq).toList(),
                element.children("setvar").stream().map(this::setvar).toList(),
                capabilities(element),
                element.children("protection_domain").stream().map(this::child).toList(),
                element.position());
    }

    private Child child(XmlElement element) {
        return new Child(
                integer(element, "id", 0), element.attribute("setvar_id", ""), domain(element));
    }

    private ProgramImage programImage(XmlElement domain) {
        List<XmlElement> images = domain.children("program_image");
        if (images.isEmpty()) {
            return null;
        }
        reportFurther(images);
        XmlElement image = images.getFirst();
        return ProgramImage.of(
                image.attribute("path", ""),
                image.attribute("path_for_symbols", ""),
                image.position());
    }

    private Mapping mapping(XmlElement element) {
        return new Mapping(
                element.attribute("mr", ""),
                number(element, "vaddr", 0),
                element.attribute("perms", "rw"),
                bool(element, "cached", true),
                element.attribute("setvar_vaddr", ""),
                element.attribute("setvar_size", ""),
                element.attribute("setvar_prefill_size", ""),
                element.position());
    }

    private Irq irq(XmlElement element) {
        return new Irq(
                integer(element, "id", 0),
                irqSource(element),
                element.attribute("setvar_id", ""),
                element.position());
    }

    private Irq.Source irqSource(XmlElement element) {
        Irq.Trigger trigger =
                element.attribute("trigger", "level").equals("edge")
                        ? Irq.Trigger.EDGE
                        : Irq.Trigger.LEVEL;
        if (element.has("pcidev") || element.has("handle")) {
            return new Irq.Message(
                    element.attribute("pcidev", ""),
                    integer(element, "handle", 0),
                    integer(element, "vector", 0));
        }
        if (element.has("pin") || element.has("vector")) {
            return new Irq.IoApicPin(
                    integer(element, "ioapic", 0),
                    integer(element, "pin", 0),
                    integer(element, "vector", 0),
                    trigger,
                    element.attribute("polarity", "high").equals("high"));
        }
        return new Irq.Line(integer(element, "irq", 0), trigger);
    }

    private SetVar setvar(XmlElement element) {
        return new SetVar(
                element.attribute("symbol", ""),
                element.attribute("region_paddr", ""),
                element.position());
    }

    private List<UserCapability> capabilities(XmlElement domain) {
        List<XmlElement> cspaces = domain.children("cspace");
        if (cspaces.isEmpty()) {
            return List.of();
        }
        reportFurther(cspaces);
        List<UserCapability> capabilities = new ArrayList<>();
        for (XmlElement element : cspaces.getFirst().children()) {
            for (UserCapability.Kind kind : UserCapability.Kind.values()) {
                if (kind.tag().equals(element.tag())) {
                    capabilities.add(
                            new UserCapability(
                                    kind,
                                    integer(element, "slot", 0),
                                    element.attribute("pd", ""),
                                    element.position()));
                }
            }
        }
        return capabilities;
    }

    private MemoryRegion region(XmlElement element) {
        boolean hasPrefill = element.has("prefill_path");
        if (!element.has("size") && !hasPrefill) {
            diagnostics.reportFaulty(
                    Rule.E_ATTRIBUTE_MISSING,
                    element.position(),
                    element.tag(),
                    "size",
                    "required attribute 'size' is missing; only a region with 'prefill_path' has"
                            + " a size of its own");
        }
        return new MemoryRegion(
                element.attribute("name", ""),
                number(element, "size", MemoryRegion.UNDECIDED),
                number(element, "page_size", MemoryRegion.UNDECIDED),
                isKnown(element, "phys_addr")
                        ? OptionalLong.of(number(element, "phys_addr", 0))
                        : OptionalLong.empty(),
                element.attribute("prefill_path", ""),
                element.attribute("prefill_bootinfo", ""),
                element.position());
    }

    private List<Channel> channels(XmlElement root) {
        List<Channel> channels = new ArrayList<>();
        for (XmlElement element : root.children("channel")) {
            List<XmlElement> ends = element.children("end");
            if (ends.size() == 2) {
                channels.add(new Channel(end(ends.get(0)), end(ends.get(1)), element.position()));
            } else {
                diagnostics.report(
                        Rule.E_CHANNEL_ENDS,
                        element.position(),
                        element.tag(),
                        "a channel has exactly two ends, this one has " + ends.size());
            }
        }
        return channels;
    }

    private End end(XmlElement element) {
        return new End(
                element.attribute("pd", ""),
                integer(element, "id", 0),
                bool(element, "pp", false),
                bool(element, "notify", true),
                element.attribute("setvar_id", ""),
                element.position());
    }

    private void reportFurther(List<XmlElement> sameTag) {
        for (XmlElement further : sameTag.subList(1, sameTag.size())) {
            diagnostics.report(
                    Rule.E_ELEMENT_TWICE,
                    further.position(),
                    further.tag(),
                    "given before at row "
                            + sameTag.getFirst().position().row()
                            + "; a protection domain has one");
        }
    }

    private boolean isKnown(XmlElement element, String attribute) {
        return element.has(attribute) && diagnostics.isSound(element.position(), attribute);
    }

    private int integer(XmlElement element, String attribute, int otherwise) {
        return (int) number(element, attribute, otherwise);
    }

    private long number(XmlElement element, String attribute, long otherwise) {
        return isKnown(element, attribute)
                ? Numbers.parse(element.attribute(attribute, "")).orElseThrow().longValueExact()
                : otherwise;
    }

    private boolean bool(XmlElement element, String attribute, boolean otherwise) {
        return isKnown(element, attribute)
                ? element.attribute(attribute, "").equals("true")
                : otherwise;
    }
}
