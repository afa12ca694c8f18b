package io.atoll.kernel.capability;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.object.EndpointObject;

/**
 * Names an endpoint. A badged capability covers those of the same badge that were copied from it.
 */
public final class EndpointCapability extends Capability {
    public final EndpointObject endpoint;
    public final long badge;
    public final boolean canSend;
    public final boolean canReceive;
    public final boolean canGrant;
    public final boolean canGrantReply;

    public EndpointCapability(EndpointObject endpoint, long badge, CapRights rights) {
        this.endpoint = endpoint;
        this.badge = badge;
        this.canSend = rights.canWrite();
        this.canReceive = rights.canRead();
        this.canGrant = rights.canGrant();
        this.canGrantReply = rights.canGrantReply();
    }

    @Override
    public EndpointObject object() {
        return endpoint;
    }

    public CapRights rights() {
        return CapRights.of(canGrantReply, canGrant, canReceive, canSend);
    }

    @Override
    public Capability masked(CapRights mask) {
        return new EndpointCapability(
                endpoint, badge, new CapRights(rights().word() & mask.word()));
    }

    /** A badge can be set once, and only on a copy. */
    @Override
    public Capability withData(boolean preserve, long data) {
        return preserve || badge != 0 ? NULL : new EndpointCapability(endpoint, data, rights());
    }

    @Override
    boolean isRevocableCopy(Capability derived) {
        return ((EndpointCapability) derived).badge != badge;
    }

    @Override
    public String toString() {
        return "%s badge=0x%x %s".formatted(super.toString(), badge, rights());
    }
}
