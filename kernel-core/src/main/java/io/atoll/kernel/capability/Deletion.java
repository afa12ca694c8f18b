package io.atoll.kernel.capability;

import io.atoll.kernel.Core;
import io.atoll.kernel.ipc.Cancellation;
import io.atoll.kernel.ipc.Replies;
import io.atoll.kernel.object.CNodeObject;
import io.atoll.kernel.object.NotificationObject;
import io.atoll.kernel.object.ReplyObject;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;
import io.atoll.kernel.object.VSpaceObject;
import io.atoll.kernel.scheduling.SchedContexts;
import io.atoll.kernel.scheduling.Threads;

/**
 * Deleting and revoking capabilities, and cleaning up the object when its last capability goes
 * ({@code sel4-api} 4.4). Threads and CNodes hold slots: their last capability becomes a {@link
 * ZombieCapability} that owns those slots until all are empty, which is what makes CNodes that
 * contain their own last capability deletable.
 */
public final class Deletion {
    private Deletion() {}

    /**
     * Empties a slot; seL4: {@code cteDelete}, exposed.
     *
     * @return false if it was preempted half-way: the slot then holds a zombie, whose deletion goes
     *     on where this one stopped
     */
    public static boolean delete(Core core, Slot slot) {
        return delete(core, slot, true);
    }

    /**
     * Deletes all that was derived from a slot; the slot keeps its capability; seL4: {@code
     * cteRevoke}.
     *
     * @return false if it was preempted half-way: there may be children left
     */
    public static boolean revoke(Core core, Slot slot) {
        while (slot.next != null && DerivationTree.isParentOf(slot, slot.next)) {
            if (!delete(core, slot.next, true) || core.preemptionPoint()) {
                return false;
            }
        }
        return true;
    }

    /** Deletes a capability that owns no slots; seL4: {@code cteDeleteOne}. */
    public static void deleteSimple(Core core, Slot slot) {
        if (!slot.isEmpty()) {
            Capability remainder = finalise(core, slot);
            assert remainder == Capability.NULL;
            empty(core, slot);
        }
    }

    /**
     * @param exposed the slot is named by a program, and must be empty afterwards; otherwise it
     *     belongs to a zombie, and may be left with another one that leads back to it
     * @return false if it was preempted half-way
     */
    private static boolean delete(Core core, Slot slot, boolean exposed) {
        while (!slot.isEmpty()) {
            Capability remainder = finalise(core, slot);
            if (isRemovable(remainder, slot)) {
                break;
            }
            slot.capability = remainder;
            ZombieCapability zombie = (ZombieCapability) remainder;
            if (!exposed && zombie.isOwnedBy(slot)) {
                return true;
            }
            if (!reduce(core, slot, zombie, exposed) || core.preemptionPoint()) {
                return false;
            }
        }
        empty(core, slot);
        return true;
    }

    /** One step towards a zombie's end; seL4: {@code reduceZombie}. */
    private static boolean reduce(Core core, Slot slot, ZombieCapability zombie, boolean exposed) {
        if (!exposed) {
            // Not ours to empty: put it where its own slots are, and take what stood there.
            Slot first = zombie.slots.get(0);
            DerivationTree.swap(first, first.capability, slot, zombie);
            return true;
        }
        Slot last = zombie.slots.getIfMade(zombie.count - 1);
        if (last != null && !delete(core, last, false)) {
            return false;
        }
        // The deletion may have replaced the zombie, when its last slot led back to it.
        if (slot.capability instanceof ZombieCapability now && now.sameAs(zombie)) {
            slot.capability = zombie.withCount(zombie.count - 1);
        }
        return true;
    }

    private static boolean isRemovable(Capability remainder, Slot slot) {
        return !(remainder instanceof ZombieCapability zombie)
                || zombie.count == 0
                || (zombie.count == 1 && zombie.isOwnedBy(slot));
    }

    private static void empty(Core core, Slot slot) {
        if (slot.capability instanceof IrqHandlerCapability handler
                && DerivationTree.isLast(slot)) {
            core.image.interrupts().release(core, handler.irq);
        }
        DerivationTree.remove(slot);
    }

    /** Cleans up; the answer is what must stay in the slot until more has been deleted. */
    private static Capability finalise(Core core, Slot slot) {
        Capability capability = slot.capability;
        if (capability instanceof ZombieCapability) {
            return capability;
        }
        if (capability instanceof FrameCapability frame) {
            finalise(core, frame);
        }
        if (!DerivationTree.isLast(slot)) {
            return Capability.NULL;
        }
        return switch (capability) {
            case EndpointCapability endpoint -> {
                Cancellation.cancelAll(core, endpoint.endpoint);
                yield Capability.NULL;
            }
            case NotificationCapability notification -> {
                finalise(core, notification.notification);
                yield Capability.NULL;
            }
            case ReplyCapability reply -> {
                finalise(core, reply.reply);
                yield Capability.NULL;
            }
            case SchedContextCapability schedContext -> {
                finalise(core, schedContext.schedContext);
                yield Capability.NULL;
            }
            case VSpaceCapability root -> {
                if (root.isAssigned()) {
                    core.image.asids().release(root.asid, root.vspace);
                }
                yield Capability.NULL;
            }
            case PagingTableCapability table -> {
                unmap(core, table);
                yield Capability.NULL;
            }
            case AsidPoolCapability pool -> {
                core.image.asids().remove(pool.pool);
                yield Capability.NULL;
            }
            case ThreadCapability thread -> finalise(core, thread.thread);
            case CNodeCapability cnode -> zombieOf(cnode.cnode);
            default -> Capability.NULL;
        };
    }

    /** Every frame capability stands for its own mapping, or for a thread's IPC buffer. */
    private static void finalise(Core core, FrameCapability frame) {
        unmap(core, frame);
        if (frame.bufferOf != null) {
            frame.bufferOf.bufferFrame.detach();
        }
    }

    /** Undoes the mapping that a frame capability stands for, if it still exists. */
    public static void unmap(Core core, FrameCapability frame) {
        VSpaceObject space = frame.isMapped() ? core.image.asids().find(frame.asid) : null;
        if (space != null) {
            space.unmapPage(frame.mappedAt, frame.frame);
        }
    }

    /** Takes a table out of the address space that it is mapped in, if that still exists. */
    public static void unmap(Core core, PagingTableCapability table) {
        VSpaceObject space = table.isMapped() ? core.image.asids().find(table.asid) : null;
        if (space != null) {
            space.unmapTable(table.mappedAt, table.table);
        }
    }

    private static Capability zombieOf(CNodeObject cnode) {
        return new ZombieCapability(cnode, cnode.slots, cnode.slots.size());
    }

    private static Capability finalise(Core core, ThreadObject thread) {
        if (thread.boundNotification != null) {
            Threads.unbindNotification(thread);
        }
        SchedContextObject schedContext = thread.schedContext;
        if (schedContext != null) {
            SchedContexts.unbindThread(core, schedContext);
            if (schedContext.yieldFrom != null) {
                SchedContexts.completeYield(core, schedContext.yieldFrom);
            }
        }
        Threads.suspend(core, thread);
        if (thread.context != null) {
            thread.context.abandon();
        }
        return new ZombieCapability(thread, SlotTable.of(thread.slots), ThreadObject.SLOTS);
    }

    private static void finalise(Core core, NotificationObject notification) {
        if (notification.schedContext != null) {
            SchedContexts.unbindNotification(notification.schedContext);
        }
        if (notification.boundThread != null) {
            Threads.unbindNotification(notification.boundThread);
        }
        Cancellation.cancelAll(core, notification);
    }

    private static void finalise(Core core, ReplyObject reply) {
        ThreadObject thread = reply.thread;
        if (thread == null) {
            return;
        }
        if (thread.state == ThreadState.BLOCKED_ON_REPLY) {
            Replies.remove(core, reply);
        } else {
            Cancellation.cancel(core, thread);
        }
    }

    private static void finalise(Core core, SchedContextObject schedContext) {
        SchedContexts.finalise(core, schedContext);
    }
}
