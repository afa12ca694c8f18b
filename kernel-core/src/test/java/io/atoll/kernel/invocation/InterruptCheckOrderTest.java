package io.atoll.kernel.invocation;

import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.LookupFailure;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.IrqControl;
import io.atoll.kernel.api.cap.IrqHandler;
import io.atoll.kernel.testing.Attempt;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Test;

/**
 * In which order interrupt control and interrupt handlers check their arguments ({@code sel4-api}
 * 2.11, 12.6, and RFC-17 for doorbells).
 */
class InterruptCheckOrderTest {
    private static final int LINE = 40;
    private static final long LAST_LINE = InterruptLines.COUNT - 1;
    private static final LookupFailure INVALID_ROOT = new LookupFailure.InvalidRoot();

    private final TestImage image = new TestImage();

    private static IrqControl control(World world) {
        return world.sel4.irqControl(InitCaps.IRQ_CONTROL);
    }

    @Test
    void shouldHandOutAHandlerAfterAllChecks() {
        image.run(
                world -> {
                    long full = world.endpoint().cptr();
                    world.irqHandler(LINE, world.notification());
                    Attempt.of(world.sel4, control(world), InvocationLabel.IRQ_ISSUE_LINE)
                            .words(InterruptLines.FIRST_USER - 1, full)
                            .caps(full)
                            .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                            .oneMore(65)
                            .caps()
                            .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                            .caps(full)
                            .isRefused(Sel4Error.RANGE_ERROR, InterruptLines.FIRST_USER, LAST_LINE)
                            .word(0, LINE)
                            .isRefused(Sel4Error.REVOKE_FIRST)
                            .word(0, LINE + 1)
                            .failsLookup(false, INVALID_ROOT)
                            .cap(0, InitCaps.CNODE)
                            .isRefused(Sel4Error.RANGE_ERROR, 1, 64)
                            .word(2, 64)
                            .isRefused(Sel4Error.DELETE_FIRST)
                            .word(1, world.slot())
                            .succeeds();
                });
    }

    @Test
    void shouldHandOutADoorbellAfterAllChecks() {
        image.run(
                world -> {
                    long full = world.endpoint().cptr();
                    Attempt.of(world.sel4, control(world), InvocationLabel.IRQ_ISSUE_SGI_SIGNAL)
                            .words(LAST_LINE + 1, 2, full)
                            .caps(full)
                            .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                            .oneMore(65)
                            .caps()
                            .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                            .caps(full)
                            .isRefused(Sel4Error.RANGE_ERROR, InterruptLines.FIRST_USER, LAST_LINE)
                            .word(0, LINE)
                            .isRefused(Sel4Error.RANGE_ERROR, 0, 1)
                            .word(1, 1)
                            .failsLookup(false, INVALID_ROOT)
                            .cap(0, InitCaps.CNODE)
                            .isRefused(Sel4Error.RANGE_ERROR, 1, 64)
                            .word(3, 64)
                            .isRefused(Sel4Error.DELETE_FIRST)
                            .word(2, world.slot())
                            .succeeds();
                });
    }

    @Test
    void shouldRefuseTheGeneralMethodAsX86Does() {
        image.run(
                world ->
                        Attempt.of(
                                        world.sel4,
                                        control(world),
                                        InvocationLabel.IRQ_ISSUE_IRQ_HANDLER)
                                .words(LINE, world.slot())
                                .caps(InitCaps.CNODE)
                                .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                .oneMore(64)
                                .caps()
                                .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                .caps(InitCaps.CNODE)
                                .isRefused(Sel4Error.ILLEGAL_OPERATION));
    }

    @Test
    void shouldSignalANotificationAfterAllChecks() {
        image.run(
                world -> {
                    IrqHandler handler = world.irqHandler(LINE, world.notification());
                    Attempt.of(world.sel4, handler, InvocationLabel.IRQ_SET_IRQ_HANDLER)
                            .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                            .caps(world.endpoint().cptr())
                            // Numbered from 0 here, as in seL4.
                            .isRefused(Sel4Error.INVALID_CAPABILITY, 0)
                            .cap(0, world.copy(world.notification(), CapRights.READ))
                            .isRefused(Sel4Error.INVALID_CAPABILITY, 0)
                            .cap(0, world.notification().cptr())
                            .succeeds();
                    Attempt.of(world.sel4, handler, InvocationLabel.IRQ_ACK_IRQ).succeeds();
                    Attempt.of(world.sel4, handler, InvocationLabel.IRQ_CLEAR_IRQ_HANDLER)
                            .succeeds();
                });
    }
}
