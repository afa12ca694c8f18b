package io.atoll.kernel.capability;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.object.FrameObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.VSpaceObject;

/** Names a frame, and the place where this very capability mapped it: each copy maps for itself. */
public final class FrameCapability extends Capability {
    public final FrameObject frame;
    public final CapRights rights;
    public final boolean isDevice;

    /** Where it is mapped; null if it is not. */
    public final VSpaceObject mappedIn;

    public final long mappedAt;

    /** The thread whose IPC buffer stands on this very capability; null for all others. */
    public final ThreadObject bufferOf;

    private FrameCapability(
            FrameObject frame,
            CapRights rights,
            boolean isDevice,
            VSpaceObject mappedIn,
            long mappedAt,
            ThreadObject bufferOf) {
        this.frame = frame;
        this.rights = rights;
        this.isDevice = isDevice;
        this.mappedIn = mappedIn;
        this.mappedAt = mappedAt;
        this.bufferOf = bufferOf;
    }

    public FrameCapability(FrameObject frame, CapRights rights, boolean isDevice) {
        this(frame, rights, isDevice, null, 0, null);
    }

    public FrameCapability mapped(VSpaceObject vspace, long address) {
        return new FrameCapability(frame, rights, isDevice, vspace, address, null);
    }

    public FrameCapability unmapped() {
        return new FrameCapability(frame, rights, isDevice);
    }

    /** For the thread's own slot: without it, its thread has no IPC buffer. */
    public FrameCapability asBufferOf(ThreadObject thread) {
        return new FrameCapability(frame, rights, isDevice, null, 0, thread);
    }

    @Override
    public FrameObject object() {
        return frame;
    }

    @Override
    public Capability masked(CapRights mask) {
        CapRights kept = new CapRights(rights.word() & mask.word());
        return new FrameCapability(frame, kept, isDevice, mappedIn, mappedAt, null);
    }
}
