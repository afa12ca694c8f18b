package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.Untyped;

/** Objects out of untyped memory. */
final class Retype {
    private static final int DESTINATION_BITS = 2;
    private static final int DESTINATION_SLOTS = 1 << DESTINATION_BITS;
    private static final int INCREMENTAL_BITS = 16;
    private static final int FRAMES = 16;

    private Retype() {}

    static Group group() {
        return new Group("Untyped / retype")
                .test("RETYPE0000", "where the objects of a retype go", Retype::windows)
                .test("RETYPE0001", "no object larger than its untyped", Retype::largest)
                .test("RETYPE0002", "frame after frame out of one untyped", Retype::incremental);
    }

    /** A CNode of four slots as destination: every window that fits, and none that does not. */
    private static void windows(Environment env) {
        int untypedBits = ObjectType.TCB.sizeBits(0) + 3;
        CNode node = env.sel4.cnode(env.objects.make(ObjectType.CAP_TABLE, DESTINATION_BITS));
        for (int offset = 0; offset < DESTINATION_SLOTS; offset++) {
            for (int count = 1; count <= DESTINATION_SLOTS - offset; count++) {
                long untyped = env.objects.untyped(untypedBits);
                Check.ok(tcbs(env, untyped, node, offset, count));
                for (int i = 0; i < DESTINATION_SLOTS; i++) {
                    boolean filled = i >= offset && i < offset + count;
                    Check.equal(
                            !filled,
                            env.isEmpty(node.slot(i, DESTINATION_BITS)),
                            "emptiness of slot " + i);
                }
                env.objects.freeUntyped(untyped);
            }
        }
        long untyped = env.objects.untyped(untypedBits);
        Check.answer(Sel4Error.RANGE_ERROR, tcbs(env, untyped, node, 0, 0));
        for (int offset = 0; offset < DESTINATION_SLOTS; offset++) {
            int tooMany = DESTINATION_SLOTS - offset + 1;
            Check.answer(Sel4Error.RANGE_ERROR, tcbs(env, untyped, node, offset, tooMany));
        }
        Check.answer(Sel4Error.RANGE_ERROR, tcbs(env, untyped, node, DESTINATION_SLOTS, 1));
        Check.answer(Sel4Error.RANGE_ERROR, tcbs(env, untyped, node, -1, 1));
        Check.answer(Sel4Error.RANGE_ERROR, tcbs(env, untyped, node, 0, -1));
    }

    private static Sel4Error tcbs(
            Environment env, long untyped, CNode node, long offset, int count) {
        return env.sel4
                .untyped(untyped)
                .retype(ObjectType.TCB, 0, env.root, node.cptr(), Long.SIZE, offset, count);
    }

    private static void largest(Environment env) {
        int bits = 13;
        Untyped untyped = env.sel4.untyped(env.objects.untyped(bits));
        int exact = bits - ObjectType.SLOT_BITS;
        for (int more = 40; more >= 1; more--) {
            Check.refused(cnode(env, untyped, exact + more));
        }
        Check.ok(cnode(env, untyped, exact));
    }

    /** Into the null slot of the root CNode, as upstream does. */
    private static Sel4Error cnode(Environment env, Untyped untyped, int radix) {
        return untyped.retype(ObjectType.CAP_TABLE, radix, env.root, 0, 1);
    }

    private static void incremental(Environment env) {
        Untyped untyped = env.sel4.untyped(env.objects.untyped(INCREMENTAL_BITS));
        long slots = env.objects.slots(FRAMES + 1);
        for (int i = 0; i < FRAMES; i++) {
            Check.ok(frames(env, untyped, slots + i, 1));
        }
        Check.answer(Sel4Error.RANGE_ERROR, frames(env, untyped, slots, 1 << 20));
        Check.answer(Sel4Error.DELETE_FIRST, frames(env, untyped, slots + 1, 8));
        Check.answer(Sel4Error.NOT_ENOUGH_MEMORY, frames(env, untyped, slots + FRAMES, 1));
    }

    private static Sel4Error frames(Environment env, Untyped untyped, long slot, int count) {
        return untyped.retype(ObjectType.SMALL_PAGE, 0, env.root, slot, count);
    }
}
