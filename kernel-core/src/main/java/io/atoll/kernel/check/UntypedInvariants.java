package io.atoll.kernel.check;

import static io.atoll.kernel.check.InvariantChecker.require;

import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.DerivationTree;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.capability.UntypedCapability;
import io.atoll.kernel.object.KernelObject;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory: what was made from an untyped lies inside it, below its watermark, is its descendant in
 * the derivation tree, and overlaps nothing else.
 */
final class UntypedInvariants {
    /**
     * A capability to memory.
     *
     * @param parent the innermost untyped it is derived from, or null
     * @param order place in the derivation list
     */
    private record Range(
            Slot slot, long address, int sizeBits, KernelObject object, Range parent, int order) {
        long end() {
            return address + (1L << sizeBits);
        }

        boolean contains(Range other) {
            return address <= other.address && other.end() <= end();
        }

        /** Of those that begin together, the larger first, for it may contain the other. */
        int compareByAddress(Range other) {
            if (address != other.address) {
                return Long.compare(address, other.address);
            }
            return sizeBits == other.sizeBits ? order - other.order : other.sizeBits - sizeBits;
        }
    }

    private final List<Range> ranges = new ArrayList<>();

    void check(Census census) {
        ranges.clear();
        for (Slot slot : census.slots()) {
            if (slot.previous() == null) {
                walk(slot);
            }
        }
        sweep();
    }

    /** Along one derivation list, with the untypeds that the place is derived from. */
    private void walk(Slot head) {
        ArrayDeque<Range> parents = new ArrayDeque<>();
        for (Slot slot = head; slot != null; slot = slot.next()) {
            while (!parents.isEmpty() && !DerivationTree.isParentOf(parents.peek().slot, slot)) {
                parents.pop();
            }
            Range range = range(slot, parents.peek());
            if (range == null) {
                continue;
            }
            ranges.add(range);
            if (range.parent != null) {
                requireBelowWatermark(range.parent, range);
            }
            if (range.object == null) {
                parents.push(range);
            }
        }
    }

    private Range range(Slot slot, Range parent) {
        Capability capability = slot.capability;
        KernelObject object = capability.object();
        if (capability instanceof UntypedCapability untyped) {
            require(
                    untyped.watermark >= 0 && untyped.watermark <= untyped.byteSize(),
                    "the watermark of %s lies outside it",
                    untyped);
            return new Range(slot, untyped.address, untyped.sizeBits, null, parent, ranges.size());
        }
        // Objects of the boot image have no address.
        return object == null || object.address == 0
                ? null
                : new Range(slot, object.address, object.sizeBits, object, parent, ranges.size());
    }

    private static void requireBelowWatermark(Range parent, Range child) {
        UntypedCapability untyped = (UntypedCapability) parent.slot.capability;
        require(
                child.end() <= untyped.address + untyped.watermark,
                "%s lies above the watermark of %s, from which it was made",
                child.slot,
                untyped);
    }

    /** By address: whatever contains a range must be an untyped from which it was made. */
    private void sweep() {
        ranges.sort(Range::compareByAddress);
        ArrayDeque<Range> around = new ArrayDeque<>();
        for (Range range : ranges) {
            while (!around.isEmpty() && around.peek().end() <= range.address) {
                around.pop();
            }
            Range innermost = around.peek();
            if (innermost != null && innermost.object != null && innermost.object == range.object) {
                continue;
            }
            if (innermost != null) {
                require(
                        innermost.object == null && innermost.contains(range),
                        "%s and %s overlap",
                        innermost.slot,
                        range.slot);
                require(
                        range.parent == innermost,
                        "%s lies in %s, but is not derived from it",
                        range.slot,
                        innermost.slot);
            }
            around.push(range);
        }
    }
}
