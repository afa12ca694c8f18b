package io.atoll.coordinator.system;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Mappings: rights, alignment, room in the address space, overlaps. */
final class MappingChecks {
    private static final String TAG = "map";
    private static final Pattern PERMISSIONS =
            Pattern.compile("(?!.*r.*r)(?!.*w.*w)(?!.*x.*x)[rwx]+");

    private final CheckContext context;

    private MappingChecks(CheckContext context) {
        this.context = context;
    }

    static void check(CheckContext context) {
        MappingChecks checks = new MappingChecks(context);
        context.domains().forEach(checks::checkDomain);
    }

    private void checkDomain(ProtectionDomain domain) {
        List<Mapping> placed = new ArrayList<>();
        for (Mapping map : domain.maps()) {
            checkPermissions(map);
            MemoryRegion region = context.regionsByName().get(map.region());
            if (region == null) {
                continue;
            }
            checkPrefillSymbol(map, region);
            if (context.isSound(map.position(), "vaddr")
                    && context.isSound(region.position(), "size", "page_size")
                    && checkPlace(domain, map, region)) {
                checkOverlap(domain, map, region, placed);
                placed.add(map);
            }
        }
    }

    private void checkPermissions(Mapping map) {
        if (!PERMISSIONS.matcher(map.permissions()).matches()) {
            context.report(
                    Rule.E_MAP_PERMS,
                    map.position(),
                    TAG,
                    "'perms' is '"
                            + map.permissions()
                            + "', but must be letters of r, w and x, each at most once");
        } else if (map.isWritable() && !map.isReadable()) {
            context.report(
                    Rule.E_MAP_WRITE_ONLY,
                    map.position(),
                    TAG,
                    "'perms' is '"
                            + map.permissions()
                            + "', but what is writable must be readable");
        }
    }

    private void checkPrefillSymbol(Mapping map, MemoryRegion region) {
        boolean filled = !region.prefillPath().isEmpty() || !region.prefillBootInfo().isEmpty();
        if (!map.setvarPrefillSize().isEmpty() && !filled) {
            context.report(
                    Rule.E_PREFILL_SYMBOL,
                    map.position(),
                    TAG,
                    "'setvar_prefill_size' asks for a size, but '"
                            + region.name()
                            + "' is not pre-filled");
        }
    }

    private boolean checkPlace(ProtectionDomain domain, Mapping map, MemoryRegion region) {
        long address = map.virtualAddress();
        long alignment = region.alignmentBytes();
        if (address < 0 || address % alignment != 0) {
            context.report(
                    Rule.E_MAP_ALIGN,
                    map.position(),
                    TAG,
                    "address "
                            + Numbers.hex(address)
                            + " for '"
                            + region.name()
                            + "' is not a multiple of its page size "
                            + Numbers.hex(alignment));
            return false;
        }
        long stackBytes =
                context.isSound(domain.position(), "stack_size")
                        ? domain.stackSizeBytes()
                        : ProtectionDomain.DEFAULT_STACK_BYTES;
        long top = Limits.mappingTop(stackBytes);
        if (address > top - region.sizeBytes()) {
            context.report(
                    Rule.E_MAP_ADDRESS,
                    map.position(),
                    TAG,
                    "map for '"
                            + region.name()
                            + "' of "
                            + Numbers.hex(region.sizeBytes())
                            + " bytes at "
                            + Numbers.hex(address)
                            + " reaches beyond "
                            + Numbers.hex(top)
                            + ", where the IPC buffer and the stack of '"
                            + domain.name()
                            + "' lie");
            return false;
        }
        return true;
    }

    private void checkOverlap(
            ProtectionDomain domain, Mapping map, MemoryRegion region, List<Mapping> before) {
        long start = map.virtualAddress();
        for (Mapping other : before) {
            long otherStart = other.virtualAddress();
            long otherBytes = context.regionsByName().get(other.region()).sizeBytes();
            if (start - otherStart < otherBytes && otherStart - start < region.sizeBytes()) {
                context.report(
                        Rule.E_MAP_OVERLAP,
                        map.position(),
                        "",
                        "map for '"
                                + region.name()
                                + "' "
                                + Numbers.range(start, region.sizeBytes())
                                + " overlaps map for '"
                                + other.region()
                                + "' "
                                + Numbers.range(otherStart, otherBytes)
                                + " in protection domain '"
                                + domain.name()
                                + "'");
                return;
            }
        }
    }
}
