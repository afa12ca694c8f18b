package io.atoll.kernel.debug;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.capability.AsidControlCapability;
import io.atoll.kernel.capability.AsidPoolCapability;
import io.atoll.kernel.capability.CNodeCapability;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.DomainCapability;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.capability.FrameCapability;
import io.atoll.kernel.capability.IrqControlCapability;
import io.atoll.kernel.capability.IrqHandlerCapability;
import io.atoll.kernel.capability.NotificationCapability;
import io.atoll.kernel.capability.NullCapability;
import io.atoll.kernel.capability.PagingTableCapability;
import io.atoll.kernel.capability.ReplyCapability;
import io.atoll.kernel.capability.SchedContextCapability;
import io.atoll.kernel.capability.SchedControlCapability;
import io.atoll.kernel.capability.SgiSignalCapability;
import io.atoll.kernel.capability.ThreadCapability;
import io.atoll.kernel.capability.UntypedCapability;
import io.atoll.kernel.capability.VSpaceCapability;
import io.atoll.kernel.capability.ZombieCapability;
import io.atoll.kernel.object.PagingTableObject;

/** The kinds of capabilities: seL4's tag numbers (x86-64) and capDL's words for their objects. */
enum CapabilityKind {
    NULL(0, "null"),
    FRAME(1, "frame"),
    UNTYPED(2, "ut"),
    PAGE_TABLE(3, "pt"),
    ENDPOINT(4, "ep"),
    PAGE_DIRECTORY(5, "pd"),
    NOTIFICATION(6, "notification"),
    PDPT(7, "pdpt"),
    REPLY(8, "reply"),
    VSPACE(9, "pml4"),
    CNODE(10, "cnode"),
    ASID_CONTROL(11, "asid_control"),
    THREAD(12, "tcb"),
    ASID_POOL(13, "asid_pool"),
    IRQ_CONTROL(14, "irq_control"),
    IRQ_HANDLER(16, "irq"),
    ZOMBIE(18, "zombie"),
    DOMAIN(20, "domain_set"),
    SCHED_CONTEXT(22, "sc"),
    SCHED_CONTROL(24, "sched_control"),
    SGI_SIGNAL(27, "sgi_signal");

    final int tag;

    /** As capDL writes it. */
    final String word;

    CapabilityKind(int tag, String word) {
        this.tag = tag;
        this.word = word;
    }

    static CapabilityKind of(Capability capability) {
        return switch (capability) {
            case NullCapability _ -> NULL;
            case FrameCapability _ -> FRAME;
            case UntypedCapability _ -> UNTYPED;
            case EndpointCapability _ -> ENDPOINT;
            case NotificationCapability _ -> NOTIFICATION;
            case ReplyCapability _ -> REPLY;
            case VSpaceCapability _ -> VSPACE;
            case PagingTableCapability cap ->
                    switch (cap.table.level) {
                        case PagingTableObject.PAGE_TABLE -> PAGE_TABLE;
                        case PagingTableObject.PAGE_DIRECTORY -> PAGE_DIRECTORY;
                        default -> PDPT;
                    };
            case AsidControlCapability _ -> ASID_CONTROL;
            case AsidPoolCapability _ -> ASID_POOL;
            case CNodeCapability _ -> CNODE;
            case ThreadCapability _ -> THREAD;
            case IrqControlCapability _ -> IRQ_CONTROL;
            case IrqHandlerCapability _ -> IRQ_HANDLER;
            case ZombieCapability _ -> ZOMBIE;
            case DomainCapability _ -> DOMAIN;
            case SchedContextCapability _ -> SCHED_CONTEXT;
            case SchedControlCapability _ -> SCHED_CONTROL;
            case SgiSignalCapability _ -> SGI_SIGNAL;
        };
    }

    /** The rights letters and the badge, or guard, of a capability; empty if it has neither. */
    static String attributes(Capability capability) {
        return switch (capability) {
            case EndpointCapability cap -> rightsAndBadge(cap.rights(), cap.badge);
            case NotificationCapability cap ->
                    rightsAndBadge(
                            CapRights.of(false, false, cap.canReceive, cap.canSend), cap.badge);
            case FrameCapability cap -> rightsAndBadge(cap.rights, 0);
            case CNodeCapability cap ->
                    cap.guardBits == 0
                            ? ""
                            : "guard: 0x%x, guard_size: %d".formatted(cap.guard, cap.guardBits);
            default -> "";
        };
    }

    private static String rightsAndBadge(CapRights rights, long badge) {
        String letters = rights.toString().replace("-", "");
        String shown = letters.isEmpty() ? "none" : letters;
        return badge == 0 ? shown : "%s, badge: 0x%x".formatted(shown, badge);
    }
}
