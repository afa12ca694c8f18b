package io.atoll.kernel.capability;

import io.atoll.kernel.object.AsidPoolObject;

/** Names a pool of address-space identifiers: the right to assign them. */
public final class AsidPoolCapability extends Capability {
    public final AsidPoolObject pool;

    public AsidPoolCapability(AsidPoolObject pool) {
        this.pool = pool;
    }

    @Override
    public AsidPoolObject object() {
        return pool;
    }
}
