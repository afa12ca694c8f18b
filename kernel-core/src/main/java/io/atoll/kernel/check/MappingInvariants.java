package io.atoll.kernel.check;

import static io.atoll.kernel.check.InvariantChecker.require;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.capability.FrameCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.object.FrameObject;
import io.atoll.kernel.object.VSpaceObject;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Mappings: each is stated by one frame capability, with rights that it has. */
final class MappingInvariants {
    private record Mapping(long address, FrameObject frame, CapRights rights) {}

    private final Map<VSpaceObject, Map<Long, Mapping>> unstated = new IdentityHashMap<>();

    private MappingInvariants() {}

    static void check(Census census) {
        MappingInvariants invariants = new MappingInvariants();
        List<VSpaceObject> vspaces = census.all(VSpaceObject.class);
        vspaces.forEach(invariants::collect);
        for (Slot slot : census.slots()) {
            // A capability may outlive the VSpace that it was mapped in.
            if (slot.capability instanceof FrameCapability frame
                    && frame.mappedIn != null
                    && census.isNamed(frame.mappedIn)) {
                invariants.take(frame);
            }
        }
        for (VSpaceObject vspace : vspaces) {
            for (Mapping left : invariants.unstated.get(vspace).values()) {
                require(
                        false,
                        "%s is mapped at 0x%x in %s, but no capability says so",
                        left.frame,
                        left.address,
                        vspace);
            }
        }
    }

    private void collect(VSpaceObject vspace) {
        List<Mapping> mappings = new ArrayList<>();
        vspace.forEachMapping(
                (address, frame, rights) -> mappings.add(new Mapping(address, frame, rights)));
        Map<Long, Mapping> byAddress = new TreeMap<>();
        long end = 0;
        for (Mapping mapping : mappings) {
            require(
                    mapping.address >= end,
                    "%s is mapped at 0x%x in %s, over the frame before it",
                    mapping.frame,
                    mapping.address,
                    vspace);
            end = mapping.address + (1L << mapping.frame.sizeBits);
            byAddress.put(mapping.address, mapping);
        }
        unstated.put(vspace, byAddress);
    }

    private void take(FrameCapability capability) {
        Mapping mapping = unstated.get(capability.mappedIn).remove(capability.mappedAt);
        require(
                mapping != null && mapping.frame == capability.frame,
                "a capability says that %s is mapped at 0x%x in %s, which is not so",
                capability.frame,
                capability.mappedAt,
                capability.mappedIn);
        require(
                (mapping.rights.word() & ~capability.rights.word()) == 0,
                "%s is mapped at 0x%x with more rights (%s) than its capability has (%s)",
                capability.frame,
                capability.mappedAt,
                mapping.rights,
                capability.rights);
    }
}
