package io.atoll.kernel.capability;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.object.NotificationObject;

/** Names a notification; its badge is what a signal adds to the word. */
public final class NotificationCapability extends Capability {
    public final NotificationObject notification;
    public final long badge;
    public final boolean canSend;
    public final boolean canReceive;

    public NotificationCapability(NotificationObject notification, long badge, CapRights rights) {
        this.notification = notification;
        this.badge = badge;
        this.canSend = rights.canWrite();
        this.canReceive = rights.canRead();
    }

    @Override
    public NotificationObject object() {
        return notification;
    }

    public CapRights rights() {
        return CapRights.of(false, false, canReceive, canSend);
    }

    @Override
    public Capability masked(CapRights mask) {
        return new NotificationCapability(
                notification, badge, new CapRights(rights().word() & mask.word()));
    }

    @Override
    public Capability withData(boolean preserve, long data) {
        return preserve || badge != 0
                ? NULL
                : new NotificationCapability(notification, data, rights());
    }

    @Override
    boolean isRevocableCopy(Capability derived) {
        return ((NotificationCapability) derived).badge != badge;
    }

    @Override
    public String toString() {
        return "%s badge=0x%x %s".formatted(super.toString(), badge, rights());
    }
}
