package io.atoll.kernel.capability;

import io.atoll.kernel.object.SchedContextObject;

/** Names a scheduling context. */
public final class SchedContextCapability extends Capability {
    public final SchedContextObject schedContext;

    public SchedContextCapability(SchedContextObject schedContext) {
        this.schedContext = schedContext;
    }

    @Override
    public SchedContextObject object() {
        return schedContext;
    }
}
