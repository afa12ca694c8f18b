package io.atoll.coordinator;

import io.atoll.cluster.ClusterBootInfo;
import io.atoll.coordinator.microkit.Badges;
import io.atoll.coordinator.microkit.CSpaceLayout;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.cap.Notification;

/**
 * Hands out the interrupt lines of a cluster's boot core. The first ones are the doorbells of the
 * other coordinators, at numbers that all know, of which many share one where there are many; the
 * others are told to those who may ring. Used by the coordinator only.
 */
final class InterruptAllocator {
    /** Line of cluster 0's coordinator; the others follow. */
    private static final int FIRST_COORDINATOR_LINE = 16;

    /** Above all others: on it, the machine tells of clusters that have ended. */
    private static final int LINES = ClusterBootInfo.ENDED_LINE;

    private final Sel4 sel4;
    private final ObjectAllocator objects;
    private int nextLine;

    InterruptAllocator(Sel4 sel4, ObjectAllocator objects, int clusterCount) {
        this.sel4 = sel4;
        this.objects = objects;
        this.nextLine = FIRST_COORDINATOR_LINE + Math.min(clusterCount, Links.BELLS);
    }

    /** The line of a bell that coordinators ring: see {@link Links#bellOf}. */
    static int coordinatorLine(int bell) {
        return FIRST_COORDINATOR_LINE + bell;
    }

    boolean hasFreeLine() {
        return nextLine < LINES;
    }

    /** A line that nobody uses yet. */
    int take() {
        if (nextLine == LINES) {
            throw new IllegalStateException("all %d interrupt lines are in use".formatted(LINES));
        }
        return nextLine++;
    }

    /** A handler of a line that signals this notification; returns its CPtr. */
    long handle(int line, Notification notification) {
        long slot = objects.slot();
        sel4.irqControl(InitCaps.IRQ_CONTROL).get(line, objects.at(slot)).orThrow();
        sel4.irqHandler(slot).setNotification(notification).orThrow();
        // Whoever rang before has masked the line and was not heard: now it signals.
        sel4.irqHandler(slot).ack().orThrow();
        return slot;
    }

    /**
     * A new line that signals a domain's notification as its channel {@code id}, with the handler
     * where the domain expects it.
     */
    int bind(Domain domain, int id) {
        int line = take();
        long badged = objects.mint(domain.notification, CapRights.ALL, Badges.notification(id));
        long handler = handle(line, sel4.notification(badged));
        DomainBuilder.slotOf(sel4, domain, CSpaceLayout.FIRST_IRQ + id)
                .copy(objects.at(handler), CapRights.ALL)
                .orThrow();
        return line;
    }

    /** A line, and the CPtr of its handler. */
    record Line(int number, long handler) {}

    /** A new line that signals a notification of the coordinator's own threads. */
    Line bind(long notification) {
        int line = take();
        return new Line(line, handle(line, sel4.notification(notification)));
    }

    /** A doorbell at a line of a core of another cluster, into a domain's slot. */
    void doorbell(Domain domain, long slot, int line, int machineCore) {
        sel4.irqControl(InitCaps.IRQ_CONTROL)
                .issueSgiSignal(line, machineCore, DomainBuilder.slotOf(sel4, domain, slot))
                .orThrow();
    }

    /** A doorbell into a slot of the coordinator's own; returns its CPtr. */
    long doorbell(int line, int machineCore) {
        long slot = objects.slot();
        sel4.irqControl(InitCaps.IRQ_CONTROL)
                .issueSgiSignal(line, machineCore, objects.at(slot))
                .orThrow();
        return slot;
    }
}
