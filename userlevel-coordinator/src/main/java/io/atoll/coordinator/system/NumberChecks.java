package io.atoll.coordinator.system;

import static io.atoll.coordinator.system.CheckContext.DOMAIN_TAG;

import java.util.regex.Pattern;

/** Numbers within their limits. */
final class NumberChecks {
    private static final Pattern PCI_DEVICE =
            Pattern.compile("[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\\.[0-7]");

    private final CheckContext context;

    private NumberChecks(CheckContext context) {
        this.context = context;
    }

    static void check(CheckContext context) {
        NumberChecks checks = new NumberChecks(context);
        context.domains().forEach(checks::checkDomain);
        for (Channel channel : context.description().channels()) {
            for (End end : channel.ends()) {
                checks.checkRange(
                        Rule.E_CHANNEL_ID,
                        new Place(end.position(), "end", "id"),
                        "channel number",
                        end.id(),
                        0,
                        Limits.HIGHEST_CHANNEL_ID);
            }
        }
    }

    /** Where a number stands. */
    private record Place(Position position, String tag, String attribute) {}

    private void checkDomain(ProtectionDomain domain) {
        Position position = domain.position();
        checkRange(
                Rule.E_PRIORITY,
                new Place(position, DOMAIN_TAG, "priority"),
                "priority",
                domain.priority(),
                0,
                Limits.HIGHEST_PRIORITY);
        int cores = context.options().cores().count();
        checkRange(
                Rule.E_CPU,
                new Place(position, DOMAIN_TAG, "cpu"),
                "cpu",
                domain.cpu(),
                0,
                cores - 1);
        if (domain.cpu() >= cores) {
            context.note(
                    Rule.E_CPU,
                    position,
                    "the topology has "
                            + cores
                            + (cores == 1 ? " core" : " cores")
                            + "; --topology describes another one");
        }
        checkStack(domain);
        domain.irqs().forEach(this::checkIrq);
        for (UserCapability capability : domain.capabilities()) {
            checkRange(
                    Rule.E_CAP_SLOT,
                    new Place(capability.position(), capability.kind().tag(), "slot"),
                    "slot",
                    capability.slot(),
                    1,
                    Limits.HIGHEST_CAPABILITY_SLOT);
        }
        for (Child child : domain.children()) {
            checkRange(
                    Rule.E_CHILD_ID,
                    new Place(child.domain().position(), DOMAIN_TAG, "id"),
                    "child number",
                    child.id(),
                    0,
                    Limits.HIGHEST_CHILD_ID);
        }
    }

    private void checkStack(ProtectionDomain domain) {
        long size = domain.stackSizeBytes();
        boolean right =
                size >= Limits.SMALLEST_STACK_BYTES
                        && size <= Limits.LARGEST_STACK_BYTES
                        && size % Limits.SMALLEST_STACK_BYTES == 0;
        if (!right) {
            context.diagnostics()
                    .reportFaulty(
                            Rule.E_STACK_SIZE,
                            domain.position(),
                            DOMAIN_TAG,
                            "stack_size",
                            "stack size is "
                                    + (size < 0 ? Long.toString(size) : Numbers.hex(size))
                                    + ", but must be 0x1000 to 0x100_0000 in steps of 0x1000");
        }
    }

    private void checkIrq(Irq irq) {
        checkRange(
                Rule.E_IRQ_ID,
                new Place(irq.position(), "irq", "id"),
                "interrupt's channel number",
                irq.id(),
                0,
                Limits.HIGHEST_CHANNEL_ID);
        switch (irq.source()) {
            case Irq.Line line -> checkNotNegative(irq, "irq", line.number());
            case Irq.IoApicPin pin -> {
                checkNotNegative(irq, "pin", pin.pin());
                checkNotNegative(irq, "ioapic", pin.ioapic());
                checkVector(irq, pin.vector());
            }
            case Irq.Message message -> {
                checkPciDevice(irq, message.pciDevice());
                checkNotNegative(irq, "handle", message.handle());
                checkVector(irq, message.vector());
            }
        }
    }

    private void checkNotNegative(Irq irq, String attribute, int value) {
        if (value < 0) {
            context.report(
                    Rule.E_IRQ_SOURCE,
                    irq.position(),
                    "irq",
                    "'" + attribute + "' is " + value + ", but must not be negative");
        }
    }

    private void checkPciDevice(Irq irq, String device) {
        if (context.isSound(irq.position(), "pcidev") && !PCI_DEVICE.matcher(device).matches()) {
            context.report(
                    Rule.E_IRQ_SOURCE,
                    irq.position(),
                    "irq",
                    "'pcidev' is '" + device + "', but must look like 01:1f.0");
        }
    }

    private void checkVector(Irq irq, int vector) {
        checkRange(
                Rule.E_IRQ_VECTOR,
                new Place(irq.position(), "irq", "vector"),
                "vector",
                vector,
                0,
                Limits.HIGHEST_VECTOR);
    }

    private void checkRange(Rule rule, Place place, String what, int value, int low, int high) {
        if (value < low || value > high) {
            context.diagnostics()
                    .reportFaulty(
                            rule,
                            place.position(),
                            place.tag(),
                            place.attribute(),
                            what + " is " + value + ", but must be " + low + " to " + high);
        }
    }
}
