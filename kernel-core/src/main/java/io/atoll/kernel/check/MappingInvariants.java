package io.atoll.kernel.check;

import static io.atoll.kernel.check.InvariantChecker.require;

import io.atoll.kernel.Asids;
import io.atoll.kernel.capability.AsidPoolCapability;
import io.atoll.kernel.capability.FrameCapability;
import io.atoll.kernel.capability.PagingTableCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.capability.VSpaceCapability;
import io.atoll.kernel.object.AsidPoolObject;
import io.atoll.kernel.object.PageEntry;
import io.atoll.kernel.object.PagingEntry;
import io.atoll.kernel.object.PagingTableObject;
import io.atoll.kernel.object.VSpaceObject;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Address spaces: identifiers stand for roots that exist; every table and page that can be reached
 * from such a root is stated by a capability, a page with rights that the capability has. The other
 * way round a capability may state a mapping that is gone with the table or root above it.
 */
final class MappingInvariants {
    private record Place(int asid, long address) {}

    private final Map<Place, List<FrameCapability>> frames = new HashMap<>();
    private final Map<Place, List<PagingTableCapability>> tables = new HashMap<>();
    private final Set<PagingTableObject> reached =
            Collections.newSetFromMap(new IdentityHashMap<>());

    private MappingInvariants() {}

    static void check(Census census, Asids asids) {
        MappingInvariants invariants = new MappingInvariants();
        for (Slot slot : census.slots()) {
            invariants.collect(slot, asids);
        }
        for (int pool = 0; pool < Asids.POOLS; pool++) {
            AsidPoolObject found = asids.pool(pool * AsidPoolObject.COUNT);
            if (found == null) {
                continue;
            }
            require(
                    found.base == pool * AsidPoolObject.COUNT && census.isNamed(found),
                    "%s is registered for identifiers from %s on, but no capability to it exists",
                    found,
                    pool * AsidPoolObject.COUNT);
            for (int i = 0; i < AsidPoolObject.COUNT; i++) {
                VSpaceObject space = found.space(found.base + i);
                if (space != null) {
                    census.requireNamed(space, "the address space of identifier", found.base + i);
                    invariants.checkTable(space, found.base + i, 0);
                }
            }
        }
    }

    private void collect(Slot slot, Asids asids) {
        switch (slot.capability) {
            case FrameCapability frame when frame.isMapped() ->
                    frames.computeIfAbsent(
                                    new Place(frame.asid, frame.mappedAt), _ -> new ArrayList<>())
                            .add(frame);
            case PagingTableCapability table when table.isMapped() ->
                    tables.computeIfAbsent(
                                    new Place(table.asid, table.mappedAt), _ -> new ArrayList<>())
                            .add(table);
            case VSpaceCapability root when root.isAssigned() -> {
                VSpaceObject found = asids.find(root.asid);
                require(
                        found == null || found == root.vspace || !isAnywhere(asids, root.vspace),
                        "a capability says that %s has the identifier %s, which stands for %s",
                        root.vspace,
                        root.asid,
                        found);
            }
            case AsidPoolCapability pool ->
                    require(
                            asids.pool(pool.pool.base) == pool.pool,
                            "%s exists, but is not registered for its identifiers from %s on",
                            pool.pool,
                            pool.pool.base);
            default -> {
                // Says nothing about address spaces.
            }
        }
    }

    private static boolean isAnywhere(Asids asids, VSpaceObject space) {
        for (int asid = 0; asid < Asids.POOLS * AsidPoolObject.COUNT; asid++) {
            if (asids.find(asid) == space) {
                return true;
            }
        }
        return false;
    }

    private void checkTable(PagingTableObject table, int asid, long start) {
        require(reached.add(table), "%s is mapped twice, the second time at 0x%x", table, start);
        for (int i = 0; i < PagingTableObject.ENTRIES; i++) {
            PagingEntry entry = table.entryAt(i);
            if (entry == null) {
                continue;
            }
            long address = start + ((long) i << PagingTableObject.entryBits(table.level));
            switch (entry) {
                case PageEntry page -> checkPage(page, table.level, asid, address);
                case PagingTableObject below -> {
                    require(
                            below.level == table.level - 1,
                            "%s of level %s is an entry of one of level %s",
                            below,
                            below.level,
                            table.level);
                    require(
                            tables.getOrDefault(new Place(asid, address), List.of()).stream()
                                    .anyMatch(cap -> cap.table == below),
                            "%s is a table at 0x%x of identifier %s, but no capability says so",
                            below,
                            address,
                            asid);
                    checkTable(below, asid, address);
                }
            }
        }
    }

    private void checkPage(PageEntry page, int level, int asid, long address) {
        require(
                page.frame().sizeBits == PagingTableObject.entryBits(level),
                "%s of %s bits is an entry of a table of level %s",
                page.frame(),
                page.frame().sizeBits,
                level);
        List<FrameCapability> stated =
                frames.getOrDefault(new Place(asid, address), List.of()).stream()
                        .filter(cap -> cap.frame == page.frame())
                        .toList();
        require(
                !stated.isEmpty(),
                "%s is mapped at 0x%x of identifier %s, but no capability says so",
                page.frame(),
                address,
                asid);
        require(
                stated.stream().anyMatch(cap -> (page.rights().word() & ~cap.rights.word()) == 0),
                "%s is mapped at 0x%x with more rights (%s) than its capability has (%s)",
                page.frame(),
                address,
                page.rights(),
                stated.getFirst().rights);
    }
}
