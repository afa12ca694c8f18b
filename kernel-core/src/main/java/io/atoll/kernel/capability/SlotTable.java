package io.atoll.kernel.capability;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/**
 * The slots of a CNode, made in pages when one of them is first looked up: most CNodes are far
 * larger than what is in them, and an empty slot that nobody has asked for need not exist. A slot
 * that was made stays the same object as long as the table exists.
 *
 * <p>Fastpaths of several cores may look up at once, so a page is put in its place by
 * compare-and-set: the loser takes the winner's. It is read with acquire, for its slots are not
 * final fields. Wait-free; allocates at the first look at a page only.
 *
 * <pre>
 *   index   | page number | slot in the page (6 bits) |
 *   pages   [ . | null | . | null ... ]   null: never looked at, 64 empty slots
 * </pre>
 */
public final class SlotTable {
    private static final int PAGE_BITS = 6;
    private static final int PAGE_SLOTS = 1 << PAGE_BITS;
    private static final VarHandle PAGE = MethodHandles.arrayElementVarHandle(Slot[][].class);

    private final Slot[][] pages;
    private final int size;

    /** A table of so many empty slots. */
    public SlotTable(int size) {
        this.size = size;
        this.pages = new Slot[(size + PAGE_SLOTS - 1) >>> PAGE_BITS][];
    }

    private SlotTable(Slot[] slots) {
        assert slots.length <= PAGE_SLOTS;
        this.size = slots.length;
        this.pages = new Slot[][] {slots};
    }

    /** Slots that exist already, 64 at most. */
    static SlotTable of(Slot[] slots) {
        return new SlotTable(slots);
    }

    public int size() {
        return size;
    }

    /** The slot at an index below {@link #size}. */
    public Slot get(int index) {
        Slot[] page = (Slot[]) PAGE.getAcquire(pages, index >>> PAGE_BITS);
        return (page != null ? page : make(index >>> PAGE_BITS))[index & (PAGE_SLOTS - 1)];
    }

    /** As {@link #get}, or null if nobody has looked up a slot near it: then it is empty. */
    public Slot getIfMade(int index) {
        Slot[] page = (Slot[]) PAGE.getAcquire(pages, index >>> PAGE_BITS);
        return page == null ? null : page[index & (PAGE_SLOTS - 1)];
    }

    /** All slots that may hold something, in their order. */
    public void forEachMade(Consumer<Slot> action) {
        for (int i = 0; i < pages.length; i++) {
            Slot[] page = (Slot[]) PAGE.getAcquire(pages, i);
            if (page != null) {
                for (Slot slot : page) {
                    action.accept(slot);
                }
            }
        }
    }

    private Slot[] make(int page) {
        Slot[] made = Slot.array(Math.min(PAGE_SLOTS, size - (page << PAGE_BITS)));
        // Release to the acquire of whoever finds it.
        Slot[] before = (Slot[]) PAGE.compareAndExchange(pages, page, (Slot[]) null, made);
        return before == null ? made : before;
    }
}
