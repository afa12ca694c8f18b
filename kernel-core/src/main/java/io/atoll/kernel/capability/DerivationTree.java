package io.atoll.kernel.capability;

import io.atoll.kernel.footprint.Footprint;

/**
 * The capability derivation tree; seL4: the mapping database ({@code cnode.c}). All capabilities of
 * an image are in lists in pre-order: a capability's children follow it at once, and {@link
 * #isParentOf} tells where they end ({@code sel4-api} 4.1 and 4.2). Insert, move and remove take
 * constant time.
 */
public final class DerivationTree {
    private DerivationTree() {}

    /** An original capability that nothing precedes: at boot. */
    public static void insertOriginal(Slot slot, Capability capability) {
        slot.capability = capability;
        slot.revocable = true;
        slot.firstBadged = true;
    }

    /** A new object's capability, as first child of the untyped it was made from. */
    public static void insertNew(Slot untyped, Slot slot, Capability capability) {
        slot.capability = capability;
        slot.revocable = true;
        slot.firstBadged = true;
        linkAfter(untyped, slot);
    }

    /** A copy of {@code source}, derived to {@code capability}. */
    public static void insertCopy(Slot source, Slot destination, Capability capability) {
        assert destination.isEmpty() && destination.next == null && destination.previous == null;
        boolean revocable = source.capability.isRevocableCopy(capability);
        if (source.capability instanceof UntypedCapability untyped
                && untyped.sameRangeAs(capability)) {
            source.capability = untyped.full();
        }
        destination.capability = capability;
        destination.revocable = revocable;
        destination.firstBadged = revocable;
        linkAfter(source, destination);
    }

    /** Moves the node; {@code capability} is the moved one, with data applied. */
    public static void move(Slot source, Slot destination, Capability capability) {
        assert destination.isEmpty();
        Footprint.writes(destination);
        destination.capability = capability;
        destination.revocable = source.revocable;
        destination.firstBadged = source.firstBadged;
        destination.previous = source.previous;
        destination.next = source.next;
        if (destination.previous != null) {
            destination.previous.next = destination;
        }
        if (destination.next != null) {
            destination.next.previous = destination;
        }
        reset(source);
    }

    /** Exchanges two nodes, which may be neighbours. */
    public static void swap(Slot a, Capability newAtB, Slot b, Capability newAtA) {
        Slot placeholder = new Slot();
        move(a, placeholder, a.capability);
        move(b, a, newAtA);
        move(placeholder, b, newAtB);
    }

    /** Takes the node out and empties the slot. */
    static void remove(Slot slot) {
        if (slot.previous != null) {
            Footprint.writes(slot.previous);
            slot.previous.next = slot.next;
        }
        if (slot.next != null) {
            Footprint.writes(slot.next);
            slot.next.previous = slot.previous;
            slot.next.firstBadged |= slot.firstBadged;
        }
        reset(slot);
    }

    /** True if {@code child}, which follows {@code parent} in the list, was derived from it. */
    public static boolean isParentOf(Slot parent, Slot child) {
        if (!parent.revocable || !parent.capability.coversRegionOf(child.capability)) {
            return false;
        }
        return switch (parent.capability) {
            case EndpointCapability endpoint ->
                    badgeCovers(
                            endpoint.badge, ((EndpointCapability) child.capability).badge, child);
            case NotificationCapability notification ->
                    badgeCovers(
                            notification.badge,
                            ((NotificationCapability) child.capability).badge,
                            child);
            default -> true;
        };
    }

    private static boolean badgeCovers(long parentBadge, long childBadge, Slot child) {
        return parentBadge == 0 || (parentBadge == childBadge && !child.firstBadged);
    }

    public static boolean hasChildren(Slot slot) {
        return slot.next != null && isParentOf(slot, slot.next);
    }

    /** True if no other capability names the object: its copies would be neighbours. */
    public static boolean isLast(Slot slot) {
        Slot previous = slot.previous;
        Slot next = slot.next;
        return (previous == null || !previous.capability.sameObjectAs(slot.capability))
                && (next == null || !slot.capability.sameObjectAs(next.capability));
    }

    private static void linkAfter(Slot before, Slot slot) {
        Footprint.writes(before);
        Footprint.writes(slot);
        slot.previous = before;
        slot.next = before.next;
        before.next = slot;
        if (slot.next != null) {
            Footprint.writes(slot.next);
            slot.next.previous = slot;
        }
    }

    private static void reset(Slot slot) {
        Footprint.writes(slot);
        slot.capability = Capability.NULL;
        slot.previous = null;
        slot.next = null;
        slot.revocable = false;
        slot.firstBadged = false;
    }
}
