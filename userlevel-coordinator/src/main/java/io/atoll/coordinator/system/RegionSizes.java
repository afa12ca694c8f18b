package io.atoll.coordinator.system;

import static io.atoll.coordinator.system.MemoryRegion.LARGE_PAGE_BYTES;
import static io.atoll.coordinator.system.MemoryRegion.SMALL_PAGE_BYTES;
import static io.atoll.coordinator.system.MemoryRegion.UNDECIDED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Sizes and page sizes of memory regions: checks those that are given and decides those that are
 * not, from the pre-fill's length and from how the region is used.
 */
final class RegionSizes {
    private static final String TAG = CheckContext.REGION_TAG;

    private final SystemDescription written;
    private final SearchPath files;
    private final Diagnostics diagnostics;

    private RegionSizes(SystemDescription written, SearchPath files, Diagnostics diagnostics) {
        this.written = written;
        this.files = files;
        this.diagnostics = diagnostics;
    }

    static SystemDescription complete(
            SystemDescription written, SearchPath files, Diagnostics diagnostics) {
        RegionSizes sizes = new RegionSizes(written, files, diagnostics);
        return new SystemDescription(
                written.name(),
                written.protectionDomains(),
                written.memoryRegions().stream().map(sizes::complete).toList(),
                written.channels());
    }

    private MemoryRegion complete(MemoryRegion region) {
        boolean pageSizeIsRight = checkPageSize(region);
        long prefillBytes = region.prefillPath().isEmpty() ? 0 : prefillBytes(region);
        long sizeBytes = region.sizeBytes();
        if (sizeBytes == UNDECIDED) {
            checkHasPrefill(region);
            sizeBytes = roundUp(prefillBytes, pageSizeIsRight ? region.alignmentBytes() : 1);
        } else {
            checkSize(region, pageSizeIsRight);
            checkPrefillFits(region, prefillBytes);
        }
        return region.withSizes(sizeBytes, decidePageSize(region, sizeBytes));
    }

    private boolean checkPageSize(MemoryRegion region) {
        long pageSize = region.pageSizeBytes();
        if (!diagnostics.isSound(region.position(), "page_size")) {
            return false;
        }
        if (pageSize == UNDECIDED || pageSize == SMALL_PAGE_BYTES || pageSize == LARGE_PAGE_BYTES) {
            return true;
        }
        diagnostics.reportFaulty(
                Rule.E_MR_PAGE_SIZE,
                region.position(),
                TAG,
                "page_size",
                "page size of '"
                        + region.name()
                        + "' is "
                        + Numbers.hex(pageSize)
                        + ", but pages have 0x1000 or 0x20_0000 bytes");
        return false;
    }

    private void checkSize(MemoryRegion region, boolean pageSizeIsRight) {
        long size = region.sizeBytes();
        long pageSize = region.alignmentBytes();
        if (size <= 0) {
            reportSize(region, "size of '" + region.name() + "' is " + size + ", not positive");
        } else if (pageSizeIsRight && size % pageSize != 0) {
            reportSize(
                    region,
                    "size of '"
                            + region.name()
                            + "' is "
                            + Numbers.hex(size)
                            + ", not a multiple of its page size "
                            + Numbers.hex(pageSize));
        }
    }

    private void checkHasPrefill(MemoryRegion region) {
        if (region.prefillPath().isEmpty() && diagnostics.isSound(region.position(), "size")) {
            reportSize(
                    region,
                    "'" + region.name() + "' has neither a size nor a file to take it from");
        }
    }

    private void reportSize(MemoryRegion region, String message) {
        diagnostics.reportFaulty(Rule.E_MR_SIZE, region.position(), TAG, "size", message);
    }

    /** Length of the pre-fill; 0 if it was reported. */
    private long prefillBytes(MemoryRegion region) {
        Optional<Path> file = files.find(region.prefillPath());
        if (file.isEmpty()) {
            reportPrefill(
                    Rule.E_PREFILL_FILE,
                    region,
                    "no file '" + region.prefillPath() + "' in " + files.describe());
            return 0;
        }
        try {
            long length = Files.size(file.get());
            if (length == 0) {
                reportPrefill(Rule.E_PREFILL_EMPTY, region, "file '" + file.get() + "' is empty");
            }
            return length;
        } catch (IOException e) {
            reportPrefill(
                    Rule.E_PREFILL_FILE,
                    region,
                    "file '" + file.get() + "' cannot be read: " + e.getMessage());
            return 0;
        }
    }

    /** Reports a missing pre-fill; without it a size that depends on it is unknown. */
    private void reportPrefill(Rule rule, MemoryRegion region, String message) {
        if (region.sizeBytes() == UNDECIDED) {
            diagnostics.reportFaulty(rule, region.position(), TAG, "size", message);
        } else {
            diagnostics.report(rule, region.position(), TAG, message);
        }
    }

    private void checkPrefillFits(MemoryRegion region, long prefillBytes) {
        if (diagnostics.isSound(region.position(), "size") && prefillBytes > region.sizeBytes()) {
            diagnostics.report(
                    Rule.E_PREFILL_SIZE,
                    region.position(),
                    TAG,
                    "file '"
                            + region.prefillPath()
                            + "' has "
                            + prefillBytes
                            + " bytes, but '"
                            + region.name()
                            + "' only "
                            + region.sizeBytes());
        }
    }

    private long decidePageSize(MemoryRegion region, long sizeBytes) {
        if (region.pageSizeBytes() != UNDECIDED) {
            return region.pageSizeBytes();
        }
        long everyAddress = sizeBytes | region.physicalAddress().orElse(0);
        for (ProtectionDomain domain : written.allProtectionDomains()) {
            everyAddress |= addressesOf(region.name(), domain.maps());
        }
        return everyAddress % LARGE_PAGE_BYTES == 0 ? LARGE_PAGE_BYTES : SMALL_PAGE_BYTES;
    }

    private static long addressesOf(String region, List<Mapping> maps) {
        return maps.stream()
                .filter(map -> map.region().equals(region))
                .mapToLong(Mapping::virtualAddress)
                .reduce(0, (a, b) -> a | b);
    }

    private static long roundUp(long value, long multiple) {
        return Math.ceilDiv(value, multiple) * multiple;
    }
}
