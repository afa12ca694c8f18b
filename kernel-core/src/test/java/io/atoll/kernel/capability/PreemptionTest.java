package io.atoll.kernel.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.api.cap.Untyped;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Long operations are broken off when an interrupt comes in their middle, and go on afterwards
 * where they stopped ({@code sel4-api} 4.8). The interrupt comes at the 50th unit of work; the
 * kernel looks for it after the 100th.
 */
class PreemptionTest {
    private static final int LINE = 40;
    private static final int RAISED_AT = 50;
    private static final int UNITS_BETWEEN_LOOKS = 100;
    private static final long MAPPED_AT = 0x3000_0000L;

    private final TestImage image = new TestImage();
    private final List<String> log = new ArrayList<>();
    private int units;

    /**
     * Starts a driver that preempts the initial task, which goes to a low priority; the line is
     * raised in the middle of the next long operation.
     */
    private void interruptNextOperation(World world, Consumer<Sel4> driver) {
        Notification notification = world.notification();
        world.irqHandler(LINE, notification);
        world.start(
                "driver",
                200,
                sel4 -> {
                    sel4.await(notification.cptr());
                    log.add("driver");
                    driver.accept(sel4);
                });
        world.self().setPriority(world.self(), 100).orThrow();
        units = 0;
        image.processor()
                .onCharge(
                        () -> {
                            if (++units == RAISED_AT) {
                                image.image().core(0).interrupts.raise(LINE);
                            }
                        });
    }

    private long brokenOff() {
        return image.image().core(0).brokenOff;
    }

    private boolean isEmpty(Sel4 sel4, World world, long slot) {
        CNode root = sel4.cnode(world.root.cptr());
        return root.slot(slot).move(root.slot(slot)) == Sel4Error.FAILED_LOOKUP;
    }

    @Test
    void shouldGoOnWithARevocationWhereItStopped() {
        image.run(
                world -> {
                    Endpoint original = world.endpoint();
                    int copies = 250;
                    long first = world.slots(copies);
                    for (int i = 0; i < copies; i++) {
                        world.root
                                .slot(first + i)
                                .copy(world.at(original), CapRights.ALL)
                                .orThrow();
                    }
                    interruptNextOperation(
                            world,
                            sel4 -> {
                                int left = 0;
                                for (int i = 0; i < copies; i++) {
                                    left += isEmpty(sel4, world, first + i) ? 0 : 1;
                                }
                                log.add(left + " left");
                            });
                    assertEquals(Sel4Error.NO_ERROR, world.at(original).revoke());
                    log.add("revoked");
                    assertEquals(
                            List.of("driver", copies - UNITS_BETWEEN_LOOKS + " left", "revoked"),
                            log);
                    for (int i = 0; i < copies; i++) {
                        assertTrue(isEmpty(world.sel4, world, first + i));
                    }
                    // No child was deleted twice.
                    assertEquals(copies, units);
                    assertEquals(1, brokenOff());
                });
    }

    @Test
    void shouldLeaveAZombieThatCannotBeInvokedWhileACNodeIsBeingDeleted() {
        image.run(
                world -> {
                    CNode cnode = world.sel4.cnode(world.make(ObjectType.CAP_TABLE, 8));
                    cnode.slot(3, 8).copy(world.at(world.endpoint()), CapRights.ALL).orThrow();
                    interruptNextOperation(
                            world,
                            sel4 -> {
                                long answer = sel4.call(cnode.cptr(), MessageInfo.of(1, 0));
                                log.add(Sel4Error.of(MessageInfo.label(answer)).name());
                            });
                    world.at(cnode).delete().orThrow();
                    assertEquals(List.of("driver", "INVALID_CAPABILITY"), log);
                    assertTrue(isEmpty(world.sel4, world, cnode.cptr()));
                });
    }

    @Test
    void shouldLetAnotherThreadFinishTheDeletion() {
        image.run(
                world -> {
                    CNode cnode = world.sel4.cnode(world.make(ObjectType.CAP_TABLE, 8));
                    interruptNextOperation(
                            world,
                            sel4 -> {
                                CNode root = sel4.cnode(world.root.cptr());
                                log.add(root.slot(cnode.cptr()).delete().name());
                                log.add(isEmpty(sel4, world, cnode.cptr()) ? "empty" : "full");
                            });
                    assertEquals(Sel4Error.NO_ERROR, world.at(cnode).delete());
                    assertEquals(List.of("driver", "NO_ERROR", "empty"), log);
                });
    }

    @Test
    void shouldDeleteACNodeThatHoldsItsOwnLastCapability() {
        image.run(
                world -> {
                    CNode cnode = world.sel4.cnode(world.make(ObjectType.CAP_TABLE, 8));
                    CNode other = world.sel4.cnode(world.make(ObjectType.CAP_TABLE, 7));
                    // Each holds the last capability to the other; a second leads in from outside.
                    long way = world.copy(cnode, CapRights.ALL);
                    cnode.slot(200, 8).move(world.at(other)).orThrow();
                    world.sel4.cnode(way).slot(5, 8).move(world.at(cnode)).orThrow();
                    interruptNextOperation(world, _ -> {});
                    world.root.slot(way).delete().orThrow();
                    long second = world.slot();
                    assertTrue(isEmpty(world.sel4, world, way));
                    assertTrue(isEmpty(world.sel4, world, second));
                });
    }

    @Test
    void shouldClearUsedMemoryPieceByPiece() {
        image.run(
                world -> {
                    Untyped memory = world.sel4.untyped(world.make(ObjectType.UNTYPED, 16));
                    long first = world.slots(16);
                    memory.retype(ObjectType.SMALL_PAGE, 0, world.root, first, 16).orThrow();
                    world.mapTables(MAPPED_AT);
                    for (int i = 0; i < 16; i++) {
                        Frame frame = world.sel4.frame(first + i);
                        frame.map(world.vspace(), MAPPED_AT + i * 4096L, CapRights.READ_WRITE)
                                .orThrow();
                        for (int offset = 0; offset < 4096; offset += 128) {
                            world.sel4.memory().putLong(MAPPED_AT + i * 4096L + offset, ~0L);
                        }
                    }
                    world.at(memory).revoke().orThrow();
                    interruptNextOperation(world, _ -> {});
                    memory.retype(ObjectType.SMALL_PAGE, 0, world.root, first, 16).orThrow();
                    // 256 bytes at a time, none twice.
                    assertEquals(256, units);
                    assertEquals(List.of("driver"), log);
                    assertEquals(1, brokenOff());
                    for (int i = 0; i < 16; i++) {
                        Frame frame = world.sel4.frame(first + i);
                        frame.map(world.vspace(), MAPPED_AT + i * 4096L, CapRights.READ).orThrow();
                        for (int offset = 0; offset < 4096; offset += 8) {
                            assertEquals(
                                    0, world.sel4.memory().getLong(MAPPED_AT + i * 4096L + offset));
                        }
                    }
                });
    }

    @Test
    void shouldMakeTheWholeCallAgainWhenItsFirstPhaseIsPreempted() {
        image.run(
                world -> {
                    Untyped memory = world.sel4.untyped(world.make(ObjectType.UNTYPED, 16));
                    long slot = world.slot();
                    memory.retype(ObjectType.UNTYPED, 16, world.root, slot, 1).orThrow();
                    world.at(memory).revoke().orThrow();
                    Endpoint endpoint = world.endpoint();
                    long reply = world.reply().cptr();
                    world.start("sender", 50, sel4 -> sel4.send(endpoint.cptr(), 0x1000));
                    world.letOthersRun();
                    interruptNextOperation(
                            world,
                            sel4 -> log.add(isEmpty(sel4, world, slot) ? "not yet" : "made"));
                    IpcBuffer ipc = world.sel4.ipc();
                    long[] words = {ObjectType.REPLY.number(), 0, 0, 0, slot, 1};
                    for (int i = 0; i < words.length; i++) {
                        ipc.mr(i, words[i]);
                    }
                    ipc.cap(0, world.root.cptr());
                    long retype = MessageInfo.of(InvocationLabel.UNTYPED_RETYPE, 0, 1, 6);
                    long info =
                            world.sel4.nbSendRecv(memory.cptr(), retype, endpoint.cptr(), reply);
                    assertEquals(0x1000, info);
                    assertEquals(List.of("driver", "not yet"), log);
                    assertEquals(false, isEmpty(world.sel4, world, slot));
                });
    }

    @Test
    void shouldGoOnAfterTheCallerWasSuspendedInTheMiddle() {
        image.run(
                world -> {
                    CNode cnode = world.sel4.cnode(world.make(ObjectType.CAP_TABLE, 8));
                    Notification start = world.notification();
                    Tcb worker =
                            world.start(
                                    "worker",
                                    90,
                                    sel4 -> {
                                        sel4.await(start.cptr());
                                        CNode root = sel4.cnode(world.root.cptr());
                                        log.add(root.slot(cnode.cptr()).delete().name());
                                    });
                    world.letOthersRun();
                    interruptNextOperation(
                            world, sel4 -> sel4.tcb(worker.cptr()).suspend().orThrow());
                    start.signal();
                    world.letOthersRun();
                    assertEquals(List.of("driver"), log);
                    assertEquals(false, isEmpty(world.sel4, world, cnode.cptr()));
                    worker.resume().orThrow();
                    world.letOthersRun();
                    assertEquals(List.of("driver", "NO_ERROR"), log);
                    assertTrue(isEmpty(world.sel4, world, cnode.cptr()));
                });
    }
}
