package io.atoll.coordinator.system;

import static io.atoll.coordinator.system.CheckContext.DOMAIN_TAG;
import static io.atoll.coordinator.system.CheckContext.REGION_TAG;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Names: present, short enough, different, and naming something that exists. */
final class NameChecks {
    private static final String RESERVED = "monitor";

    private final CheckContext context;

    private NameChecks(CheckContext context) {
        this.context = context;
    }

    static void check(CheckContext context) {
        NameChecks checks = new NameChecks(context);
        checks.checkCount();
        checks.checkDomainNames();
        checks.checkRegionNames();
        checks.checkReferences();
    }

    private void checkCount() {
        int count = context.domains().size();
        if (count == 0) {
            context.report(
                    Rule.E_PD_NONE,
                    context.position(),
                    Schema.ROOT,
                    "a system has at least one protection domain, this one has none");
        }
        if (count > Limits.PROTECTION_DOMAINS) {
            checkCountOfClusters();
        }
    }

    private void checkCountOfClusters() {
        Map<Integer, List<ProtectionDomain>> byCluster = new TreeMap<>();
        for (ProtectionDomain domain : context.domains()) {
            byCluster
                    .computeIfAbsent(context.clusterOf(domain), _ -> new ArrayList<>())
                    .add(domain);
        }
        byCluster.remove(CheckContext.NO_CLUSTER);
        byCluster.forEach(
                (cluster, domains) -> {
                    if (domains.size() > Limits.PROTECTION_DOMAINS) {
                        report(cluster, domains);
                    }
                });
    }

    private void report(int cluster, List<ProtectionDomain> domains) {
        ProtectionDomain surplus = domains.get(Limits.PROTECTION_DOMAINS);
        context.report(
                Rule.E_PD_COUNT,
                surplus.position(),
                DOMAIN_TAG,
                "a cluster has at most "
                        + Limits.PROTECTION_DOMAINS
                        + " protection domains, cluster "
                        + cluster
                        + " has "
                        + domains.size()
                        + "; '"
                        + surplus.name()
                        + "' is the first too many");
    }

    private void checkDomainNames() {
        Map<String, Position> seen = new HashMap<>();
        for (ProtectionDomain domain : context.domains()) {
            String name = domain.name();
            Position position = domain.position();
            if (domain.programImage() == null) {
                context.report(
                        Rule.E_PD_IMAGE,
                        position,
                        DOMAIN_TAG,
                        "protection domain '" + name + "' has no program_image");
            }
            if (!isUsable(name, position, DOMAIN_TAG)) {
                continue;
            }
            if (name.equals(RESERVED)) {
                context.report(
                        Rule.E_PD_MONITOR,
                        position,
                        DOMAIN_TAG,
                        "the name 'monitor' is reserved; choose another one");
            }
            Position before = seen.putIfAbsent(name, position);
            if (before != null) {
                reportTwice(Rule.E_PD_TWICE, "protection domain", name, position, before);
            }
        }
    }

    private void checkRegionNames() {
        Map<String, Position> seen = new HashMap<>();
        for (MemoryRegion region : context.description().memoryRegions()) {
            if (!isUsable(region.name(), region.position(), REGION_TAG)) {
                continue;
            }
            Position before = seen.putIfAbsent(region.name(), region.position());
            if (before != null) {
                reportTwice(
                        Rule.E_MR_TWICE, "memory region", region.name(), region.position(), before);
            }
        }
    }

    private boolean isUsable(String name, Position position, String tag) {
        if (!context.isSound(position, "name")) {
            return false;
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0) {
            context.report(Rule.E_NAME, position, tag, "the name is empty");
        } else if (bytes > Limits.NAME_BYTES) {
            context.report(
                    Rule.E_NAME,
                    position,
                    tag,
                    "the name '"
                            + name
                            + "' has "
                            + bytes
                            + " bytes, but names have at most "
                            + Limits.NAME_BYTES);
        } else if (name.chars().anyMatch(Character::isISOControl)) {
            context.report(Rule.E_NAME, position, tag, "the name contains control characters");
        }
        return bytes > 0;
    }

    private void reportTwice(
            Rule rule, String what, String name, Position position, Position before) {
        String tag = rule == Rule.E_PD_TWICE ? DOMAIN_TAG : REGION_TAG;
        context.report(
                rule,
                position,
                tag,
                "two "
                        + what
                        + "s are called '"
                        + name
                        + "', the other one at row "
                        + before.row());
    }

    private void checkReferences() {
        Set<String> domains = context.domainsByName().keySet();
        Set<String> regions = context.regionsByName().keySet();
        for (ProtectionDomain domain : context.domains()) {
            for (Mapping map : domain.maps()) {
                checkReference(
                        Rule.E_MAP_REGION, map.region(), regions, map.position(), "map", "mr");
            }
            for (SetVar setvar : domain.setvars()) {
                checkReference(
                        Rule.E_SETVAR_REGION,
                        setvar.regionPhysicalAddress(),
                        regions,
                        setvar.position(),
                        "setvar",
                        "region_paddr");
            }
            for (UserCapability capability : domain.capabilities()) {
                checkReference(
                        Rule.E_CAP_PD,
                        capability.pd(),
                        domains,
                        capability.position(),
                        capability.kind().tag(),
                        "pd");
            }
        }
        for (Channel channel : context.description().channels()) {
            for (End end : channel.ends()) {
                checkReference(Rule.E_END_PD, end.pd(), domains, end.position(), "end", "pd");
            }
        }
    }

    private void checkReference(
            Rule rule,
            String name,
            Set<String> known,
            Position position,
            String tag,
            String attribute) {
        if (known.contains(name) || !context.isSound(position, attribute)) {
            return;
        }
        String what = attribute.equals("pd") ? "protection domain" : "memory region";
        context.report(rule, position, tag, "there is no " + what + " '" + name + "'");
        context.diagnostics().suggest(rule, position, name, known);
    }
}
