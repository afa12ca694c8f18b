package io.atoll.kernel.api;

/**
 * Types that {@code Untyped_Retype} can make; seL4: {@code seL4_ObjectType}. Numbers are those of
 * the x86-64 MCS kernel, so that recordings of it can be replayed.
 */
public enum ObjectType {
    UNTYPED(0, -1),
    TCB(1, 11),
    ENDPOINT(2, 4),
    NOTIFICATION(3, 6),
    /** Size bits given are the slots' (radix); a slot takes 32 bytes. */
    CAP_TABLE(4, -1),
    SCHED_CONTEXT(5, -1),
    REPLY(6, 5),
    /** Third level of an address space: 512 page directories. */
    PDPT(7, 12),
    /** Root of an address space (PML4): 512 PDPTs. */
    VSPACE(8, 12),
    SMALL_PAGE(9, 12),
    LARGE_PAGE(10, 21),
    /** First level of an address space: 512 small pages. */
    PAGE_TABLE(11, 12),
    /** Second level of an address space: 512 page tables or large pages. */
    PAGE_DIRECTORY(12, 12);

    /** log2 of the bytes that a CNode slot takes. */
    public static final int SLOT_BITS = 5;

    /** Type numbers are below this. */
    public static final int COUNT = 13;

    private final int number;
    private final int fixedSizeBits;

    ObjectType(int number, int fixedSizeBits) {
        this.number = number;
        this.fixedSizeBits = fixedSizeBits;
    }

    /** The number that a retype names. */
    public int number() {
        return number;
    }

    /** log2 of the object's bytes; {@code userSizeBits} counts only for types of variable size. */
    public int sizeBits(int userSizeBits) {
        return switch (this) {
            case UNTYPED, SCHED_CONTEXT -> userSizeBits;
            case CAP_TABLE -> userSizeBits + SLOT_BITS;
            default -> fixedSizeBits;
        };
    }

    public boolean isFrame() {
        return this == SMALL_PAGE || this == LARGE_PAGE;
    }

    /** The type with this number, or null if this kernel has none. */
    public static ObjectType of(long number) {
        for (ObjectType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        return null;
    }
}
