package io.atoll.coordinator;

import io.atoll.coordinator.microkit.Badges;
import io.atoll.coordinator.microkit.CSpaceLayout;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;

/**
 * The ends of channels that our domains have got: gives a domain the memory and the bell of its
 * end, and closes it when one of the two sides has stopped. Used by one coordinator only.
 */
final class BoundChannels {
    private final Sel4 sel4;
    private final ObjectAllocator objects;

    BoundChannels(Sel4 sel4, ObjectAllocator objects) {
        this.sel4 = sel4;
        this.objects = objects;
    }

    /** Maps the memory of a channel for a domain; the address there. */
    long map(Domain domain, Frames frames) {
        long address = domain.takeAreaAddress();
        frames.map(objects, sel4.vspace(domain.vspace), address, CapRights.READ_WRITE);
        return address;
    }

    /** The domain may ring the other end from now on, and is told when that stops. */
    void bind(Domain domain, BoundChannel end) {
        DomainBuilder.slotOf(sel4, domain, CSpaceLayout.FIRST_NOTIFICATION + end.id())
                .copy(objects.at(end.bell()), CapRights.ALL)
                .orThrow();
        domain.bound.add(end);
        if (domain.isStopped) {
            // It faulted while the two ends were made.
            close(end);
        }
    }

    /** A domain has stopped: who receives from it learns that nothing more will come. */
    void closeAll(Domain domain) {
        domain.isStopped = true;
        domain.bound.forEach(this::close);
    }

    private void close(BoundChannel end) {
        end.closeRings();
        sel4.nbSend(end.bell(), MessageInfo.of(0, 0));
    }

    /** A cluster has stopped: who receives from it, or waits for room there, learns that. */
    void clusterFailed(Domain domain, int cluster) {
        for (BoundChannel end : domain.bound) {
            if (end.peer() == cluster) {
                end.closeRings();
                long badged =
                        objects.mint(
                                domain.notification,
                                CapRights.WRITE,
                                Badges.notification(end.id()));
                sel4.nbSend(badged, MessageInfo.of(0, 0));
            }
        }
    }
}
