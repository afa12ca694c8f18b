package io.atoll.kernel.check;

import static io.atoll.kernel.check.Scene.assertNamed;
import static io.atoll.kernel.check.Scene.set;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.DerivationTree;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.capability.IrqHandlerCapability;
import io.atoll.kernel.capability.ReplyCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.capability.SlotTable;
import io.atoll.kernel.capability.UntypedCapability;
import io.atoll.kernel.capability.ZombieCapability;
import io.atoll.kernel.object.EndpointObject;
import io.atoll.kernel.object.ReplyObject;
import io.atoll.kernel.object.ThreadObject;

import org.junit.jupiter.api.Test;

import java.util.BitSet;

/** Broken derivation lists, untypeds and interrupt lines are named. */
class DerivationMutationsTest {
    @Test
    void shouldNameALinkThatLeadsOneWay() {
        assertNamed(
                "the derivation list is not linked both ways",
                scene -> set(scene.badged.next(), "previous", scene.original));
    }

    @Test
    void shouldNameAnEmptySlotInTheList() {
        assertNamed(
                "an empty slot is linked in the derivation list",
                scene -> set(scene.emptySlot, "next", scene.badged));
    }

    @Test
    void shouldNameAnEmptySlotWithMarks() {
        assertNamed(
                "an empty slot is marked revocable or first badged",
                scene -> set(scene.emptySlot, "revocable", true));
    }

    @Test
    void shouldNameACircle() {
        assertNamed(
                "a derivation list is a circle",
                scene -> {
                    // Two capabilities of their own, linked to each other both ways.
                    Slot other = scene.slot(1000);
                    var capability =
                            new EndpointCapability(new EndpointObject(0, 4), 0, CapRights.ALL);
                    DerivationTree.insertOriginal(scene.emptySlot, capability);
                    DerivationTree.insertCopy(scene.emptySlot, other, capability);
                    set(other, "next", scene.emptySlot);
                    set(scene.emptySlot, "previous", other);
                });
    }

    @Test
    void shouldNameACapabilityThatIsRevocableButNotFirst() {
        assertNamed(
                "is revocable but not first badged",
                scene -> set(scene.badgedCopy, "revocable", true));
    }

    @Test
    void shouldNameAFirstCapabilityWithoutItsMark() {
        assertNamed(
                "stands before all others to its object, but is not first badged",
                scene -> {
                    set(scene.original, "revocable", false);
                    set(scene.original, "firstBadged", false);
                });
    }

    @Test
    void shouldNameAFirstBadgedCapabilityWithoutItsMark() {
        assertNamed(
                "follows another badge, but is not first badged",
                scene -> {
                    set(scene.badged, "revocable", false);
                    set(scene.badged, "firstBadged", false);
                });
    }

    @Test
    void shouldNameCapabilitiesThatStandApart() {
        assertNamed(
                "do not stand together",
                scene -> DerivationTree.insertOriginal(scene.emptySlot, scene.original.capability));
    }

    @Test
    void shouldNameAnObjectAboveTheWatermark() {
        assertNamed(
                "lies above the watermark of",
                scene ->
                        scene.untyped.capability =
                                ((UntypedCapability) scene.untyped.capability).withWatermark(0));
    }

    @Test
    void shouldNameAWatermarkOutsideItsUntyped() {
        assertNamed(
                "lies outside it",
                scene ->
                        scene.untyped.capability =
                                ((UntypedCapability) scene.untyped.capability).withWatermark(8192));
    }

    @Test
    void shouldNameObjectsThatOverlap() {
        assertNamed(
                "overlap",
                scene -> {
                    var endpoint =
                            ((EndpointCapability) scene.endpointFromUntyped.capability).endpoint;
                    DerivationTree.insertNew(
                            scene.untyped,
                            scene.emptySlot,
                            new EndpointCapability(
                                    new EndpointObject(endpoint.address, endpoint.sizeBits),
                                    0,
                                    CapRights.ALL));
                });
    }

    @Test
    void shouldNameAnObjectThatIsNotDerivedFromItsUntyped() {
        assertNamed(
                "but is not derived from it",
                scene -> {
                    var untyped = (UntypedCapability) scene.untyped.capability;
                    DerivationTree.insertOriginal(
                            scene.emptySlot,
                            new ReplyCapability(new ReplyObject(untyped.address + 2048, 5), true));
                });
    }

    @Test
    void shouldNameAHandledLineThatIsNotIssued() {
        assertNamed(
                "interrupt line 41 is not issued, but a capability to handle it exists",
                scene ->
                        DerivationTree.insertOriginal(
                                scene.emptySlot, new IrqHandlerCapability(41)));
    }

    @Test
    void shouldNameAnIssuedLineWithoutHandler() {
        assertNamed(
                "interrupt line 50 is issued, but no capability to handle it exists",
                scene -> scene.image.interrupts().issue(50));
    }

    @Test
    void shouldNameAMaskedLineThatIsNotIssued() {
        assertNamed(
                "interrupt line 50 is masked, but not issued",
                scene -> ((BitSet) Scene.get(scene.image.interrupts(), "masked")).set(50));
    }

    @Test
    void shouldNameALatchedLineThatIsNotMasked() {
        assertNamed(
                "interrupt line 40 holds an interrupt back, but is not masked",
                scene -> ((BitSet) Scene.get(scene.image.interrupts(), "latched")).set(Scene.IRQ));
    }

    @Test
    void shouldNameAZombieLeftBehind() {
        assertNamed(
                "was left behind by a deletion",
                scene -> {
                    ThreadObject dead = new ThreadObject(0, 11, scene.core);
                    scene.emptySlot.capability = zombie(dead);
                    set(scene.emptySlot, "revocable", true);
                    set(scene.emptySlot, "firstBadged", true);
                });
    }

    private static Capability zombie(ThreadObject dead) {
        try {
            var constructor = ZombieCapability.class.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return (Capability)
                    constructor.newInstance(
                            dead, new SlotTable(ThreadObject.SLOTS), ThreadObject.SLOTS);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
