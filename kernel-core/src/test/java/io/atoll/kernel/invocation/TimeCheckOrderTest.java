package io.atoll.kernel.invocation;

import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.DomainSet;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.SchedControl;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.Attempt;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * In which order scheduling control, scheduling contexts and domains check their arguments ({@code
 * sel4-api} 2.10 and 2.11).
 */
class TimeCheckOrderTest {
    private static final long MIN = SchedControl.MIN_BUDGET_MICROS;
    private static final long MAX = SchedControl.MAX_PERIOD_MICROS;

    private final TestImage image = new TestImage(KernelConfig.named("test").withDomains(3));

    private static Tcb idle(World world) {
        return world.passiveThread("idle", 10, sel4 -> {});
    }

    @Test
    void shouldConfigureAfterAllChecks() {
        image.run(
                world -> {
                    long wrong = world.endpoint().cptr();
                    int label = InvocationLabel.SCHED_CONTROL_CONFIGURE_FLAGS;
                    Attempt.of(world.sel4, world.schedControl(), label)
                            .words(MAX + 1, MAX + 1, 9, 0)
                            .caps(wrong)
                            .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                            .oneMore(0)
                            .caps()
                            .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                            .caps(wrong)
                            .isRefused(Sel4Error.RANGE_ERROR, MIN, MAX)
                            .word(0, MIN - 1)
                            .isRefused(Sel4Error.RANGE_ERROR, MIN, MAX)
                            .word(1, MIN - 1)
                            .isRefused(Sel4Error.RANGE_ERROR, MIN, MAX)
                            .word(0, MIN + 1)
                            .isRefused(Sel4Error.RANGE_ERROR, MIN, MAX)
                            .word(1, MIN)
                            .isRefused(Sel4Error.RANGE_ERROR, MIN, MIN)
                            .word(0, MIN)
                            .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                            .cap(0, world.emptySchedContext().cptr())
                            .isRefused(Sel4Error.RANGE_ERROR, 0, 8)
                            .word(2, -1)
                            .isRefused(Sel4Error.RANGE_ERROR, 0, 8)
                            .word(2, 8)
                            .succeeds();
                });
    }

    @Nested
    class Contexts {
        @Test
        void shouldBindAfterAllChecks() {
            image.run(
                    world -> {
                        Notification awaited = world.notification();
                        Tcb blocked =
                                world.startPassive("b", 50, sel4 -> sel4.await(awaited.cptr()));
                        SchedContext context = world.emptySchedContext();
                        Attempt bind =
                                Attempt.of(world.sel4, context, InvocationLabel.SCHED_CONTEXT_BIND)
                                        .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                        .caps(world.endpoint().cptr())
                                        .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                        // It has a context.
                                        .cap(0, InitCaps.TCB)
                                        .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                        // It is blocked, and this one was never configured.
                                        .cap(0, blocked.cptr())
                                        .isRefused(Sel4Error.ILLEGAL_OPERATION);
                        world.schedControl().configure(context, 1_000).orThrow();
                        bind.succeeds();
                        // Now the context has a thread; a notification is another matter.
                        bind.cap(0, idle(world).cptr())
                                .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                .cap(0, world.notification().cptr())
                                .succeeds();
                        bind.cap(0, world.notification().cptr())
                                .isRefused(Sel4Error.ILLEGAL_OPERATION);
                    });
        }

        @Test
        void shouldNotBindANotificationThatHasOne() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        world.schedContext().bind(notification).orThrow();
                        Attempt.of(
                                        world.sel4,
                                        world.schedContext(),
                                        InvocationLabel.SCHED_CONTEXT_BIND)
                                .caps(notification.cptr())
                                .isRefused(Sel4Error.ILLEGAL_OPERATION);
                    });
        }

        @Test
        void shouldUnbindOnlyWhatIsBound() {
            image.run(
                    world -> {
                        Tcb thread = idle(world);
                        Notification notification = world.notification();
                        SchedContext context = world.schedContext();
                        int label = InvocationLabel.SCHED_CONTEXT_UNBIND_OBJECT;
                        Attempt unbind =
                                Attempt.of(world.sel4, context, label)
                                        .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                        .caps(world.endpoint().cptr())
                                        .isRefused(Sel4Error.INVALID_CAPABILITY, 1)
                                        .cap(0, thread.cptr())
                                        .isRefused(Sel4Error.ILLEGAL_OPERATION)
                                        .cap(0, notification.cptr())
                                        .isRefused(Sel4Error.ILLEGAL_OPERATION);
                        context.bind(thread).orThrow();
                        context.bind(notification).orThrow();
                        unbind.succeeds();
                        unbind.cap(0, thread.cptr()).succeeds();
                        Attempt.of(world.sel4, world.sel4.schedContext(InitCaps.SC), label)
                                .caps(InitCaps.TCB)
                                .isRefused(Sel4Error.ILLEGAL_OPERATION);
                        Attempt.of(
                                        world.sel4,
                                        world.sel4.schedContext(InitCaps.SC),
                                        InvocationLabel.SCHED_CONTEXT_UNBIND)
                                .isRefused(Sel4Error.ILLEGAL_OPERATION);
                        Attempt.of(world.sel4, context, InvocationLabel.SCHED_CONTEXT_UNBIND)
                                .succeeds();
                    });
        }

        @Test
        void shouldYieldOnlyToSomebodyElseOfAControlledPriority() {
            image.run(
                    world -> {
                        SchedContext context = world.schedContext();
                        int label = InvocationLabel.SCHED_CONTEXT_YIELD_TO;
                        Attempt yield = Attempt.of(world.sel4, context, label);
                        yield.isRefused(Sel4Error.ILLEGAL_OPERATION);
                        Attempt.of(world.sel4, world.sel4.schedContext(InitCaps.SC), label)
                                .isRefused(Sel4Error.ILLEGAL_OPERATION);
                        Tcb better = world.passiveThread("better", 20, sel4 -> {});
                        context.bind(better).orThrow();
                        world.self().setMcPriority(world.self(), 19).orThrow();
                        yield.isRefused(Sel4Error.ILLEGAL_OPERATION);
                        better.setPriority(world.self(), 19).orThrow();
                        // It cannot run: it has used nothing.
                        yield.isRefused(Sel4Error.NO_ERROR, 0);
                    });
        }
    }

    @Nested
    class Domains {
        private static DomainSet domains(World world) {
            return world.sel4.domainSet(InitCaps.DOMAIN);
        }

        @Test
        void shouldBeSetAfterAllChecks() {
            image.run(
                    world ->
                            Attempt.of(world.sel4, domains(world), InvocationLabel.DOMAIN_SET_SET)
                                    .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                    .words(3)
                                    .isRefused(Sel4Error.INVALID_ARGUMENT, 0)
                                    .word(0, -1)
                                    .isRefused(Sel4Error.INVALID_ARGUMENT, 0)
                                    .word(0, 2)
                                    .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                    .caps(world.endpoint().cptr())
                                    .isRefused(Sel4Error.INVALID_ARGUMENT, 1)
                                    .cap(0, idle(world).cptr())
                                    .succeeds());
        }

        @Test
        void shouldBeScheduledAfterAllChecks() {
            int entries = 100;
            image.run(
                    world -> {
                        int label = InvocationLabel.DOMAIN_SCHEDULE_CONFIGURE;
                        Attempt.of(world.sel4, domains(world), label)
                                .words(entries - 1, 3)
                                .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                .oneMore(1L << 56)
                                .isRefused(Sel4Error.RANGE_ERROR, 0, entries - 2)
                                .word(0, 0)
                                .isRefused(Sel4Error.RANGE_ERROR, 0, 2)
                                .word(1, 1)
                                .isRefused(Sel4Error.INVALID_ARGUMENT, 2)
                                .word(2, 0)
                                .isRefused(Sel4Error.INVALID_ARGUMENT, 1)
                                // The entry with which the schedule begins cannot be an end.
                                .word(1, 0)
                                .isRefused(Sel4Error.INVALID_ARGUMENT, 2)
                                .word(0, 1)
                                .succeeds();
                        Attempt.of(
                                        world.sel4,
                                        domains(world),
                                        InvocationLabel.DOMAIN_SCHEDULE_SET_START)
                                .isRefused(Sel4Error.TRUNCATED_MESSAGE)
                                .words(entries)
                                .isRefused(Sel4Error.RANGE_ERROR, 0, entries - 1)
                                .word(0, entries - 1)
                                .isRefused(Sel4Error.INVALID_ARGUMENT, 0)
                                .word(0, 0)
                                .succeeds();
                    });
        }
    }
}
