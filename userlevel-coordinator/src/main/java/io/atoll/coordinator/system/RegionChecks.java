package io.atoll.coordinator.system;

import static io.atoll.coordinator.system.CheckContext.REGION_TAG;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Memory regions beyond their sizes: fixed addresses, contents, and whether anybody uses them. */
final class RegionChecks {
    private final CheckContext context;

    private RegionChecks(CheckContext context) {
        this.context = context;
    }

    static void check(CheckContext context) {
        RegionChecks checks = new RegionChecks(context);
        List<MemoryRegion> fixed = new ArrayList<>();
        Set<String> used = checks.namesOfUsedRegions();
        for (MemoryRegion region : context.description().memoryRegions()) {
            checks.checkContent(region);
            checks.checkUse(region, used);
            if (region.physicalAddress().isPresent() && checks.checkAddress(region)) {
                checks.checkOverlap(region, fixed);
                fixed.add(region);
            }
        }
    }

    private void checkContent(MemoryRegion region) {
        if (!region.prefillPath().isEmpty() && !region.prefillBootInfo().isEmpty()) {
            context.report(
                    Rule.E_PREFILL_BOTH,
                    region.position(),
                    REGION_TAG,
                    "'"
                            + region.name()
                            + "' has both prefill_path and prefill_bootinfo; drop one of them");
        }
    }

    private Set<String> namesOfUsedRegions() {
        Set<String> used = new HashSet<>();
        for (ProtectionDomain domain : context.domains()) {
            domain.maps().forEach(map -> used.add(map.region()));
            domain.setvars().forEach(setvar -> used.add(setvar.regionPhysicalAddress()));
        }
        return used;
    }

    private void checkUse(MemoryRegion region, Set<String> used) {
        if (!region.name().isEmpty() && !used.contains(region.name())) {
            context.report(
                    Rule.W_MR_UNUSED,
                    region.position(),
                    REGION_TAG,
                    "nobody maps '" + region.name() + "'");
        }
    }

    /** Whether the address is right and the size known, so that overlaps can be looked for. */
    private boolean checkAddress(MemoryRegion region) {
        if (!context.isSound(region.position(), "size", "page_size", "phys_addr")) {
            return false;
        }
        long address = region.physicalAddress().getAsLong();
        if (address < 0 || address % region.alignmentBytes() != 0) {
            context.report(
                    Rule.E_MR_PHYS_ALIGN,
                    region.position(),
                    REGION_TAG,
                    "physical address "
                            + Numbers.hex(address)
                            + " of '"
                            + region.name()
                            + "' is not a multiple of its page size "
                            + Numbers.hex(region.alignmentBytes()));
            return false;
        }
        return true;
    }

    private void checkOverlap(MemoryRegion region, List<MemoryRegion> before) {
        long start = region.physicalAddress().getAsLong();
        for (MemoryRegion other : before) {
            long otherStart = other.physicalAddress().getAsLong();
            if (start - otherStart < other.sizeBytes() && otherStart - start < region.sizeBytes()) {
                context.report(
                        Rule.E_MR_OVERLAP,
                        region.position(),
                        REGION_TAG,
                        "'"
                                + region.name()
                                + "' "
                                + Numbers.range(start, region.sizeBytes())
                                + " overlaps '"
                                + other.name()
                                + "' "
                                + Numbers.range(otherStart, other.sizeBytes())
                                + " in physical memory");
                return;
            }
        }
    }
}
