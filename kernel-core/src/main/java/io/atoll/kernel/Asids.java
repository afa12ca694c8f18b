package io.atoll.kernel;

import io.atoll.kernel.object.AsidPoolObject;
import io.atoll.kernel.object.VSpaceObject;

/**
 * The address-space identifiers of an image; seL4: {@code x86KSASIDTable}. Guarded, as all kernel
 * state, by the kernel being entered by one core at a time.
 */
public final class Asids {
    /** Pools that an image can have (x86-64). */
    public static final int POOLS = 8;

    private final AsidPoolObject[] pools = new AsidPoolObject[POOLS];

    /** The address space that an identifier stands for, or null. */
    public VSpaceObject find(int asid) {
        AsidPoolObject pool = pools[asid / AsidPoolObject.COUNT];
        return pool == null ? null : pool.space(asid);
    }

    /** The registered pool that an identifier belongs to, or null. */
    public AsidPoolObject pool(int asid) {
        return pools[asid / AsidPoolObject.COUNT];
    }

    /** First identifier of a pool that does not exist yet, or -1. */
    public int freeBase() {
        for (int i = 0; i < POOLS; i++) {
            if (pools[i] == null) {
                return i * AsidPoolObject.COUNT;
            }
        }
        return -1;
    }

    public void register(AsidPoolObject pool) {
        pools[pool.base / AsidPoolObject.COUNT] = pool;
    }

    /** The last capability to a pool went: its address spaces cannot be reached any more. */
    public void remove(AsidPoolObject pool) {
        if (pool(pool.base) != pool) {
            return;
        }
        pools[pool.base / AsidPoolObject.COUNT] = null;
        for (int i = 0; i < AsidPoolObject.COUNT; i++) {
            VSpaceObject space = pool.space(pool.base + i);
            if (space != null) {
                space.retire();
            }
        }
    }

    /** The last capability to an address space went. */
    public void release(int asid, VSpaceObject space) {
        AsidPoolObject pool = pool(asid);
        if (pool != null && pool.space(asid) == space) {
            pool.assign(asid, null);
        }
        space.retire();
    }
}
