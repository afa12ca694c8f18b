package io.atoll.kernel.check;

import static io.atoll.kernel.check.InvariantChecker.require;

import io.atoll.kernel.KernelImage;
import io.atoll.kernel.capability.AsidPoolCapability;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.capability.IrqHandlerCapability;
import io.atoll.kernel.capability.NotificationCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.capability.ZombieCapability;
import io.atoll.kernel.object.KernelObject;

import java.util.HashSet;
import java.util.Set;

/**
 * The derivation lists ({@code sel4-api} 4.1, 4.2): all capabilities to one object, or interrupt
 * line, stand together, first badged in front, and so do those of one badge.
 */
final class DerivationInvariants {
    private final Census census;
    private final IdentitySet finished = new IdentitySet();
    private final Set<Integer> finishedLines = new HashSet<>();
    private int visited;

    /** A deletion was preempted at some time, and perhaps not taken up again. */
    private boolean mayBeUnfinished;

    DerivationInvariants(Census census) {
        this.census = census;
    }

    void check(KernelImage image) {
        for (int i = 0; i < image.coreCount(); i++) {
            mayBeUnfinished |= image.core(i).brokenOff > 0;
        }
        finished.clear();
        finishedLines.clear();
        visited = 0;
        for (Slot slot : census.slots()) {
            if (slot.previous() == null) {
                walk(slot);
            }
        }
        require(
                visited == census.slots().size(),
                "a derivation list is a circle: of %s capabilities, only %s are in lists",
                census.slots().size(),
                visited);
    }

    private void walk(Slot head) {
        for (Slot slot = head; slot != null; slot = slot.next()) {
            visited++;
            Capability capability = slot.capability;
            if (capability instanceof ZombieCapability zombie) {
                require(
                        zombie.isOwnedBy(slot) || mayBeUnfinished,
                        "%s was left behind by a deletion",
                        slot);
                require(
                        zombie.isEmptyBeyondItsSlots(),
                        "%s does not own all slots that are left",
                        slot);
            }
            require(
                    !slot.isRevocable() || slot.isFirstBadged(),
                    "%s is revocable but not first badged",
                    slot);
            Slot previous = slot.previous();
            if (previous == null || !previous.capability.sameObjectAs(capability)) {
                requireFirst(slot);
            } else {
                requireBadge(previous, slot);
            }
        }
    }

    /** The first capability to an object, or line. */
    private void requireFirst(Slot slot) {
        KernelObject object = slot.capability.object();
        boolean isNew =
                switch (slot.capability) {
                    case IrqHandlerCapability handler -> finishedLines.add(handler.irq);
                    default -> object == null || finished.add(object);
                };
        require(isNew, "the capabilities to %s do not stand together", slot.capability);
        require(
                object == null
                        // Made from an untyped as a copy is.
                        || slot.capability instanceof AsidPoolCapability
                        || slot.isFirstBadged(),
                "%s stands before all others to its object, but is not first badged",
                slot);
    }

    private static void requireBadge(Slot previous, Slot slot) {
        long badge = badge(slot.capability);
        require(
                badge == 0 || badge == badge(previous.capability) || slot.isFirstBadged(),
                "%s follows another badge, but is not first badged",
                slot);
    }

    private static long badge(Capability capability) {
        return switch (capability) {
            case EndpointCapability endpoint -> endpoint.badge;
            case NotificationCapability notification -> notification.badge;
            default -> 0;
        };
    }
}
