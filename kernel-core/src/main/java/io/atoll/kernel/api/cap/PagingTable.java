package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;

/**
 * A capability to one of the tables between the root of an address space and its pages: page table,
 * page directory or PDPT.
 */
public final class PagingTable extends Handle {
    private final int mapLabel;
    private final int unmapLabel;

    private PagingTable(Sel4 sel4, long cptr, int mapLabel, int unmapLabel) {
        super(sel4, cptr);
        this.mapLabel = mapLabel;
        this.unmapLabel = unmapLabel;
    }

    /** A page table. */
    public static PagingTable pageTable(Sel4 sel4, long cptr) {
        return new PagingTable(
                sel4, cptr, InvocationLabel.PAGE_TABLE_MAP, InvocationLabel.PAGE_TABLE_UNMAP);
    }

    /** A page directory. */
    public static PagingTable pageDirectory(Sel4 sel4, long cptr) {
        return new PagingTable(
                sel4,
                cptr,
                InvocationLabel.PAGE_DIRECTORY_MAP,
                InvocationLabel.PAGE_DIRECTORY_UNMAP);
    }

    /** A table of page directories. */
    public static PagingTable pdpt(Sel4 sel4, long cptr) {
        return new PagingTable(sel4, cptr, InvocationLabel.PDPT_MAP, InvocationLabel.PDPT_UNMAP);
    }

    /**
     * The type of table that is missing when a mapping fails.
     *
     * @param bitsLeft message word 2 of the answer {@code FAILED_LOOKUP}
     */
    public static ObjectType typeMissing(long bitsLeft) {
        return switch ((int) bitsLeft) {
            case 21 -> ObjectType.PAGE_TABLE;
            case 30 -> ObjectType.PAGE_DIRECTORY;
            case 39 -> ObjectType.PDPT;
            default ->
                    throw new IllegalArgumentException("no table resolves " + bitsLeft + " bits");
        };
    }

    /** The handle for a table of that type. */
    public static PagingTable of(Sel4 sel4, ObjectType type, long cptr) {
        return switch (type) {
            case PAGE_TABLE -> pageTable(sel4, cptr);
            case PAGE_DIRECTORY -> pageDirectory(sel4, cptr);
            case PDPT -> pdpt(sel4, cptr);
            default -> throw new IllegalArgumentException(type + " is no paging table");
        };
    }

    /**
     * Maps the table; seL4: {@code seL4_X86_PageTable_Map} and its like.
     *
     * @param address any that the table is to cover; bits below the table's reach are ignored
     */
    public Sel4Error map(VSpace vspace, long address) {
        mrs(address, 0).cap(0, vspace.cptr);
        return invoke(mapLabel, 1, 2);
    }

    /**
     * Takes the table out, with all that it maps; seL4: {@code seL4_X86_PageTable_Unmap} and its
     * like. Refused while there is another capability to it.
     */
    public Sel4Error unmap() {
        return invoke(unmapLabel);
    }
}
