package io.atoll.kernel.invocation;

import io.atoll.kernel.Core;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.capability.CNodeCapability;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.Deletion;
import io.atoll.kernel.capability.Derivation;
import io.atoll.kernel.capability.DerivationTree;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.capability.FrameCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.capability.ThreadCapability;
import io.atoll.kernel.capability.VSpaceCapability;
import io.atoll.kernel.capability.ZombieCapability;
import io.atoll.kernel.object.ThreadObject;

/** The capabilities that a thread is configured with: what may be installed, and installing it. */
final class ThreadConfiguration {
    /** An IPC buffer must not straddle pages; seL4: {@code seL4_IPCBufferSizeBits}. */
    private static final int IPC_BUFFER_ALIGNMENT = 1024;

    private ThreadConfiguration() {}

    /** A null capability, or an endpoint that can be sent to and answered. */
    static boolean isFaultHandler(Capability capability) {
        return capability == Capability.NULL
                || (capability instanceof EndpointCapability cap
                        && cap.canSend
                        && (cap.canGrant || cap.canGrantReply));
    }

    /** A root being deleted for long cannot be replaced. */
    static boolean isBeingDeleted(Slot root) {
        return DerivationTree.isLast(root)
                && (root.capability instanceof CNodeCapability
                        || root.capability instanceof ThreadCapability
                        || root.capability instanceof ZombieCapability);
    }

    /** Checks an extra capability as CSpace root: with data applied it must be a CNode. */
    static Sel4Error checkCSpace(Slot slot, long data) {
        return checkRoot(slot, data) instanceof CNodeCapability
                ? Derivation.check(slot)
                : illegal(slot);
    }

    /** Checks an extra capability as VSpace root. */
    static Sel4Error checkVSpace(Slot slot, long data) {
        return checkRoot(slot, data) instanceof VSpaceCapability root && root.isAssigned()
                ? Derivation.check(slot)
                : illegal(slot);
    }

    /** An untyped with children says so before it is found to be the wrong kind. */
    private static Sel4Error illegal(Slot slot) {
        Sel4Error error = Derivation.check(slot);
        return error == Sel4Error.NO_ERROR ? Sel4Error.ILLEGAL_OPERATION : error;
    }

    private static Capability checkRoot(Slot slot, long data) {
        return data == 0 ? slot.capability : slot.capability.withData(false, data);
    }

    /** Checks an extra capability as IPC buffer frame for {@code address}. */
    static Sel4Error checkBuffer(Slot slot, long address) {
        Sel4Error error = Derivation.check(slot);
        if (error != Sel4Error.NO_ERROR) {
            return error;
        }
        if (!(slot.capability instanceof FrameCapability frame) || frame.isDevice) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        return address % IPC_BUFFER_ALIGNMENT == 0 ? Sel4Error.NO_ERROR : Sel4Error.ALIGNMENT_ERROR;
    }

    /** Replaces one of the thread's capabilities by a copy of {@code source}'s. */
    static void install(Core core, ThreadObject thread, int index, Slot source, long data) {
        Slot slot = thread.slots[index];
        Capability original = source == null ? Capability.NULL : source.capability;
        boolean completed = Deletion.delete(core, slot);
        assert completed : "the last capability to a CNode or thread cannot be replaced";
        // The deletion may have taken the source with it.
        if (original != Capability.NULL && source.capability == original) {
            Capability derived = Derivation.derive(checkRoot(source, data));
            DerivationTree.insertCopy(source, slot, derived);
        }
    }

    /** Replaces the IPC buffer frame; address 0 takes it away. */
    static void installBuffer(Core core, ThreadObject thread, Slot source, long address) {
        install(core, thread, ThreadObject.IPC_BUFFER, address == 0 ? null : source, 0);
        Slot slot = thread.slots[ThreadObject.IPC_BUFFER];
        if (slot.capability instanceof FrameCapability frame) {
            slot.capability = frame.asBufferOf(thread);
            thread.bufferFrame.attach();
        }
    }
}
