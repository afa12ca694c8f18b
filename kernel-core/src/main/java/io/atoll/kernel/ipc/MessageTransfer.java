package io.atoll.kernel.ipc;

import io.atoll.kernel.Core;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.capability.CSpace;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.Derivation;
import io.atoll.kernel.capability.DerivationTree;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.footprint.Footprint;
import io.atoll.kernel.object.EndpointObject;
import io.atoll.kernel.object.ThreadObject;

/** What travels from sender to receiver ({@code sel4-api} 3.4): words, badge, capabilities. */
final class MessageTransfer {
    /** Of a cache line of 64 bytes. */
    private static final int WORDS_OF_LINE = 8;

    private MessageTransfer() {}

    /**
     * Moves a message, or the sender's fault.
     *
     * @param endpoint through which it goes, or null for an answer
     * @param canGrant capabilities may go along
     */
    static void transfer(
            Core core,
            ThreadObject sender,
            EndpointObject endpoint,
            long badge,
            boolean canGrant,
            ThreadObject receiver) {
        Footprint.writes(sender, ThreadObject.REGISTERS_LINE);
        Footprint.writes(receiver, ThreadObject.REGISTERS_LINE);
        if (sender.fault != null) {
            Faults.transfer(core, badge, sender, receiver);
            return;
        }
        long info = sender.messageInfo;
        int words = sender.ipc.copyMessage(receiver.ipc, MessageInfo.length(info));
        tellBuffers(sender, receiver, words);
        int moved = 0;
        if (canGrant && MessageInfo.extraCaps(info) != 0 && receiver.ipc.hasFrame()) {
            moved = transferCapabilities(core, sender, endpoint, receiver);
        }
        receiver.ipc.senderBadge(badge);
        receiver.messageInfo =
                MessageInfo.of(MessageInfo.label(info), moved >>> 2, moved & 3, words);
    }

    /** Words that are in no register. */
    private static void tellBuffers(ThreadObject sender, ThreadObject receiver, int words) {
        int bufferLines = (words - MessageInfo.FAST_REGISTERS + WORDS_OF_LINE - 1) / WORDS_OF_LINE;
        for (int i = 0; i < bufferLines; i++) {
            Footprint.reads(sender, ThreadObject.BUFFER_LINE + i);
            Footprint.writes(receiver, ThreadObject.BUFFER_LINE + i);
        }
    }

    /**
     * Looks up the capabilities that a message names, at the time it is transferred.
     *
     * @return how many; -1 if one lookup failed
     */
    static int lookUpExtraCaps(Core core, ThreadObject sender, Slot[] found) {
        if (!sender.ipc.hasFrame()) {
            return 0;
        }
        int count = MessageInfo.extraCaps(sender.messageInfo);
        for (int i = 0; i < count; i++) {
            Slot slot = CSpace.lookup(sender, sender.ipc.cap(i), core.lookup);
            if (slot == null) {
                core.failedCptr = sender.ipc.cap(i);
                return -1;
            }
            found[i] = slot;
        }
        return count;
    }

    /** Number of capabilities moved in bits 0 and 1, which of them were unwrapped above. */
    private static int transferCapabilities(
            Core core, ThreadObject sender, EndpointObject endpoint, ThreadObject receiver) {
        Slot[] slots = core.extraCaps;
        int count = lookUpExtraCaps(core, sender, slots);
        Slot destination = count > 0 ? receiveSlot(core, receiver) : null;
        int unwrapped = 0;
        int moved = 0;
        while (moved < count) {
            Capability capability = slots[moved].capability;
            if (capability instanceof EndpointCapability cap
                    && endpoint != null
                    && cap.endpoint == endpoint) {
                receiver.ipc.cap(moved, cap.badge);
                unwrapped |= 1 << moved;
            } else {
                if (destination == null || !place(slots[moved], destination)) {
                    break;
                }
                destination = null;
            }
            moved++;
        }
        return unwrapped << 2 | moved;
    }

    private static boolean place(Slot source, Slot destination) {
        if (source.isEmpty() || Derivation.check(source) != Sel4Error.NO_ERROR) {
            return false;
        }
        Capability derived = Derivation.derive(source.capability);
        if (derived == Capability.NULL) {
            return false;
        }
        DerivationTree.insertCopy(source, destination, derived);
        return true;
    }

    /** The empty slot that the receiver named, or null. */
    private static Slot receiveSlot(Core core, ThreadObject receiver) {
        IpcBuffer ipc = receiver.ipc;
        int depth = ipc.receiveDepth();
        Slot root = CSpace.lookup(receiver, ipc.receiveRoot(), core.lookup);
        if (root == null || depth < 1 || depth > Long.SIZE) {
            return null;
        }
        Slot slot = CSpace.lookupExactly(root.capability, ipc.receiveIndex(), depth, core.lookup);
        return slot == null || !slot.isEmpty() ? null : slot;
    }
}
