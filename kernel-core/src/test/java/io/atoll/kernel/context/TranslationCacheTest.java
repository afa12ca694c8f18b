package io.atoll.kernel.context;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.cap.AsidPool;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.api.cap.Untyped;
import io.atoll.kernel.api.cap.VSpace;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.ThreadCapability;
import io.atoll.kernel.capability.VSpaceCapability;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.VSpaceObject;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.reflect.Field;

/**
 * A translation that was used is forgotten when anything takes it away; and if the kernel forgot to
 * say so, the same checks would notice.
 */
class TranslationCacheTest {
    private static final long ADDRESS = 0x3000_0000L;

    /** What takes the page at {@link #ADDRESS} away from the thread. */
    private enum Change {
        UNMAP {
            @Override
            void make(Space space) {
                space.frame.unmap().orThrow();
            }
        },
        DELETE_THE_FRAME {
            @Override
            void make(Space space) {
                space.world.at(space.frame).delete().orThrow();
            }
        },
        REVOKE_THE_FRAMES_MEMORY {
            @Override
            void make(Space space) {
                space.world.at(space.frameMemory).revoke().orThrow();
            }
        },
        UNMAP_THE_PAGE_TABLE {
            @Override
            void make(Space space) {
                space.world.sel4.pageTable(space.pageTable).unmap().orThrow();
            }
        },
        DELETE_THE_PAGE_TABLE {
            @Override
            void make(Space space) {
                space.world.root.slot(space.pageTable).delete().orThrow();
            }
        },
        REVOKE_THE_SPACES_MEMORY {
            @Override
            void make(Space space) {
                space.world.at(space.spaceMemory).revoke().orThrow();
            }
        },
        DELETE_THE_IDENTIFIERS {
            @Override
            void make(Space space) {
                space.world.at(space.pool).delete().orThrow();
            }
        },
        USE_THE_IDENTIFIER_AGAIN {
            @Override
            void make(Space space) {
                space.world.at(space.pool).delete().orThrow();
                VSpace next = space.world.sel4.vspace(space.world.make(ObjectType.VSPACE, 0));
                makePool(space.world).assign(next).orThrow();
            }
        };

        abstract void make(Space space);
    }

    private static AsidPool makePool(World world) {
        AsidPool made = world.sel4.asidPool(world.slot());
        Untyped memory = world.sel4.untyped(world.make(ObjectType.UNTYPED, 12));
        world.sel4.asidControl(InitCaps.ASID_CONTROL).makePool(memory, world.at(made)).orThrow();
        return made;
    }

    /** An address space with one page, and a thread in it that has used that page. */
    private static final class Space {
        final World world;
        final Untyped spaceMemory;
        final Untyped frameMemory;
        final AsidPool pool;
        final long pageTable;
        final Frame frame;
        final ThreadObject thread;
        final TranslationCache translations;

        Space(World world) {
            this.world = world;
            spaceMemory = world.sel4.untyped(world.make(ObjectType.UNTYPED, 12));
            frameMemory = world.sel4.untyped(world.make(ObjectType.UNTYPED, 12));
            pool = makePool(world);
            VSpace root = world.sel4.vspace(world.slot());
            spaceMemory.retype(ObjectType.VSPACE, 0, world.root, root.cptr(), 1).orThrow();
            pool.assign(root).orThrow();
            pageTable = world.mapTables(root, ADDRESS);
            frame = world.sel4.frame(world.slot());
            frameMemory.retype(ObjectType.SMALL_PAGE, 0, world.root, frame.cptr(), 1).orThrow();
            frame.map(root, ADDRESS, CapRights.READ_WRITE).orThrow();
            Tcb tcb = world.passiveThread("thread", 10, _ -> {});
            tcb.setSpace(null, world.root, 0, root, 0).orThrow();
            var slots = world.image.image().roots().rootCNode().slots;
            thread = ((ThreadCapability) slots.get((int) tcb.cptr()).capability).thread;
            translations = new TranslationCache(thread);
            use();
        }

        private void use() {
            assertNotNull(translations.find(ADDRESS, false));
            assertNotNull(translations.find(ADDRESS, true));
        }

        void assertForgotten() {
            assertNull(translations.find(ADDRESS, false));
            assertNull(translations.find(ADDRESS, true));
        }
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void shouldBeForgotten(Change change) {
        new TestImage()
                .run(
                        world -> {
                            Space space = new Space(world);
                            change.make(space);
                            space.assertForgotten();
                        });
    }

    /** The kernel changes everything as it should, but neither generation nor root say so. */
    @ParameterizedTest
    @EnumSource(Change.class)
    void shouldBeMissedIfTheChangeWereNotAnnounced(Change change) {
        new TestImage()
                .run(
                        world -> {
                            Space space = new Space(world);
                            Capability root = space.thread.vspaceRoot.capability;
                            VSpaceObject object = ((VSpaceCapability) root).vspace;
                            long generation = object.generation();
                            change.make(space);
                            Capability changedRoot = space.thread.vspaceRoot.capability;
                            long changedGeneration = object.generation();
                            announce(space, root, object, generation);
                            assertThrows(AssertionError.class, space::assertForgotten);
                            announce(space, changedRoot, object, changedGeneration);
                            space.assertForgotten();
                        });
    }

    private static void announce(
            Space space, Capability root, VSpaceObject object, long generation) {
        space.thread.vspaceRoot.capability = root;
        try {
            Field field = VSpaceObject.class.getDeclaredField("generation");
            field.setAccessible(true);
            field.setLong(object, generation);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
