package io.atoll.benchmarks.simulator;

import io.atoll.benchmarks.simulator.SimulatorLoad.Place;
import io.atoll.coordinator.ObjectAllocator;
import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;

/** Two cores of two clusters that wake one another by turns. */
final class DoorbellLoad {
    private static final int LINE = InterruptLines.FIRST_USER;

    private DoorbellLoad() {}

    static void run(Sel4 sel4, BootInfo bootInfo, Place place) {
        ObjectAllocator objects = new ObjectAllocator(sel4, bootInfo);
        long notification = objects.make(ObjectType.NOTIFICATION);
        long badged = objects.mint(notification, CapRights.ALL, 1);
        long handler = objects.slot();
        sel4.irqControl(InitCaps.IRQ_CONTROL).get(LINE, objects.at(handler)).orThrow();
        sel4.irqHandler(handler).setNotification(sel4.notification(badged)).orThrow();
        // Whoever rang between the two has masked the line.
        sel4.irqHandler(handler).ack().orThrow();
        long doorbell = objects.slot();
        sel4.irqControl(InitCaps.IRQ_CONTROL)
                .issueSgiSignal(LINE, place.peer(), objects.at(doorbell))
                .orThrow();
        if (place.isFirst()) {
            // The other side may not listen yet: a signal in vain is not repeated.
            sel4.compute(1_000_000);
            sel4.send(doorbell, MessageInfo.of(0, 0));
        }
        while (true) {
            place.pace().step();
            sel4.await(notification);
            sel4.irqHandler(handler).ack().orThrow();
            sel4.send(doorbell, MessageInfo.of(0, 0));
        }
    }
}
