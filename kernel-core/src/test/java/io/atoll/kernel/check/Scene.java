package io.atoll.kernel.check;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.kernel.Core;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.Handle;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.capability.LookupResult;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.capability.VSpaceCapability;
import io.atoll.kernel.object.EndpointObject;
import io.atoll.kernel.object.KernelObject;
import io.atoll.kernel.object.NotificationObject;
import io.atoll.kernel.object.PagingTableObject;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.VSpaceObject;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import java.lang.reflect.Field;
import java.util.function.Consumer;

/**
 * An image stopped in the middle of the initial task, with at least one specimen of everything the
 * checker looks at. Each scene is good for one corruption.
 */
final class Scene {
    static final int IRQ = 40;
    static final long MAPPED_AT = 0x5000_0000L;

    final KernelImage image;
    final Core core;

    // Ready: two threads of priority 10, one of priority 20.
    ThreadObject readyFirst;
    ThreadObject readySecond;
    ThreadObject readyHigher;

    // Waiting for their next refills, this one first.
    ThreadObject releasedFirst;
    ThreadObject releasedSecond;

    // Waiting: at each object one of priority 50 in front of one of priority 40.
    EndpointObject receivers;
    EndpointObject senders;
    NotificationObject waited;

    /** Bound to the first of the receivers. */
    NotificationObject bound;

    /** Has {@link #notificationTime}. */
    NotificationObject timed;

    SchedContextObject notificationTime;

    /** A client's time, lent to a server, and by that to another one, which runs on it. */
    SchedContextObject lent;

    Slot untyped;
    Slot endpointFromUntyped;
    Slot badged;
    Slot badgedCopy;
    Slot original;
    Slot frame;
    Slot emptySlot;
    VSpaceObject vspace;
    int asid;
    Slot pageTable;

    private Scene() {
        TestImage test = new TestImage();
        image = test.image();
        core = image.core(0);
        test.start(this::build);
        assertDoesNotThrow(() -> InvariantChecker.check(image), "the scene itself is broken");
    }

    /** A scene with this corruption must make the checker say a sentence with these words. */
    static void assertNamed(String words, Consumer<Scene> corruption) {
        Scene scene = new Scene();
        corruption.accept(scene);
        BrokenInvariant broken =
                assertThrows(BrokenInvariant.class, () -> InvariantChecker.check(scene.image));
        assertTrue(
                broken.getMessage().contains(words),
                () -> "expected \"" + words + "\" in: " + broken.getMessage());
    }

    private void build(World world) {
        buildWaiting(world);
        buildCallStack(world);
        buildCapabilities(world);
        releasedFirst = startReleased(world, "released-first", 1_000);
        releasedSecond = startReleased(world, "released-second", 2_000);
        readyFirst = startReady(world, "ready-first", 10);
        readySecond = startReady(world, "ready-second", 10);
        readyHigher = startReady(world, "ready-higher", 20);
        emptySlot = slot(world.slot());
        image.stop();
        world.sel4.preemptionPoint();
    }

    private ThreadObject startReady(World world, String name, int priority) {
        return (ThreadObject) object(world.start(name, priority, sel4 -> {}));
    }

    private ThreadObject startReleased(World world, String name, long periodMicros) {
        SchedContext time = world.emptySchedContext();
        world.schedControl().configure(time, 100, periodMicros, 2, 0, 0).orThrow();
        var thread =
                world.passiveThread(
                        name,
                        30,
                        sel4 -> {
                            sel4.compute(40_000);
                            sel4.yieldNow();
                        });
        time.bind(thread).orThrow();
        thread.resume().orThrow();
        world.letOthersRun();
        return (ThreadObject) object(thread);
    }

    private void buildWaiting(World world) {
        Endpoint receiving = world.endpoint();
        Endpoint sending = world.endpoint();
        Notification notification = world.notification();
        Notification boundNotification = world.notification();
        for (int priority : new int[] {40, 50}) {
            long reply = world.reply().cptr();
            var receiver =
                    world.start(
                            "receiver" + priority,
                            priority,
                            sel4 -> sel4.recv(receiving.cptr(), reply));
            if (priority == 50) {
                receiver.bindNotification(boundNotification).orThrow();
            }
            world.start("sender" + priority, priority, sel4 -> sel4.send(sending.cptr(), 0));
            world.start("waiter" + priority, priority, sel4 -> sel4.await(notification.cptr()));
        }
        world.letOthersRun();
        receivers = (EndpointObject) object(receiving);
        senders = (EndpointObject) object(sending);
        waited = (NotificationObject) object(notification);
        bound = (NotificationObject) object(boundNotification);
        Notification withTime = world.notification();
        SchedContext time = world.schedContext();
        time.bind(withTime).orThrow();
        timed = (NotificationObject) object(withTime);
        notificationTime = (SchedContextObject) object(time);
    }

    private void buildCallStack(World world) {
        Endpoint outer = world.endpoint();
        Endpoint inner = world.endpoint();
        Notification never = world.notification();
        Reply outerReply = world.reply();
        Reply innerReply = world.reply();
        world.startPassive(
                "outer-server",
                60,
                sel4 -> {
                    sel4.recv(outer.cptr(), outerReply.cptr());
                    sel4.call(inner.cptr(), 0);
                });
        world.startPassive(
                "inner-server",
                60,
                sel4 -> {
                    sel4.recv(inner.cptr(), innerReply.cptr());
                    sel4.await(never.cptr());
                });
        var client = world.thread("client", 60, sel4 -> sel4.call(outer.cptr(), 0));
        lent = ((ThreadObject) object(client)).schedContext;
        client.resume().orThrow();
        world.letOthersRun();
    }

    private void buildCapabilities(World world) {
        long small = world.make(ObjectType.UNTYPED, 12);
        long made = world.slot();
        world.sel4.untyped(small).retype(ObjectType.ENDPOINT, 0, world.root, made, 1).orThrow();
        untyped = slot(small);
        endpointFromUntyped = slot(made);
        Endpoint endpoint = world.endpoint();
        Endpoint withBadge = world.badged(endpoint, 7);
        original = slot(endpoint.cptr());
        badged = slot(withBadge.cptr());
        badgedCopy = slot(world.copy(withBadge, CapRights.ALL));
        pageTable = slot(world.mapTables(MAPPED_AT));
        Frame mapped = world.frame();
        mapped.map(world.sel4.vspace(InitCaps.VSPACE), MAPPED_AT, CapRights.READ).orThrow();
        frame = slot(mapped.cptr());
        vspace = (VSpaceObject) slot(InitCaps.VSPACE).capability.object();
        asid = ((VSpaceCapability) slot(InitCaps.VSPACE).capability).asid;
        long handler = world.slot();
        world.sel4.irqControl(InitCaps.IRQ_CONTROL).get(IRQ, world.root.slot(handler)).orThrow();
        world.sel4.irqHandler(handler).setNotification(world.notification()).orThrow();
    }

    /** The table of a level that covers {@link #MAPPED_AT}. */
    PagingTableObject table(int level) {
        return vspace.table(MAPPED_AT, level, new LookupResult());
    }

    Slot slot(long cptr) {
        return image.roots().rootCNode().slots.get((int) cptr);
    }

    private KernelObject object(Handle handle) {
        return slot(handle.cptr()).capability.object();
    }

    /** Overwrites what no public method gives access to. */
    static void set(Object target, String field, Object value) {
        try {
            Field found = target.getClass().getDeclaredField(field);
            found.setAccessible(true);
            found.set(target, value);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("no field " + field + " in " + target.getClass(), e);
        }
    }

    /** What {@link #set} overwrites. */
    static Object get(Object target, String field) {
        try {
            Field found = target.getClass().getDeclaredField(field);
            found.setAccessible(true);
            return found.get(target);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("no field " + field + " in " + target.getClass(), e);
        }
    }
}
