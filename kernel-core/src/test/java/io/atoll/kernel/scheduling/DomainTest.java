package io.atoll.kernel.scheduling;

import static io.atoll.kernel.testing.Answers.assertError;
import static io.atoll.kernel.testing.Invocations.caps;
import static io.atoll.kernel.testing.Invocations.invoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.DomainSet;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.Servers;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Domains and their schedule ({@code sel4-api} 2.11 and 5.8). */
class DomainTest {
    private static final int MILLI = 1_000_000;

    private final TestImage image = new TestImage(KernelConfig.named("test").withDomains(3));
    private final List<String> log = new ArrayList<>();

    /** Runs the initial task to its end; while the core idles, time goes on. */
    private void run(Consumer<World> initialTask) {
        image.start(initialTask);
        for (int i = 0; i < 100 && !image.exited().contains("initial-task"); i++) {
            image.processor().advance(MILLI);
            image.untilIdle();
        }
        assertTrue(image.exited().contains("initial-task"), "the initial task never ended");
    }

    private static DomainSet domains(World world) {
        return world.sel4.domainSet(InitCaps.DOMAIN);
    }

    private void log(String text) {
        log.add(image.processor().now() / MILLI + " " + text);
    }

    /** Logs every millisecond. */
    private void tick(Sel4 sel4, String name, int times) {
        for (int i = 0; i < times; i++) {
            log(name);
            sel4.compute(MILLI);
        }
    }

    private Tcb start(World world, int domain, String name, int ticks) {
        Tcb thread = world.thread(name, 50, sel4 -> tick(sel4, name, ticks));
        domains(world).set(domain, thread).orThrow();
        thread.resume().orThrow();
        return thread;
    }

    @Nested
    class Schedule {
        @Test
        void shouldGiveEachDomainItsTurn() {
            run(
                    world -> {
                        start(world, 0, "zero", 4);
                        start(world, 1, "one", 4);
                        domains(world).scheduleConfigure(1, 1, 3 * MILLI).orThrow();
                        domains(world).scheduleConfigure(0, 0, 2 * MILLI).orThrow();
                        domains(world).scheduleSetStart(0).orThrow();
                        world.letOthersRun();
                        assertEquals(
                                List.of(
                                        "0 zero", "1 zero", "2 one", "3 one", "4 one", "5 zero",
                                        "6 zero", "7 one"),
                                log);
                    });
        }

        @Test
        void shouldRunDomainZeroForEverAfterBoot() {
            run(
                    world -> {
                        start(world, 1, "one", 1);
                        world.letOthersRun();
                        world.sel4.compute(1_000 * MILLI);
                        assertEquals(List.of(), log);
                        assertEquals(0, image.image().domains().current());
                    });
        }

        @Test
        void shouldSwitchAtOnceWhenTheStartIsSet() {
            run(
                    world -> {
                        start(world, 1, "one", 2);
                        domains(world).scheduleConfigure(5, 1, 2 * MILLI).orThrow();
                        domains(world).scheduleConfigure(6, 0, 20 * MILLI).orThrow();
                        log("before");
                        domains(world).scheduleSetStart(5).orThrow();
                        log("after");
                        assertEquals(List.of("0 before", "0 one", "1 one", "2 after"), log);
                    });
        }

        @Test
        void shouldIdleWhileADomainHasNobodyToRun() {
            image.start(
                    world -> {
                        domains(world).scheduleConfigure(5, 2, 7 * MILLI).orThrow();
                        domains(world).scheduleConfigure(6, 0, 20 * MILLI).orThrow();
                        domains(world).scheduleSetStart(5).orThrow();
                        log("domain zero");
                    });
            image.processor().advance(7 * MILLI - 1);
            image.untilIdle();
            assertEquals(List.of(), log);
            image.processor().advance(1);
            image.untilIdle();
            assertEquals(List.of("7 domain zero"), log);
        }

        @Test
        void shouldEndADomainsTimeAtTheFirstEntryThatDoesNotFitIn() {
            run(
                    world -> {
                        Notification polled = world.notification();
                        start(world, 1, "one", 1);
                        domains(world).scheduleConfigure(0, 0, 2 * MILLI).orThrow();
                        domains(world).scheduleConfigure(1, 1, MILLI).orThrow();
                        domains(world).scheduleSetStart(0).orThrow();
                        world.sel4.compute(2 * MILLI - 20_001);
                        world.sel4.nbAwait(polled.cptr());
                        assertEquals(List.of(), log);
                        world.sel4.compute(1);
                        world.sel4.nbAwait(polled.cptr());
                        assertEquals(List.of("1 one"), log);
                    });
        }

        @Test
        void shouldTakeAChangedEntryAtItsNextTurn() {
            run(
                    world -> {
                        start(world, 1, "one", 9);
                        domains(world).scheduleConfigure(0, 0, 2 * MILLI).orThrow();
                        domains(world).scheduleConfigure(1, 1, MILLI).orThrow();
                        domains(world).scheduleSetStart(0).orThrow();
                        domains(world).scheduleConfigure(1, 1, 3 * MILLI).orThrow();
                        world.sel4.compute(2 * MILLI);
                        assertEquals(List.of("2 one", "3 one", "4 one"), log);
                        domains(world).scheduleConfigure(1, 0, 0).orThrow();
                        world.sel4.compute(10 * MILLI);
                        assertEquals(3, log.size());
                    });
        }
    }

    @Nested
    class Threads {
        @Test
        void shouldGetTheCurrentDomainAtCreation() {
            run(
                    world -> {
                        domains(world).scheduleConfigure(0, 0, MILLI).orThrow();
                        domains(world).scheduleConfigure(1, 1, 20 * MILLI).orThrow();
                        domains(world).scheduleSetStart(0).orThrow();
                        domains(world).set(1, world.self()).orThrow();
                        world.start("made in domain one", 50, _ -> log("ran"));
                        world.letOthersRun();
                        assertEquals(List.of("1 ran"), log);
                    });
        }

        @Test
        void shouldStopWhenTheyMoveToAnotherDomain() {
            run(
                    world -> {
                        Tcb thread = start(world, 0, "moved", 1);
                        domains(world).set(1, thread).orThrow();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        domains(world).set(0, thread).orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("0 moved"), log);
                    });
        }

        @Test
        void shouldWakeAcrossDomainsWithoutRunning() {
            run(
                    world -> {
                        Notification wake = world.notification();
                        Tcb thread =
                                world.thread(
                                        "sleeper",
                                        255,
                                        sel4 -> {
                                            sel4.await(wake.cptr());
                                            log("awake");
                                        });
                        thread.resume().orThrow();
                        world.letOthersRun();
                        domains(world).set(1, thread).orThrow();
                        wake.signal();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        domains(world).scheduleConfigure(1, 1, MILLI).orThrow();
                        domains(world).scheduleConfigure(2, 0, MILLI).orThrow();
                        domains(world).scheduleSetStart(1).orThrow();
                        assertEquals(List.of("0 awake"), log);
                    });
        }

        @Test
        void shouldNotCallAcrossDomainsOnTheFastpath() {
            run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        Tcb server =
                                world.startPassive(
                                        "server",
                                        255,
                                        Servers.STACKFUL.of(
                                                endpoint.cptr(),
                                                world.reply().cptr(),
                                                (sel4, _, _) -> {
                                                    log("serves");
                                                    return 0;
                                                }));
                        domains(world).set(1, server).orThrow();
                        domains(world).scheduleConfigure(1, 1, MILLI).orThrow();
                        domains(world).scheduleConfigure(0, 0, MILLI).orThrow();
                        domains(world).scheduleSetStart(0).orThrow();
                        world.start(
                                "waste",
                                10,
                                sel4 -> {
                                    log("waste");
                                    sel4.compute(MILLI);
                                });
                        endpoint.call(0);
                        log("answered");
                        assertEquals(
                                List.of("0 waste", "1 serves", "2 answered"), log.subList(0, 3));
                    });
        }
    }

    @Nested
    class Messages {
        private Sel4Error call(World world, int label, long[] caps, long... words) {
            return invoke(world.sel4, InitCaps.DOMAIN, label, caps, words);
        }

        @Test
        void shouldCheckDomainAndThreadOfSet() {
            run(
                    world -> {
                        int label = InvocationLabel.DOMAIN_SET_SET;
                        long self = InitCaps.TCB;
                        assertEquals(Sel4Error.TRUNCATED_MESSAGE, call(world, label, caps(self)));
                        assertError(
                                world.sel4,
                                Sel4Error.INVALID_ARGUMENT,
                                call(world, label, caps(), 3),
                                0);
                        assertEquals(Sel4Error.TRUNCATED_MESSAGE, call(world, label, caps(), 2));
                        assertError(
                                world.sel4,
                                Sel4Error.INVALID_ARGUMENT,
                                call(world, label, caps(InitCaps.SC), 2),
                                1);
                        assertEquals(Sel4Error.NO_ERROR, call(world, label, caps(self), 0));
                    });
        }

        @Test
        void shouldCheckEntryDomainAndDurationOfConfigure() {
            run(
                    world -> {
                        int label = InvocationLabel.DOMAIN_SCHEDULE_CONFIGURE;
                        assertEquals(Sel4Error.TRUNCATED_MESSAGE, call(world, label, caps(), 0, 0));
                        DomainSet set = domains(world);
                        Sel4 sel4 = world.sel4;
                        long tooLong = 1L << 56;
                        assertError(
                                sel4,
                                Sel4Error.RANGE_ERROR,
                                set.scheduleConfigure(99, 9, 1),
                                0,
                                98);
                        assertError(
                                sel4,
                                Sel4Error.RANGE_ERROR,
                                set.scheduleConfigure(0, 3, tooLong),
                                0,
                                2);
                        assertError(
                                sel4,
                                Sel4Error.INVALID_ARGUMENT,
                                set.scheduleConfigure(0, 2, tooLong),
                                2);
                        assertError(
                                sel4,
                                Sel4Error.INVALID_ARGUMENT,
                                set.scheduleConfigure(0, 2, 0),
                                1);
                        assertError(
                                sel4,
                                Sel4Error.INVALID_ARGUMENT,
                                set.scheduleConfigure(0, 0, 0),
                                2);
                        set.scheduleConfigure(98, 0, tooLong - 1).orThrow();
                        set.scheduleConfigure(1, 0, 0).orThrow();
                    });
        }

        @Test
        void shouldCheckTheEntryOfSetStart() {
            run(
                    world -> {
                        int label = InvocationLabel.DOMAIN_SCHEDULE_SET_START;
                        assertEquals(Sel4Error.TRUNCATED_MESSAGE, call(world, label, caps()));
                        assertError(
                                world.sel4,
                                Sel4Error.RANGE_ERROR,
                                call(world, label, caps(), 100),
                                0,
                                99);
                        assertError(
                                world.sel4,
                                Sel4Error.INVALID_ARGUMENT,
                                call(world, label, caps(), 99),
                                0);
                        assertEquals(Sel4Error.NO_ERROR, call(world, label, caps(), 0));
                    });
        }

        @Test
        void shouldHaveAShortTableForOneDomain() {
            new TestImage()
                    .run(
                            world -> {
                                DomainSet set = domains(world);
                                assertError(
                                        world.sel4,
                                        Sel4Error.RANGE_ERROR,
                                        set.scheduleConfigure(1, 0, 1),
                                        0,
                                        0);
                                assertError(
                                        world.sel4,
                                        Sel4Error.RANGE_ERROR,
                                        set.scheduleSetStart(2),
                                        0,
                                        1);
                                set.scheduleConfigure(0, 0, MILLI).orThrow();
                                set.scheduleSetStart(0).orThrow();
                                assertError(
                                        world.sel4,
                                        Sel4Error.INVALID_ARGUMENT,
                                        set.set(1, world.self()),
                                        0);
                            });
        }

        @Test
        void shouldKnowNoOtherMethod() {
            run(
                    world ->
                            assertEquals(
                                    Sel4Error.ILLEGAL_OPERATION,
                                    call(world, InvocationLabel.TCB_SUSPEND, caps(), 0, 0, 0)));
        }
    }

    @Test
    void shouldBeAtLeastOneAndAtMost256() {
        assertThrows(
                IllegalArgumentException.class, () -> KernelConfig.named("test").withDomains(0));
        assertThrows(
                IllegalArgumentException.class, () -> KernelConfig.named("test").withDomains(257));
    }
}
