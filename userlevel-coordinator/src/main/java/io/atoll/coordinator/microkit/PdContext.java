package io.atoll.coordinator.microkit;

import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;

import java.lang.foreign.MemorySegment;

/**
 * What a protection domain has: its name, its channels, its memory, its system calls. To be used by
 * the domain's thread only.
 */
public final class PdContext {
    private final PdImage image;
    private final Sel4 sel4;
    private final Channel[] channels = new Channel[CSpaceLayout.CHANNELS];
    private final Child[] children = new Child[64];
    private long pendingSignals;
    private long deferredCptr;
    private long deferredInfo;

    PdContext(PdImage image, Sel4 sel4) {
        this.image = image;
        this.sel4 = sel4;
        for (int id : image.channels()) {
            channels[id] =
                    new Channel(
                            this,
                            id,
                            image.acknowledged().contains(id),
                            !image.mute().contains(id));
        }
        image.children().forEach((id, entry) -> children[id] = new Child(this, id, entry));
    }

    /** libmicrokit: {@code microkit_name}. */
    public String name() {
        return image.name();
    }

    /** The system calls of this domain's thread. */
    public Sel4 sel4() {
        return sel4;
    }

    public IpcBuffer ipc() {
        return sel4.ipc();
    }

    /** Message word {@code index}; libmicrokit: {@code microkit_mr_get}. */
    public long mr(int index) {
        return sel4.ipc().mr(index);
    }

    /** Sets message word {@code index}; libmicrokit: {@code microkit_mr_set}. */
    public void mr(int index, long value) {
        sel4.ipc().mr(index, value);
    }

    /**
     * The channel or interrupt of that number.
     *
     * @throws IllegalArgumentException if the domain has none of that number
     */
    public Channel channel(int id) {
        Channel channel = id < 0 || id >= channels.length ? null : channels[id];
        if (channel == null) {
            throw new IllegalArgumentException(
                    "%s: invalid channel %d; it has %s".formatted(name(), id, image.channels()));
        }
        return channel;
    }

    /**
     * The child of that number.
     *
     * @throws IllegalArgumentException if the domain has none of that number
     */
    public Child child(int id) {
        Child child = id < 0 || id >= children.length ? null : children[id];
        if (child == null) {
            throw new IllegalArgumentException(
                    "%s: invalid child %d; it has %s"
                            .formatted(name(), id, image.children().keySet()));
        }
        return child;
    }

    /**
     * CPtr of the user capability in that slot of the description's {@code cspace}; libmicrokit:
     * {@code microkit_cspace_root_slot_to_cptr}.
     *
     * @throws IllegalArgumentException if there is no such slot; whether the description has put
     *     something there is for the kernel to say
     */
    public long userCapability(int slot) {
        if (slot < 1 || slot >= CSpaceLayout.USER_CAPABILITIES) {
            throw new IllegalArgumentException(
                    "%s: invalid slot %d of a user capability; slots are 1 to %d"
                            .formatted(name(), slot, CSpaceLayout.USER_CAPABILITIES - 1));
        }
        return CSpaceLayout.FIRST_USER_CAPABILITY + slot;
    }

    /**
     * A window onto a memory region that the description maps into this domain.
     *
     * @throws IllegalArgumentException if it maps none of that name
     */
    public MemorySegment region(String name) {
        PdImage.Mapped mapped = image.regions().get(name);
        if (mapped == null) {
            throw new IllegalArgumentException(
                    "%s: no memory region '%s' is mapped; there are %s"
                            .formatted(name(), name, image.regions().keySet()));
        }
        return sel4.memory().window(mapped.vaddr(), mapped.byteSize());
    }

    /**
     * A channel that was bound at run time.
     *
     * @param acknowledges whether its signals arrive as interrupts
     */
    public Channel addChannel(int id, boolean acknowledges) {
        channels[id] = new Channel(this, id, acknowledges, true);
        return channels[id];
    }

    /**
     * For programs in direct style: waits until a channel is signalled. Signals on other channels
     * are kept until they are waited for.
     */
    public void awaitSignal(int id) {
        long bit = Badges.notification(id);
        while ((pendingSignals & bit) == 0) {
            sel4.await(CSpaceLayout.NOTIFICATION);
            pendingSignals |= sel4.ipc().senderBadge();
        }
        pendingSignals &= ~bit;
        if (channel(id).acknowledges()) {
            channel(id).ack();
        }
    }

    /** Writes to the console; libmicrokit: {@code microkit_dbg_puts}. */
    public void dbgPuts(String text) {
        sel4.debugPutString(text);
    }

    /**
     * A passive domain in direct style: gives its scheduling context back and receives its first
     * message; from then on it runs on its callers' time. A {@link Handler} does so by itself after
     * {@code init}.
     *
     * @return info of that message
     */
    public long becomePassive() {
        return sel4.nbSendRecv(
                CSpaceLayout.COORDINATOR,
                MessageInfo.of(PdRequests.BECOME_PASSIVE, 0),
                CSpaceLayout.INPUT,
                CSpaceLayout.REPLY);
    }

    /** A capability to be sent to when the entry point ends. */
    void defer(long cptr, long info) {
        if (deferredCptr != 0) {
            throw new IllegalStateException(
                    name() + ": an entry point can defer one signal or acknowledgement, not two");
        }
        deferredCptr = cptr;
        deferredInfo = info;
    }

    /** What was deferred, or 0; nothing is deferred afterwards. */
    long takeDeferred() {
        long taken = deferredCptr;
        deferredCptr = 0;
        return taken;
    }

    long deferredInfo() {
        return deferredInfo;
    }
}
