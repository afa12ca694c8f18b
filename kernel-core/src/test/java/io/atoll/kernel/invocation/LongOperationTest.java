package io.atoll.kernel.invocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.capability.CNodeCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.object.CNodeObject;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Test;

/** Operations that take long make way, and go on where they were ({@code sel4-api} 4.8). */
class LongOperationTest {
    private static final int RADIX = 10;
    private static final int COPIES = 1 << RADIX;
    private static final long PERIOD_MICROS = 50;
    private final TestImage image = new TestImage();

    /** Copies of an endpoint's capability that fill a CNode. */
    private static CNode filled(World world, Endpoint original) {
        CNode cnode = world.sel4.cnode(world.make(ObjectType.CAP_TABLE, RADIX));
        for (int i = 0; i < COPIES; i++) {
            cnode.slot(i, RADIX).copy(world.at(original), CapRights.ALL).orThrow();
        }
        return cnode;
    }

    /**
     * Runs an operation that deletes the copies from a thread of lower priority than one that
     * becomes ready in the meantime; returns how many copies that one found.
     */
    private int copiesLeftInTheMiddle(World world, CNodeObject cnode, Runnable operation) {
        int[] found = {-1};
        boolean[] running = new boolean[1];
        Tcb periodic =
                world.passiveThread(
                        "periodic",
                        200,
                        sel4 -> {
                            while (!running[0]) {
                                sel4.yieldNow();
                            }
                            found[0] = copies(cnode);
                        });
        SchedContext schedContext = world.emptySchedContext();
        world.schedControl().configure(schedContext, 20, PERIOD_MICROS, 0, 0, 0).orThrow();
        schedContext.bind(periodic).orThrow();
        world.self().setPriority(world.self(), 100).orThrow();
        periodic.resume().orThrow();
        running[0] = true;
        operation.run();
        return found[0];
    }

    private CNodeObject object(CNode cnode) {
        Slot slot = image.image().roots().rootCNode().slots.get((int) cnode.cptr());
        return ((CNodeCapability) slot.capability).cnode;
    }

    private static int copies(CNodeObject cnode) {
        int count = 0;
        for (int i = 0; i < COPIES; i++) {
            count += cnode.slots.get(i).isEmpty() ? 0 : 1;
        }
        return count;
    }

    private static void assertInTheMiddle(int found) {
        assertTrue(found > 0 && found < COPIES, "copies found in the middle: " + found);
    }

    @Test
    void shouldMakeWayInTheMiddleOfARevocation() {
        image.run(
                world -> {
                    Endpoint original = world.endpoint();
                    CNodeObject copied = object(filled(world, original));
                    assertInTheMiddle(
                            copiesLeftInTheMiddle(
                                    world, copied, () -> world.at(original).revoke().orThrow()));
                    assertEquals(0, copies(copied));
                });
    }

    @Test
    void shouldMakeWayInTheMiddleOfTheDeletionOfACNode() {
        image.run(
                world -> {
                    Endpoint original = world.endpoint();
                    CNode cnode = filled(world, original);
                    CNodeObject copied = object(cnode);
                    assertInTheMiddle(
                            copiesLeftInTheMiddle(
                                    world, copied, () -> world.at(cnode).delete().orThrow()));
                    assertEquals(0, copies(copied));
                });
    }
}
