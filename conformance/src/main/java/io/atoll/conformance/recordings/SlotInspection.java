package io.atoll.conformance.recordings;

import io.atoll.kernel.Core;
import io.atoll.kernel.capability.CNodeCapability;
import io.atoll.kernel.capability.CSpace;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.capability.FrameCapability;
import io.atoll.kernel.capability.IrqControlCapability;
import io.atoll.kernel.capability.IrqHandlerCapability;
import io.atoll.kernel.capability.NotificationCapability;
import io.atoll.kernel.capability.ReplyCapability;
import io.atoll.kernel.capability.SchedContextCapability;
import io.atoll.kernel.capability.SchedControlCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.capability.ThreadCapability;
import io.atoll.kernel.capability.UntypedCapability;
import io.atoll.kernel.capability.VSpaceCapability;
import io.atoll.kernel.capability.ZombieCapability;

/** What a slot of the running thread's CSpace holds. */
final class SlotInspection {
    private final Core core;

    SlotInspection(Core core) {
        this.core = core;
    }

    /** The tag number of the capability. */
    int capIdentify(long cptr) {
        Slot slot = CSpace.lookup(core.current, cptr, core.lookup);
        return slot == null ? CapType.NULL.tag() : typeIn(slot).tag();
    }

    private static CapType typeIn(Slot slot) {
        return switch (slot.capability) {
            case UntypedCapability _ -> CapType.UNTYPED;
            case EndpointCapability _ -> CapType.ENDPOINT;
            case NotificationCapability _ -> CapType.NOTIFICATION;
            case ReplyCapability _ -> CapType.REPLY;
            case CNodeCapability _ -> CapType.CNODE;
            case ThreadCapability _ -> CapType.THREAD;
            case IrqControlCapability _ -> CapType.IRQ_CONTROL;
            case IrqHandlerCapability _ -> CapType.IRQ_HANDLER;
            case ZombieCapability _ -> CapType.ZOMBIE;
            case SchedContextCapability _ -> CapType.SCHED_CONTEXT;
            case SchedControlCapability _ -> CapType.SCHED_CONTROL;
            case FrameCapability _ -> CapType.FRAME;
            case VSpaceCapability _ -> CapType.PML4;
            default -> CapType.NULL;
        };
    }
}
