package io.atoll.kernel.invocation;

import io.atoll.kernel.Core;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.LookupFailure;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.capability.CNodeCapability;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.DerivationTree;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.capability.SlotTable;
import io.atoll.kernel.capability.UntypedCapability;

import java.lang.foreign.MemorySegment;

/** Untyped: Retype ({@code sel4-api} 2.7). */
final class UntypedInvocation {
    /** Most objects in one retype. */
    private static final int FAN_OUT_LIMIT = 256;

    /** Smallest scheduling context, log2 of bytes. */
    private static final int MIN_SCHED_CONTEXT_BITS = 7;

    /** Memory is cleared in pieces of this size; seL4: {@code CONFIG_RESET_CHUNK_BITS}. */
    private static final long RESET_CHUNK_BYTES = 256;

    private UntypedInvocation() {}

    static Sel4Error decode(Invocation call, UntypedCapability untyped) {
        if (call.label() != InvocationLabel.UNTYPED_RETYPE) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        if (call.isShorterThan(6, 1)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        long typeNumber = call.arg(0);
        long userSizeBits = call.arg(1);
        long nodeDepth = call.arg(3);
        long offset = call.arg(4);
        long count = call.arg(5);

        ObjectType type = ObjectType.of(typeNumber);
        if (type == null) {
            return call.invalidArgument(0);
        }
        if (userSizeBits < 0
                || userSizeBits >= Long.SIZE
                || type.sizeBits((int) userSizeBits) > UntypedCapability.MAX_SIZE_BITS) {
            return call.rangeError(0, UntypedCapability.MAX_SIZE_BITS);
        }
        if (isTooSmall(type, userSizeBits)) {
            return call.invalidArgument(1);
        }
        Capability destination = call.extraCapability(0);
        if (nodeDepth != 0) {
            Slot slot = call.lookUpSlot(destination, call.arg(2), nodeDepth, false);
            if (slot == null) {
                return call.lookupError;
            }
            destination = slot.capability;
        }
        if (!(destination instanceof CNodeCapability cnode)) {
            call.core.lookup.missingCapability(nodeDepth);
            assert call.core.lookup.failure == LookupFailure.MISSING_CAPABILITY;
            return call.failedLookup(false);
        }
        SlotTable slots = cnode.cnode.slots;
        if (Long.compareUnsigned(offset, slots.size() - 1) > 0) {
            return call.rangeError(0, slots.size() - 1);
        }
        if (Long.compareUnsigned(count - 1, FAN_OUT_LIMIT - 1) > 0) {
            return call.rangeError(1, FAN_OUT_LIMIT);
        }
        if (count > slots.size() - offset) {
            return call.rangeError(1, slots.size() - offset);
        }
        for (int i = 0; i < count; i++) {
            if (!slots.get((int) offset + i).isEmpty()) {
                return Sel4Error.DELETE_FIRST;
            }
        }
        // Without children nothing of it is in use any more.
        boolean reset = !DerivationTree.hasChildren(call.slot);
        long watermark = reset ? 0 : untyped.watermark;
        int sizeBits = type.sizeBits((int) userSizeBits);
        long bytesFree = untyped.byteSize() - watermark;
        if (bytesFree >>> sizeBits < count) {
            return call.notEnoughMemory(bytesFree);
        }
        if (untyped.isDevice && !type.isFrame() && type != ObjectType.UNTYPED) {
            return call.invalidArgument(1);
        }
        if (call.core.processor.isOutOfMemory()) {
            return call.notEnoughMemory(0);
        }
        if (reset && !reset(call, untyped)) {
            return call.preempted();
        }
        long mask = (1L << sizeBits) - 1;
        long start = (watermark + mask) & ~mask;
        perform(call, untyped, start, type, (int) userSizeBits, slots, (int) offset, (int) count);
        return Sel4Error.NO_ERROR;
    }

    /**
     * Clears what was used, from the top down, so that it can be used again; device memory stays as
     * it is; seL4: {@code resetUntypedCap}.
     *
     * @return false if it was preempted half-way: the watermark says what is left to clear
     */
    private static boolean reset(Invocation call, UntypedCapability untyped) {
        if (untyped.watermark == 0) {
            return true;
        }
        Core core = call.core;
        MemorySegment memory =
                untyped.isDevice
                        ? MemorySegment.NULL
                        : core.image.memory().slice(untyped.address, untyped.watermark);
        long left = memory.byteSize();
        while (left > 0) {
            long chunk = (left - 1) & -RESET_CHUNK_BYTES;
            memory.asSlice(chunk, left - chunk).fill((byte) 0);
            left = chunk;
            if (core.preemptionPoint() && left > 0) {
                call.slot.capability = untyped.withWatermark(left);
                return false;
            }
        }
        call.slot.capability = untyped.withWatermark(0);
        return true;
    }

    private static boolean isTooSmall(ObjectType type, long userSizeBits) {
        return switch (type) {
            case CAP_TABLE -> userSizeBits == 0;
            case UNTYPED -> userSizeBits < UntypedCapability.MIN_SIZE_BITS;
            case SCHED_CONTEXT -> userSizeBits < MIN_SCHED_CONTEXT_BITS;
            default -> false;
        };
    }

    private static void perform(
            Invocation call,
            UntypedCapability untyped,
            long start,
            ObjectType type,
            int userSizeBits,
            SlotTable slots,
            int offset,
            int count) {
        Core core = call.core;
        long objectBytes = 1L << type.sizeBits(userSizeBits);
        for (int i = 0; i < count; i++) {
            long address = untyped.address + start + i * objectBytes;
            Capability capability =
                    core.image
                            .objects()
                            .create(core, type, address, userSizeBits, untyped.isDevice);
            DerivationTree.insertNew(call.slot, slots.get(offset + i), capability);
        }
        call.slot.capability = untyped.withWatermark(start + count * objectBytes);
    }
}
