package io.atoll.kernel.capability;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.object.ReplyObject;

/** Names a reply object; with grant, an answer may carry capabilities. */
public final class ReplyCapability extends Capability {
    public final ReplyObject reply;
    public final boolean canGrant;

    public ReplyCapability(ReplyObject reply, boolean canGrant) {
        this.reply = reply;
        this.canGrant = canGrant;
    }

    @Override
    public ReplyObject object() {
        return reply;
    }

    @Override
    public Capability masked(CapRights rights) {
        return new ReplyCapability(reply, canGrant && rights.canGrant());
    }
}
