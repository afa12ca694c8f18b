package io.atoll.kernel.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.api.cap.Untyped;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Who is whose child, and what goes when somebody is revoked or deleted ({@code sel4-api} 4). */
class RevocationTest {
    private final TestImage image = new TestImage();

    private static boolean isEmpty(World world, long slot) {
        return world.root.slot(slot).move(world.root.slot(slot)) == Sel4Error.FAILED_LOOKUP;
    }

    private static long copyOf(World world, long slot) {
        return world.copy(world.sel4.endpoint(slot), CapRights.ALL);
    }

    private static long mintOf(World world, long slot, long badge) {
        return world.mint(world.sel4.endpoint(slot), CapRights.ALL, badge);
    }

    private static List<Boolean> empties(World world, long... slots) {
        List<Boolean> empties = new ArrayList<>();
        for (long slot : slots) {
            empties.add(isEmpty(world, slot));
        }
        return empties;
    }

    @Test
    void shouldTakeAllCopiesOfAnOriginalWithIt() {
        image.run(
                world -> {
                    long original = world.endpoint().cptr();
                    long copy = copyOf(world, original);
                    long copyOfCopy = copyOf(world, copy);
                    long minted = mintOf(world, original, 5);
                    long copyOfMinted = copyOf(world, minted);
                    world.root.slot(original).revoke().orThrow();
                    assertEquals(
                            List.of(false, true, true, true, true),
                            empties(world, original, copy, copyOfCopy, minted, copyOfMinted));
                });
    }

    @Test
    void shouldTakeNothingWithAPlainCopy() {
        image.run(
                world -> {
                    long original = world.endpoint().cptr();
                    long copy = copyOf(world, original);
                    long copyOfCopy = copyOf(world, copy);
                    world.root.slot(copy).revoke().orThrow();
                    assertEquals(
                            List.of(false, false, false),
                            empties(world, original, copy, copyOfCopy));
                });
    }

    @Test
    void shouldTakeTheCopiesOfABadgedCapabilityWithIt() {
        image.run(
                world -> {
                    long original = world.endpoint().cptr();
                    long minted = mintOf(world, original, 5);
                    long copy = copyOf(world, minted);
                    long otherMint = mintOf(world, original, 5);
                    long otherBadge = mintOf(world, original, 6);
                    world.root.slot(minted).revoke().orThrow();
                    assertEquals(
                            List.of(false, false, true, false, false),
                            empties(world, original, minted, copy, otherMint, otherBadge));
                });
    }

    @Test
    void shouldDoNothingToAnEmptySlot() {
        image.run(
                world -> {
                    long slot = world.slot();
                    world.root.slot(slot).revoke().orThrow();
                    world.root.slot(slot).delete().orThrow();
                    assertEquals(true, isEmpty(world, slot));
                });
    }

    @Test
    void shouldKeepTheRevokePowerWhenMoved() {
        image.run(
                world -> {
                    long original = world.endpoint().cptr();
                    long copy = copyOf(world, original);
                    long moved = world.slot();
                    world.root.slot(moved).move(world.root.slot(original)).orThrow();
                    world.root.slot(moved).revoke().orThrow();
                    assertEquals(List.of(true, true, false), empties(world, original, copy, moved));
                });
    }

    @Test
    void shouldLeaveTheObjectAliveWhenTheOriginalIsDeleted() {
        image.run(
                world -> {
                    Endpoint original = world.endpoint();
                    Endpoint copy = world.sel4.endpoint(copyOf(world, original.cptr()));
                    List<String> log = new ArrayList<>();
                    world.start("receiver", 50, sel4 -> log.add("" + sel4.await(copy.cptr())));
                    world.letOthersRun();
                    world.at(original).delete().orThrow();
                    copy.send(MessageInfo.of(3, 0));
                    world.letOthersRun();
                    assertEquals(List.of("" + MessageInfo.of(3, 0)), log);
                });
    }

    @Test
    void shouldTakeAllThatAnUntypedWasMadeInto() {
        image.run(
                world -> {
                    Untyped untyped = world.sel4.untyped(world.make(ObjectType.UNTYPED, 14));
                    long first = world.slots(6);
                    untyped.retype(ObjectType.ENDPOINT, 0, world.root, first, 2).orThrow();
                    untyped.retype(ObjectType.UNTYPED, 10, world.root, first + 2, 1).orThrow();
                    world.sel4
                            .untyped(first + 2)
                            .retype(ObjectType.NOTIFICATION, 0, world.root, first + 3, 1)
                            .orThrow();
                    world.root
                            .slot(first + 4)
                            .copy(world.root.slot(first), CapRights.ALL)
                            .orThrow();
                    // Not made from it: a neighbour in the tree.
                    long neighbour = world.endpoint().cptr();
                    world.at(untyped).revoke().orThrow();
                    assertEquals(
                            List.of(true, true, true, true, true, false),
                            empties(
                                    world, first, first + 1, first + 2, first + 3, first + 4,
                                    neighbour));
                });
    }

    @Test
    void shouldRestartThoseWhoWaitOnADeletedEndpoint() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    List<String> log = new ArrayList<>();
                    world.start(
                            "caller",
                            50,
                            sel4 -> log.add("" + MessageInfo.label(sel4.call(endpoint.cptr(), 0))));
                    world.start(
                            "sender",
                            50,
                            sel4 -> {
                                sel4.send(endpoint.cptr(), 0);
                                log.add("sent");
                            });
                    world.letOthersRun();
                    world.at(endpoint).delete().orThrow();
                    world.letOthersRun();
                    // Each made its call again: on a null capability now.
                    assertEquals(
                            List.of("" + Sel4Error.INVALID_CAPABILITY.ordinal(), "sent"),
                            log.stream().sorted().toList());
                });
    }

    @Test
    void shouldMakeReceiversOfADeletedEndpointFault() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    world.start("receiver", 50, sel4 -> sel4.await(endpoint.cptr()));
                    world.letOthersRun();
                    world.at(endpoint).delete().orThrow();
                    world.letOthersRun();
                    assertEquals(1, image.unhandledFaults().size());
                });
    }

    @Test
    void shouldDeleteACNodeWithAllItHolds() {
        image.run(
                world -> {
                    CNode table = world.sel4.cnode(world.make(ObjectType.CAP_TABLE, 3));
                    Endpoint endpoint = world.endpoint();
                    for (int i = 0; i < 8; i += 2) {
                        table.slot(i, 3)
                                .move(world.root.slot(copyOf(world, endpoint.cptr())))
                                .orThrow();
                    }
                    List<String> log = new ArrayList<>();
                    world.start("sender", 50, sel4 -> send(sel4, endpoint.cptr(), log));
                    world.letOthersRun();
                    // Its last capabilities go with the table.
                    table.slot(1, 3).move(world.at(endpoint)).orThrow();
                    world.at(table).delete().orThrow();
                    world.letOthersRun();
                    assertEquals(List.of("sent"), log);
                    assertEquals(true, isEmpty(world, table.cptr()));
                });
    }

    private static void send(io.atoll.kernel.api.Sel4 sel4, long endpoint, List<String> log) {
        sel4.send(endpoint, 0);
        log.add("sent");
    }

    @Test
    void shouldDeleteACNodeThatHoldsItsOwnLastCapability() {
        image.run(
                world -> {
                    Untyped untyped = world.sel4.untyped(world.make(ObjectType.UNTYPED, 12));
                    long slot = world.slot();
                    untyped.retype(ObjectType.CAP_TABLE, 2, world.root, slot, 1).orThrow();
                    CNode table = world.sel4.cnode(slot);
                    long second = world.slot();
                    untyped.retype(ObjectType.CAP_TABLE, 2, world.root, second, 1).orThrow();
                    // A ring of two: each holds the other's last capability.
                    world.sel4.cnode(second).slot(1, 2).move(world.root.slot(slot)).orThrow();
                    long outside = world.slot();
                    world.root
                            .slot(outside)
                            .copy(world.sel4.cnode(second).slot(1, 2), CapRights.ALL)
                            .orThrow();
                    world.sel4.cnode(outside).slot(2, 2).move(world.root.slot(second)).orThrow();
                    world.root.slot(outside).delete().orThrow();
                    // Unreachable now, but not for the untyped it was made from.
                    world.at(untyped).revoke().orThrow();
                    long again = world.slot();
                    assertEquals(
                            Sel4Error.NO_ERROR,
                            untyped.retype(ObjectType.UNTYPED, 12, world.root, again, 1));
                    assertEquals(true, isEmpty(world, table.cptr()));
                });
    }

    @Test
    void shouldStopAThreadWhoseLastCapabilityGoes() {
        image.run(
                world -> {
                    Endpoint endpoint = world.endpoint();
                    Tcb thread = world.start("sender", 50, sel4 -> sel4.send(endpoint.cptr(), 0));
                    world.letOthersRun();
                    world.at(thread).delete().orThrow();
                    world.sel4.ipc().senderBadge(-1);
                    endpoint.nbAwait();
                    assertEquals(0, world.sel4.ipc().senderBadge());
                });
    }

    @Test
    void shouldLetAThreadDeleteItself() {
        image.run(
                world -> {
                    List<String> log = new ArrayList<>();
                    long slot = world.slot();
                    Tcb thread =
                            world.thread(
                                    "suicidal",
                                    50,
                                    sel4 -> {
                                        sel4.cnode(world.root.cptr()).slot(slot).delete();
                                        log.add("never");
                                    });
                    world.root.slot(slot).move(world.at(thread)).orThrow();
                    world.sel4.tcb(slot).resume().orThrow();
                    world.letOthersRun();
                    assertEquals(List.of(), log);
                    assertEquals(true, isEmpty(world, slot));
                });
    }
}
