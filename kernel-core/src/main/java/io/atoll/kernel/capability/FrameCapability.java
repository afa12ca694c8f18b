package io.atoll.kernel.capability;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.object.FrameObject;
import io.atoll.kernel.object.ThreadObject;

/** Names a frame, and the place where this very capability mapped it: each copy maps for itself. */
public final class FrameCapability extends Capability {
    public final FrameObject frame;
    public final CapRights rights;
    public final boolean isDevice;

    /** Identifier of the address space that it is mapped in; 0 if it is not. */
    public final int asid;

    public final long mappedAt;

    /** The thread whose IPC buffer stands on this very capability; null for all others. */
    public final ThreadObject bufferOf;

    private FrameCapability(
            FrameObject frame,
            CapRights rights,
            boolean isDevice,
            int asid,
            long mappedAt,
            ThreadObject bufferOf) {
        this.frame = frame;
        this.rights = rights;
        this.isDevice = isDevice;
        this.asid = asid;
        this.mappedAt = mappedAt;
        this.bufferOf = bufferOf;
    }

    public FrameCapability(FrameObject frame, CapRights rights, boolean isDevice) {
        this(frame, rights, isDevice, 0, 0, null);
    }

    public FrameCapability mapped(int inAsid, long address) {
        return new FrameCapability(frame, rights, isDevice, inAsid, address, null);
    }

    public FrameCapability unmapped() {
        return new FrameCapability(frame, rights, isDevice);
    }

    /** For the thread's own slot: without it, its thread has no IPC buffer. */
    public FrameCapability asBufferOf(ThreadObject thread) {
        return new FrameCapability(frame, rights, isDevice, 0, 0, thread);
    }

    @Override
    public FrameObject object() {
        return frame;
    }

    @Override
    public Capability masked(CapRights mask) {
        return new FrameCapability(frame, maskedRights(mask), isDevice, asid, mappedAt, null);
    }

    /** Rights of a mapping or copy: without read there are none (x86). */
    public CapRights maskedRights(CapRights mask) {
        CapRights kept = new CapRights(rights.word() & mask.word());
        return kept.canRead() ? kept : CapRights.NONE;
    }

    public boolean isMapped() {
        return asid != 0;
    }
}
