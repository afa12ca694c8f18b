package io.atoll.coordinator.system;

/**
 * Model to text: a system file that {@link SystemFile} reads back as an equal description, and that
 * the Microkit tool accepts. What has its default is left out, except page sizes, which are
 * decided.
 */
public final class SystemXml {
    private final XmlWriter xml = new XmlWriter();

    private SystemXml() {}

    /** The text of a system file; lines end with LF. */
    public static String write(SystemDescription description) {
        SystemXml writer = new SystemXml();
        writer.xml.begin(Schema.ROOT);
        description.memoryRegions().forEach(writer::write);
        description.protectionDomains().forEach(domain -> writer.write(domain, null));
        description.channels().forEach(writer::write);
        writer.xml.end(Schema.ROOT);
        return writer.xml.toString();
    }

    private void write(MemoryRegion region) {
        xml.begin("memory_region")
                .attribute("name", region.name())
                .attribute("size", Numbers.hex(region.sizeBytes()))
                .attribute("page_size", Numbers.hex(region.pageSizeBytes()));
        region.physicalAddress().ifPresent(a -> xml.attribute("phys_addr", Numbers.hex(a)));
        xml.attribute("prefill_path", region.prefillPath(), "")
                .attribute("prefill_bootinfo", region.prefillBootInfo(), "")
                .end("memory_region");
    }

    private void write(ProtectionDomain domain, Child child) {
        xml.begin("protection_domain").attribute("name", domain.name());
        if (child != null) {
            xml.attribute("id", child.id()).attribute("setvar_id", child.setvarId(), "");
        }
        xml.attribute("priority", domain.priority(), 0)
                .attribute("budget", domain.budgetMicros(), ProtectionDomain.DEFAULT_BUDGET_MICROS)
                .attribute("period", domain.periodMicros(), domain.budgetMicros())
                .attribute("passive", domain.passive(), false)
                .attribute(
                        "stack_size",
                        Numbers.hex(domain.stackSizeBytes()),
                        Numbers.hex(ProtectionDomain.DEFAULT_STACK_BYTES))
                .attribute("cpu", domain.cpu(), 0);
        ProgramImage image = domain.programImage();
        xml.begin("program_image")
                .attribute("path", image.path())
                .attribute("path_for_symbols", image.pathForSymbols(), "")
                .end("program_image");
        domain.maps().forEach(this::write);
        domain.irqs().forEach(this::write);
        domain.setvars().forEach(this::write);
        writeCapabilities(domain);
        domain.children().forEach(inner -> write(inner.domain(), inner));
        xml.end("protection_domain");
    }

    private void write(Mapping map) {
        xml.begin("map")
                .attribute("mr", map.region())
                .attribute("vaddr", Numbers.hex(map.virtualAddress()))
                .attribute("perms", map.permissions(), "rw")
                .attribute("cached", map.cached(), true)
                .attribute("setvar_vaddr", map.setvarVirtualAddress(), "")
                .attribute("setvar_size", map.setvarSize(), "")
                .attribute("setvar_prefill_size", map.setvarPrefillSize(), "")
                .end("map");
    }

    private void write(Irq irq) {
        xml.begin("irq");
        switch (irq.source()) {
            case Irq.Line line ->
                    xml.attribute("irq", line.number()).attribute("trigger", word(line.trigger()));
            case Irq.IoApicPin pin ->
                    xml.attribute("pin", pin.pin())
                            .attribute("vector", pin.vector())
                            .attribute("ioapic", pin.ioapic(), 0)
                            .attribute("trigger", word(pin.trigger()))
                            .attribute("polarity", pin.activeHigh() ? "high" : "low");
            case Irq.Message message ->
                    xml.attribute("pcidev", message.pciDevice())
                            .attribute("handle", message.handle())
                            .attribute("vector", message.vector());
        }
        xml.attribute("id", irq.id()).attribute("setvar_id", irq.setvarId(), "").end("irq");
    }

    private static String word(Irq.Trigger trigger) {
        return trigger == Irq.Trigger.EDGE ? "edge" : "level";
    }

    private void write(SetVar setvar) {
        xml.begin("setvar")
                .attribute("symbol", setvar.symbol())
                .attribute("region_paddr", setvar.regionPhysicalAddress())
                .end("setvar");
    }

    private void writeCapabilities(ProtectionDomain domain) {
        if (domain.capabilities().isEmpty()) {
            return;
        }
        xml.begin("cspace");
        for (UserCapability capability : domain.capabilities()) {
            String tag = capability.kind().tag();
            xml.begin(tag)
                    .attribute("slot", capability.slot())
                    .attribute("pd", capability.pd())
                    .end(tag);
        }
        xml.end("cspace");
    }

    private void write(Channel channel) {
        xml.begin("channel");
        for (End end : channel.ends()) {
            xml.begin("end")
                    .attribute("pd", end.pd())
                    .attribute("id", end.id())
                    .attribute("pp", end.pp(), false)
                    .attribute("notify", end.mayNotify(), true)
                    .attribute("setvar_id", end.setvarId(), "")
                    .end("end");
        }
        xml.end("channel");
    }
}
