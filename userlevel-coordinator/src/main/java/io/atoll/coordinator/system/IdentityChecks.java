package io.atoll.coordinator.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers, slots, interrupts and symbols that may be used only once. */
final class IdentityChecks {
    private final CheckContext context;

    /** Who uses the channel numbers of a domain, by domain name and number. */
    private final Map<String, Map<Integer, String>> channelUsers = new HashMap<>();

    /** Who patches the symbols of a domain, by domain name and symbol. */
    private final Map<String, Map<String, String>> symbolUsers = new HashMap<>();

    private final Map<String, String> interruptUsers = new HashMap<>();

    private IdentityChecks(CheckContext context) {
        this.context = context;
    }

    static void check(CheckContext context) {
        IdentityChecks checks = new IdentityChecks(context);
        context.domains().forEach(checks::checkDomain);
        context.description()
                .channels()
                .forEach(channel -> channel.ends().forEach(end -> checks.checkEnd(channel, end)));
    }

    private void checkDomain(ProtectionDomain domain) {
        for (Irq irq : domain.irqs()) {
            if (context.isSound(irq.position(), "id")) {
                claimChannel(
                        domain.name(), irq.id(), irq.source().toString(), irq.position(), "irq");
            }
            claimInterrupt(domain, irq);
            claimSymbol(domain.name(), irq.setvarId(), irq.position(), "irq");
        }
        for (Mapping map : domain.maps()) {
            claimSymbol(domain.name(), map.setvarVirtualAddress(), map.position(), "map");
            claimSymbol(domain.name(), map.setvarSize(), map.position(), "map");
            claimSymbol(domain.name(), map.setvarPrefillSize(), map.position(), "map");
        }
        for (SetVar setvar : domain.setvars()) {
            claimSymbol(domain.name(), setvar.symbol(), setvar.position(), "setvar");
        }
        checkChildren(domain);
        checkSlots(domain);
    }

    private void checkEnd(Channel channel, End end) {
        if (!context.domainsByName().containsKey(end.pd())) {
            return;
        }
        if (context.isSound(end.position(), "id")) {
            String user = "the channel with '" + channel.opposite(end).pd() + "'";
            claimChannel(end.pd(), end.id(), user, end.position(), "end");
        }
        claimSymbol(end.pd(), end.setvarId(), end.position(), "end");
    }

    private void claimChannel(String domain, int id, String user, Position position, String tag) {
        String other =
                channelUsers
                        .computeIfAbsent(domain, name -> new HashMap<>())
                        .putIfAbsent(id, user + " at row " + position.row());
        if (other != null) {
            context.report(
                    Rule.E_CHANNEL_TWICE,
                    position,
                    tag,
                    "channel number " + id + " of '" + domain + "' is taken by " + other);
        }
    }

    private void claimInterrupt(ProtectionDomain domain, Irq irq) {
        if (!context.isSound(irq.position(), "irq", "pin", "ioapic", "pcidev", "handle")) {
            return;
        }
        String source = irq.source().toString();
        String other =
                interruptUsers.putIfAbsent(
                        source, "'" + domain.name() + "' at row " + irq.position().row());
        if (other != null) {
            context.report(
                    Rule.E_IRQ_TWICE,
                    irq.position(),
                    "irq",
                    source + " is already handled by " + other);
        }
    }

    private void claimSymbol(String domain, String symbol, Position position, String tag) {
        if (symbol.isEmpty()) {
            return;
        }
        String other =
                symbolUsers
                        .computeIfAbsent(domain, name -> new HashMap<>())
                        .putIfAbsent(symbol, "'" + tag + "' at row " + position.row());
        if (other != null) {
            context.report(
                    Rule.E_SYMBOL_TWICE,
                    position,
                    tag,
                    "symbol '" + symbol + "' of '" + domain + "' is already set by " + other);
        }
    }

    private void checkChildren(ProtectionDomain parent) {
        Map<Integer, String> names = new HashMap<>();
        for (Child child : parent.children()) {
            Position position = child.domain().position();
            claimSymbol(parent.name(), child.setvarId(), position, CheckContext.DOMAIN_TAG);
            if (!context.isSound(position, "id")) {
                continue;
            }
            String other = names.putIfAbsent(child.id(), child.domain().name());
            if (other != null) {
                context.report(
                        Rule.E_CHILD_TWICE,
                        position,
                        CheckContext.DOMAIN_TAG,
                        "child number "
                                + child.id()
                                + " of '"
                                + parent.name()
                                + "' is taken by '"
                                + other
                                + "'");
            }
        }
    }

    private void checkSlots(ProtectionDomain domain) {
        Map<Integer, List<UserCapability>> bySlot = new LinkedHashMap<>();
        for (UserCapability capability : domain.capabilities()) {
            if (context.isSound(capability.position(), "slot")) {
                bySlot.computeIfAbsent(capability.slot(), slot -> new ArrayList<>())
                        .add(capability);
            }
        }
        bySlot.forEach(
                (slot, capabilities) -> {
                    if (capabilities.size() > 1) {
                        reportSlot(domain, slot, capabilities);
                    }
                });
    }

    private void reportSlot(ProtectionDomain domain, int slot, List<UserCapability> capabilities) {
        UserCapability second = capabilities.get(1);
        List<String> all =
                capabilities.stream()
                        .map(
                                c ->
                                        c.kind().tag()
                                                + " of '"
                                                + c.pd()
                                                + "' at row "
                                                + c.position().row())
                        .toList();
        context.report(
                Rule.E_SLOT_TWICE,
                second.position(),
                second.kind().tag(),
                "slot "
                        + slot
                        + " of '"
                        + domain.name()
                        + "' is used more than once: "
                        + String.join(", ", all));
    }
}
