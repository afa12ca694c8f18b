package io.atoll.kernel.invocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Handle;
import io.atoll.kernel.testing.Attempt;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Test;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which methods each kind of capability has, and which capabilities have none. */
class MethodsOfKindsTest {
    /** Beyond all labels there are. */
    private static final int LABELS = InvocationLabel.IRQ_ISSUE_LINE + 3;

    private final TestImage image = new TestImage();

    private static Set<Integer> range(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().collect(Collectors.toSet());
    }

    /** Every other label is an illegal operation, with an empty message as with a long one. */
    private static void has(World world, Handle invoked, Set<Integer> methods) {
        for (int label = 0; label < LABELS; label++) {
            if (!methods.contains(label)) {
                Attempt.of(world.sel4, invoked, label)
                        .isRefused(Sel4Error.ILLEGAL_OPERATION)
                        .words(1, 1, 1, 1, 1, 1, 1, 1)
                        .caps(InitCaps.CNODE, InitCaps.CNODE, InitCaps.CNODE)
                        .isRefused(Sel4Error.ILLEGAL_OPERATION);
            }
        }
    }

    @Test
    void shouldBeTheOnlyOnes() {
        image.run(
                world -> {
                    has(world, world.untyped, Set.of(InvocationLabel.UNTYPED_RETYPE));
                    has(
                            world,
                            world.passiveThread("thread", 10, sel4 -> {}),
                            range(
                                    InvocationLabel.TCB_READ_REGISTERS,
                                    InvocationLabel.TCB_SET_FLAGS));
                    has(
                            world,
                            world.root,
                            range(InvocationLabel.CNODE_REVOKE, InvocationLabel.CNODE_ROTATE));
                    has(
                            world,
                            world.sel4.irqControl(InitCaps.IRQ_CONTROL),
                            Set.of(
                                    InvocationLabel.IRQ_ISSUE_IRQ_HANDLER,
                                    InvocationLabel.IRQ_ISSUE_LINE,
                                    InvocationLabel.IRQ_ISSUE_SGI_SIGNAL));
                    has(
                            world,
                            world.irqHandler(40, world.notification()),
                            range(
                                    InvocationLabel.IRQ_ACK_IRQ,
                                    InvocationLabel.IRQ_CLEAR_IRQ_HANDLER));
                    has(
                            world,
                            world.sel4.domainSet(InitCaps.DOMAIN),
                            range(
                                    InvocationLabel.DOMAIN_SET_SET,
                                    InvocationLabel.DOMAIN_SCHEDULE_SET_START));
                    has(
                            world,
                            world.schedControl(),
                            Set.of(InvocationLabel.SCHED_CONTROL_CONFIGURE_FLAGS));
                    has(
                            world,
                            world.schedContext(),
                            range(
                                    InvocationLabel.SCHED_CONTEXT_BIND,
                                    InvocationLabel.SCHED_CONTEXT_YIELD_TO));
                });
    }

    @Test
    void shouldBeTheOnlyOnesOfAddressSpaces() {
        image.run(
                world -> {
                    has(world, world.vspace(), Set.of());
                    has(
                            world,
                            world.sel4.pdpt(world.make(ObjectType.PDPT, 0)),
                            range(InvocationLabel.PDPT_MAP, InvocationLabel.PDPT_UNMAP));
                    has(
                            world,
                            world.sel4.pageDirectory(world.make(ObjectType.PAGE_DIRECTORY, 0)),
                            range(
                                    InvocationLabel.PAGE_DIRECTORY_MAP,
                                    InvocationLabel.PAGE_DIRECTORY_UNMAP));
                    has(
                            world,
                            world.sel4.pageTable(world.make(ObjectType.PAGE_TABLE, 0)),
                            range(
                                    InvocationLabel.PAGE_TABLE_MAP,
                                    InvocationLabel.PAGE_TABLE_UNMAP));
                    has(
                            world,
                            world.frame(),
                            range(InvocationLabel.PAGE_MAP, InvocationLabel.PAGE_GET_ADDRESS));
                    has(
                            world,
                            world.sel4.asidControl(InitCaps.ASID_CONTROL),
                            Set.of(InvocationLabel.ASID_CONTROL_MAKE_POOL));
                    has(
                            world,
                            world.sel4.asidPool(InitCaps.ASID_POOL),
                            Set.of(InvocationLabel.ASID_POOL_ASSIGN));
                });
    }

    /** A null capability, and endpoints and notifications without the right to send. */
    @Test
    void shouldNotBeAskedOfWhatCannotBeInvoked() {
        image.run(
                world -> {
                    long[] invoked = {
                        InitCaps.NULL,
                        world.slot(),
                        world.copy(world.endpoint(), CapRights.of(true, true, true, false)),
                        world.copy(world.notification(), CapRights.READ),
                    };
                    for (long cptr : invoked) {
                        for (int label : new int[] {0, InvocationLabel.TCB_SUSPEND, LABELS}) {
                            Attempt.of(world.sel4, world.sel4.endpoint(cptr), label)
                                    .isRefused(Sel4Error.INVALID_CAPABILITY, 0)
                                    .words(1, 1, 1, 1, 1)
                                    .isRefused(Sel4Error.INVALID_CAPABILITY, 0);
                        }
                    }
                });
    }

    /** Messages to these are messages, whatever their label. */
    @Test
    void shouldNotExistWhereMessagesGo() {
        image.run(
                world -> {
                    for (Handle invoked : new Handle[] {world.notification(), world.reply()}) {
                        for (int label = 0; label < LABELS; label++) {
                            assertEquals(
                                    0,
                                    world.sel4.call(invoked.cptr(), MessageInfo.of(label, 0)),
                                    "label " + label);
                        }
                    }
                });
    }
}
