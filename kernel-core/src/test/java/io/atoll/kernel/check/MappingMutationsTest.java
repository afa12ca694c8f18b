package io.atoll.kernel.check;

import static io.atoll.kernel.check.Scene.assertNamed;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.capability.AsidPoolCapability;
import io.atoll.kernel.capability.DerivationTree;
import io.atoll.kernel.capability.FrameCapability;
import io.atoll.kernel.capability.PagingTableCapability;
import io.atoll.kernel.object.AsidPoolObject;
import io.atoll.kernel.object.PageEntry;
import io.atoll.kernel.object.PagingTableObject;
import io.atoll.kernel.object.VSpaceObject;

import org.junit.jupiter.api.Test;

/** Broken address spaces are named. */
class MappingMutationsTest {
    private static final long OTHER_PAGE = Scene.MAPPED_AT + 4096;
    private static final long OTHER_TABLE = Scene.MAPPED_AT + (2 << 20);

    private static PageEntry page(Scene scene, CapRights rights) {
        return new PageEntry(((FrameCapability) scene.frame.capability).frame, rights);
    }

    @Test
    void shouldNameAPageThatNoCapabilityStates() {
        assertNamed(
                "but no capability says so",
                scene ->
                        scene.vspace.map(
                                scene.table(PagingTableObject.PAGE_TABLE),
                                OTHER_PAGE,
                                page(scene, CapRights.READ)));
    }

    @Test
    void shouldNameAPageWithTooManyRights() {
        assertNamed(
                "with more rights",
                scene -> {
                    var capability = (FrameCapability) scene.frame.capability;
                    scene.frame.capability =
                            new FrameCapability(capability.frame, CapRights.READ, false)
                                    .mapped(scene.asid, Scene.MAPPED_AT);
                    scene.vspace.map(
                            scene.table(PagingTableObject.PAGE_TABLE),
                            Scene.MAPPED_AT,
                            page(scene, CapRights.READ_WRITE));
                });
    }

    @Test
    void shouldNameAPageOfTheWrongSize() {
        assertNamed(
                "is an entry of a table of level 2",
                scene ->
                        scene.vspace.map(
                                scene.table(PagingTableObject.PAGE_DIRECTORY),
                                OTHER_TABLE,
                                page(scene, CapRights.READ)));
    }

    @Test
    void shouldNameATableThatNoCapabilityStates() {
        assertNamed(
                "but no capability says so",
                scene ->
                        scene.vspace.map(
                                scene.table(PagingTableObject.PAGE_DIRECTORY),
                                OTHER_TABLE,
                                new PagingTableObject(0, PagingTableObject.PAGE_TABLE)));
    }

    @Test
    void shouldNameATableOfTheWrongLevel() {
        assertNamed(
                "of level 1 is an entry of one of level 3",
                scene ->
                        scene.vspace.map(
                                scene.table(PagingTableObject.PDPT),
                                Scene.MAPPED_AT + (1L << 30),
                                new PagingTableObject(0, PagingTableObject.PAGE_TABLE)));
    }

    @Test
    void shouldNameATableThatIsMappedTwice() {
        assertNamed(
                "is mapped twice",
                scene -> {
                    PagingTableObject table = scene.table(PagingTableObject.PAGE_TABLE);
                    scene.vspace.map(
                            scene.table(PagingTableObject.PAGE_DIRECTORY), OTHER_TABLE, table);
                    DerivationTree.insertCopy(
                            scene.pageTable,
                            scene.emptySlot,
                            new PagingTableCapability(table).mapped(scene.asid, OTHER_TABLE));
                    scene.vspace.unmapPage(Scene.MAPPED_AT, page(scene, CapRights.READ).frame());
                });
    }

    @Test
    void shouldNameAnIdentifierOfNoAddressSpace() {
        assertNamed(
                "the address space of identifier 7",
                scene -> scene.image.asids().pool(0).assign(7, new VSpaceObject(0)));
    }

    @Test
    void shouldNameARegisteredPoolThatNoCapabilityNames() {
        assertNamed(
                "but no capability to it exists",
                scene -> scene.image.asids().register(new AsidPoolObject(0, 1024)));
    }

    @Test
    void shouldNameAPoolThatIsNotRegistered() {
        assertNamed(
                "is not registered for its identifiers from 512 on",
                scene ->
                        DerivationTree.insertOriginal(
                                scene.emptySlot,
                                new AsidPoolCapability(new AsidPoolObject(0, 512))));
    }
}
