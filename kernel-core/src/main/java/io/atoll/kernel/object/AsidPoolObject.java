package io.atoll.kernel.object;

/**
 * Address-space identifiers: a run of 512 numbers, and the address space that each stands for. A
 * mapping names its address space by number, so that it outlives it harmlessly.
 */
public final class AsidPoolObject extends KernelObject {
    /** log2 of a pool's bytes. */
    public static final int SIZE_BITS = 12;

    /** Identifiers in a pool. */
    public static final int COUNT = 512;

    /** The first identifier. */
    public final int base;

    private final VSpaceObject[] spaces = new VSpaceObject[COUNT];

    public AsidPoolObject(long address, int base) {
        super(address, SIZE_BITS);
        this.base = base;
    }

    /** The address space of an identifier of this pool, or null. */
    public VSpaceObject space(int asid) {
        return spaces[asid - base];
    }

    public void assign(int asid, VSpaceObject space) {
        spaces[asid - base] = space;
    }

    /** The first identifier that stands for nothing, or -1; 0 is none that can be used. */
    public int firstFree() {
        for (int i = base == 0 ? 1 : 0; i < COUNT; i++) {
            if (spaces[i] == null) {
                return base + i;
            }
        }
        return -1;
    }
}
