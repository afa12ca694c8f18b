package io.atoll.kernel.random;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Untyped;
import io.atoll.kernel.testing.World;

import java.util.Random;

/**
 * The slots that random programs play with: some for each kind of capability, where one of that
 * kind mostly is. What gets lost is made anew from a pool of memory; when that is used up, all that
 * was made from it is revoked at once.
 */
final class Supplies {
    /** What the slots of one group are filled with. */
    enum Kind {
        ENDPOINT,
        NOTIFICATION,
        REPLY,
        SCHED_CONTEXT,
        THREAD,
        CNODE,
        UNTYPED,
        FRAME,
        VSPACE,
        PAGING_TABLE,
        ASID_POOL,
        IRQ_HANDLER,
        NOTHING
    }

    static final int SLOTS_OF_A_KIND = 10;
    static final int FIRST_LINE = 40;
    private static final int POOL_BITS = 18;

    private final World world;
    private final Untyped pool;
    final long first;

    Supplies(World world) {
        this.world = world;
        this.pool = world.sel4.untyped(world.make(ObjectType.UNTYPED, POOL_BITS));
        this.first = world.slots(Kind.values().length * SLOTS_OF_A_KIND);
    }

    /** A slot of that kind's group. */
    long of(Kind kind, Random random) {
        return first + (long) kind.ordinal() * SLOTS_OF_A_KIND + random.nextInt(SLOTS_OF_A_KIND);
    }

    /** A slot of any group. */
    long any(Random random) {
        return first + random.nextInt(Kind.values().length * SLOTS_OF_A_KIND);
    }

    /** A CPtr that mostly leads to that kind, sometimes to another, and now and then nowhere. */
    long cptr(Kind kind, Random random) {
        return switch (random.nextInt(32)) {
            case 0 -> random.nextInt(3) == 0 ? random.nextLong() : 0;
            case 1, 2 -> any(random);
            default -> of(kind, random);
        };
    }

    /** Fills all slots. */
    void fill() {
        for (Kind kind : Kind.values()) {
            for (int i = 0; i < SLOTS_OF_A_KIND; i++) {
                fill(kind, i);
            }
        }
    }

    /** Takes back everything that was made from the pool. */
    void revokeAll() {
        world.at(pool).revoke().orThrow();
    }

    /** Fills a few slots that are empty. */
    void refill(Random random) {
        for (int i = 0; i < 20; i++) {
            Kind[] kinds = Kind.values();
            fill(kinds[random.nextInt(kinds.length)], random.nextInt(SLOTS_OF_A_KIND));
        }
    }

    private void fill(Kind kind, int index) {
        long slot = first + (long) kind.ordinal() * SLOTS_OF_A_KIND + index;
        switch (kind) {
            case ENDPOINT -> makeOrCopy(ObjectType.ENDPOINT, 0, slot, index);
            case NOTIFICATION -> makeOrCopy(ObjectType.NOTIFICATION, 0, slot, index);
            case REPLY -> make(ObjectType.REPLY, 0, slot);
            case SCHED_CONTEXT -> {
                if (make(ObjectType.SCHED_CONTEXT, 7 + index % 2, slot) && index % 4 != 0) {
                    var made = world.sel4.schedContext(slot);
                    world.schedControl().configure(made, 1_000).orThrow();
                }
            }
            case THREAD -> make(ObjectType.TCB, 0, slot);
            case CNODE -> {
                if (index < 3) {
                    world.root.slot(slot).copy(world.at(world.root), CapRights.ALL);
                } else {
                    make(ObjectType.CAP_TABLE, 3, slot);
                }
            }
            case UNTYPED -> make(ObjectType.UNTYPED, 10 + index % 4, slot);
            case FRAME -> make(ObjectType.SMALL_PAGE, 0, slot);
            case VSPACE -> {
                if (index < 5) {
                    world.root.slot(slot).copy(world.at(world.vspace()), CapRights.ALL);
                } else {
                    if (make(ObjectType.VSPACE, 0, slot) && index < 8) {
                        world.sel4.asidPool(InitCaps.ASID_POOL).assign(world.sel4.vspace(slot));
                    }
                }
            }
            case PAGING_TABLE -> make(TABLES[index % TABLES.length], 0, slot);
            case ASID_POOL -> {
                if (index == 0) {
                    var original = world.root.slot(InitCaps.ASID_POOL);
                    world.root.slot(slot).copy(original, CapRights.ALL);
                } else if (index < 4) {
                    makePool(slot);
                }
            }
            case IRQ_HANDLER ->
                    world.sel4
                            .irqControl(InitCaps.IRQ_CONTROL)
                            .get(FIRST_LINE + index, world.root.slot(slot));
            case NOTHING -> {
                // Left for others to fill.
            }
        }
    }

    /**
     * Every fifth place gets an object, the others copies of it with a badge: threads shall meet.
     */
    private void makeOrCopy(ObjectType type, int sizeBits, long slot, int index) {
        int distance = index % 5;
        if (distance == 0) {
            make(type, sizeBits, slot);
        } else {
            var original = world.root.slot(slot - distance);
            world.root.slot(slot).mint(original, CapRights.ALL, 1L << index);
        }
    }

    private static final ObjectType[] TABLES = {
        ObjectType.PAGE_TABLE, ObjectType.PAGE_DIRECTORY, ObjectType.PDPT
    };

    /** A pool of identifiers, from memory that goes with the pool of memory. */
    private void makePool(long slot) {
        long memory = first + (long) Kind.NOTHING.ordinal() * SLOTS_OF_A_KIND;
        if (world.root.slot(memory).delete() == Sel4Error.NO_ERROR
                && make(ObjectType.UNTYPED, 12, memory)) {
            world.sel4
                    .asidControl(InitCaps.ASID_CONTROL)
                    .makePool(world.sel4.untyped(memory), world.root.slot(slot));
        }
    }

    private boolean make(ObjectType type, int sizeBits, long slot) {
        Sel4Error error = pool.retype(type, sizeBits, world.root, slot, 1);
        if (error == Sel4Error.NOT_ENOUGH_MEMORY) {
            world.at(pool).revoke().orThrow();
            error = pool.retype(type, sizeBits, world.root, slot, 1);
        }
        return error == Sel4Error.NO_ERROR;
    }
}
