package io.atoll.kernel.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.SchedControl;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.capability.SchedContextCapability;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.testing.Servers;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * Threads with a budget smaller than their period: charged at kernel entries, stopped at its end,
 * released in time ({@code sel4-api} 5.3 to 5.6).
 */
class BudgetTest extends TimedThreads {
    private SchedContextObject object(SchedContext cap) {
        var slot = image.image().roots().rootCNode().slots.get((int) cap.cptr());
        return ((SchedContextCapability) slot.capability).schedContext;
    }

    /** A thread that has yet to be resumed, on a context with these parameters. */
    private Tcb periodic(
            World world, SchedContext time, long budget, long period, StackfulProgram program) {
        world.schedControl().configure(time, budget, period, 4, 7, 0).orThrow();
        return on(world, time, "periodic", program);
    }

    /** A thread with a budget in each period, which has run as far as it gets. */
    private Tcb begin(World world, SchedContext time, StackfulProgram program) {
        Tcb thread = periodic(world, time, BUDGET, PERIOD, program);
        thread.resume().orThrow();
        world.letOthersRun();
        return thread;
    }

    private void yields(Sel4 sel4) {
        sel4.yieldNow();
        log("goes on");
    }

    @Nested
    class End {
        @Test
        void shouldStopTheThreadUntilThePeriodIsOver() {
            image.run(
                    world -> {
                        SchedContext time = world.emptySchedContext();
                        begin(
                                world,
                                time,
                                sel4 -> {
                                    for (int i = 0; i < 3; i++) {
                                        log("works");
                                        work(sel4, BUDGET);
                                    }
                                });
                        assertEquals(List.of("0 works"), log);
                        sleep(world, PERIOD - BUDGET - 1);
                        assertEquals(1, log.size());
                        sleep(world, 1);
                        assertEquals(List.of("0 works", "10000 works"), log);
                        sleep(world, PERIOD);
                        assertEquals(3, log.size());
                    });
        }

        @Test
        void shouldComeAtTheFirstEntryThatDoesNotFitIn() {
            image.run(
                    world -> {
                        Notification polled = world.notification();
                        SchedContext time = world.emptySchedContext();
                        begin(
                                world,
                                time,
                                sel4 -> {
                                    work(sel4, BUDGET - 20);
                                    sel4.nbAwait(polled.cptr());
                                    log("first call");
                                    work(sel4, 1);
                                    sel4.nbAwait(polled.cptr());
                                    log("second call");
                                });
                        assertEquals(List.of("1980 first call"), log);
                        // 19 us were left, and are used in front of the next refill.
                        assertEquals("refills 9981000+2000000", object(time).refills.toString());
                        sleep(world, 8_000);
                        assertEquals(List.of("1980 first call", "9981 second call"), log);
                    });
        }

        @Test
        void shouldNotLoseTheCallThatDidNotFitIn() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        SchedContext time = world.emptySchedContext();
                        world.start(
                                "receiver",
                                60,
                                sel4 -> {
                                    sel4.await(endpoint.cptr());
                                    log("received " + sel4.ipc().mr(0));
                                });
                        begin(
                                world,
                                time,
                                sel4 -> {
                                    work(sel4, BUDGET - 10);
                                    sel4.ipc().mr(0, 42);
                                    sel4.send(endpoint.cptr(), MessageInfo.of(0, 1));
                                    log("sent");
                                });
                        assertEquals(List.of(), log);
                        sleep(world, PERIOD);
                        assertEquals(2, log.size());
                        assertTrue(log.getFirst().endsWith("received 42"), log::toString);
                    });
        }

        @Test
        void shouldLetAThreadEndThatHasNoTimeLeftForIt() {
            image.run(
                    world -> {
                        SchedContext time = world.emptySchedContext();
                        begin(world, time, sel4 -> work(sel4, BUDGET - 10));
                        assertFalse(image.exited().contains("periodic"));
                        sleep(world, PERIOD);
                        assertTrue(image.exited().contains("periodic"));
                    });
        }

        @Test
        void shouldRaiseAnExceptionThatDidNotFitInWhenThereIsTimeAgain() {
            image.run(
                    world -> {
                        Endpoint handler = world.endpoint();
                        SchedContext time = world.emptySchedContext();
                        Tcb thread =
                                begin(
                                        world,
                                        time,
                                        sel4 -> {
                                            work(sel4, BUDGET - 10);
                                            throw new ArithmeticException("on purpose");
                                        });
                        thread.setSchedParams(world.self(), 0, 50, time, handler).orThrow();
                        world.sel4.nbRecv(handler.cptr(), world.reply().cptr());
                        assertEquals(0, world.sel4.ipc().senderBadge());
                        assertEquals("refills 9990000+2000000", object(time).refills.toString());
                        sleep(world, PERIOD);
                        long info = world.sel4.nbRecv(handler.cptr(), world.reply().cptr());
                        assertEquals(
                                io.atoll.kernel.api.Fault.USER_EXCEPTION,
                                io.atoll.kernel.api.MessageInfo.label(info));
                        image.takeThrown();
                    });
        }

        @Test
        void shouldGoToTheTailIfTheNextRefillIsReady() {
            image.run(
                    world -> {
                        SchedContext time = world.emptySchedContext();
                        Notification wake = world.notification();
                        begin(
                                world,
                                time,
                                sel4 -> {
                                    work(sel4, 500);
                                    sel4.await(wake.cptr());
                                    log("awake");
                                    work(sel4, 1_500);
                                    log("second refill");
                                });
                        sleep(world, PERIOD - 1_000);
                        // The rest of the first refill, and the used part right after it.
                        wake.signal();
                        world.start("equal", 50, _ -> log("equal"));
                        world.letOthersRun();
                        assertEquals(
                                List.of("9500 equal", "9500 awake", "11000 second refill"), log);
                    });
        }

        @Test
        void shouldChargeAServerToItsCaller() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        Reply reply = world.reply();
                        SchedContext time = world.emptySchedContext();
                        world.startPassive(
                                "server",
                                60,
                                Servers.STACKFUL.of(
                                        endpoint.cptr(),
                                        reply.cptr(),
                                        (sel4, _, _) -> {
                                            log("serves");
                                            work(sel4, BUDGET / 2);
                                            return 0;
                                        }));
                        begin(
                                world,
                                time,
                                sel4 -> {
                                    for (int i = 0; i < 3; i++) {
                                        sel4.call(endpoint.cptr(), 0);
                                        log("answered");
                                    }
                                });
                        assertEquals(List.of("0 serves", "1000 answered", "1000 serves"), log);
                        assertEquals("server", object(time).thread.name);
                        sleep(world, PERIOD);
                        assertEquals("12000 answered", log.get(3));
                    });
        }
    }

    @Nested
    class Kinds {
        /** Works 500 us, is away until 9,000 us, is woken, and runs 400 us after that. */
        private String refillsOf(int flags) {
            String[] found = new String[1];
            image.run(
                    world -> {
                        SchedContext time = world.emptySchedContext();
                        Notification wake = world.notification();
                        world.schedControl().configure(time, BUDGET, PERIOD, 4, 0, flags).orThrow();
                        on(
                                        world,
                                        time,
                                        "periodic",
                                        sel4 -> {
                                            work(sel4, 500);
                                            sel4.await(wake.cptr());
                                            log("awake");
                                            sel4.await(wake.cptr());
                                        })
                                .resume()
                                .orThrow();
                        world.letOthersRun();
                        world.sel4.compute(8_500 * TICKS);
                        wake.signal();
                        sleep(world, 400);
                        assertEquals(List.of("9400 awake"), log);
                        found[0] = object(time).refills.toString();
                    });
            return found[0];
        }

        @Test
        void shouldBeginAnewWhenItRunsForConstantBandwidth() {
            // 1,500 from the moment it ran; 500 used at 0 are due at 10,000, before its end.
            assertEquals("refills 9400000+2000000", refillsOf(0));
        }

        @Test
        void shouldBeginAnewWhenItWakesUpIfSporadic() {
            assertEquals("refills 9000000+2000000", refillsOf(SchedControl.SPORADIC));
        }
    }

    @Nested
    class Yielding {
        @Test
        void shouldGiveUpTheWholeRefill() {
            image.run(
                    world -> {
                        SchedContext time = world.emptySchedContext();
                        begin(
                                world,
                                time,
                                sel4 -> {
                                    work(sel4, 300);
                                    log("yields");
                                    sel4.yieldNow();
                                    log("goes on");
                                });
                        assertEquals(List.of("300 yields"), log);
                        assertEquals("refills 10000000+2000000", object(time).refills.toString());
                        // Only what was used counts as used.
                        assertEquals(300, time.consumed());
                        sleep(world, 9_700);
                        assertEquals(List.of("300 yields", "10000 goes on"), log);
                    });
        }

        @Test
        void shouldNotBeATimeout() {
            image.run(
                    world -> {
                        SchedContext time = world.emptySchedContext();
                        Endpoint handler = world.endpoint();
                        Tcb thread = begin(world, time, sel4 -> sel4.yieldNow());
                        thread.setTimeoutEndpoint(handler).orThrow();
                        world.sel4.nbRecv(handler.cptr(), world.reply().cptr());
                        assertEquals(0, world.sel4.ipc().senderBadge());
                    });
        }
    }

    @Nested
    class Release {
        private void startYielder(World world, String name, long period) {
            SchedContext time = world.emptySchedContext();
            world.schedControl().configure(time, 100, period, 0, 0, 0).orThrow();
            on(
                            world,
                            time,
                            name,
                            sel4 -> {
                                sel4.yieldNow();
                                log(name);
                            })
                    .resume()
                    .orThrow();
        }

        @Test
        void shouldComeInTheOrderOfRefills() {
            image.run(
                    world -> {
                        startYielder(world, "third", 3_000);
                        startYielder(world, "first", 1_000);
                        startYielder(world, "second", 2_000);
                        world.letOthersRun();
                        for (int i = 0; i < 3; i++) {
                            sleep(world, 1_000);
                        }
                        assertEquals(List.of("1000 first", "2000 second", "3000 third"), log);
                    });
        }

        @Test
        void shouldReverseEqualsThatAreReleasedTogether() {
            image.run(
                    world -> {
                        startYielder(world, "c", 3_000);
                        startYielder(world, "b", 3_000);
                        startYielder(world, "a", 3_000);
                        // They yield in the order a, b, c, for each was resumed before the others.
                        world.letOthersRun();
                        sleep(world, 3_000);
                        assertEquals(List.of("3000 c", "3000 b", "3000 a"), log);
                    });
        }

        @Test
        void shouldPreemptALowerThread() {
            image.run(
                    world -> {
                        startYielder(world, "released", 1_000);
                        world.start(
                                "lower",
                                40,
                                sel4 -> {
                                    for (int i = 0; i < 4; i++) {
                                        work(sel4, 400);
                                        log("lower");
                                    }
                                });
                        world.letOthersRun();
                        assertEquals(
                                List.of(
                                        "400 lower",
                                        "800 lower",
                                        "1200 released",
                                        "1200 lower",
                                        "1600 lower"),
                                log);
                    });
        }

        @Test
        void shouldWakeAnIdleCore() {
            image.start(
                    world -> {
                        startYielder(world, "released", 1_000);
                        world.letOthersRun();
                        world.self().suspend();
                    });
            assertEquals(List.of(), log);
            image.processor().advance(1_000 * TICKS);
            image.untilIdle();
            assertEquals(List.of("1000 released"), log);
        }

        @Test
        void shouldNotHappenToAThreadThatWasSuspended() {
            image.run(
                    world -> {
                        SchedContext time = world.emptySchedContext();
                        Tcb thread = begin(world, time, BudgetTest.this::yields);
                        thread.suspend().orThrow();
                        sleep(world, PERIOD);
                        assertEquals(List.of(), log);
                        thread.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("10000 goes on"), log);
                    });
        }

        @Test
        void shouldBeAwaitedByAThreadThatIsResumedTooEarly() {
            image.run(
                    world -> {
                        SchedContext time = world.emptySchedContext();
                        Tcb thread = begin(world, time, BudgetTest.this::yields);
                        thread.suspend().orThrow();
                        thread.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        sleep(world, PERIOD);
                        assertEquals(List.of("10000 goes on"), log);
                    });
        }

        @Test
        void shouldFollowTheContextToAnotherThread() {
            image.run(
                    world -> {
                        SchedContext time = world.emptySchedContext();
                        begin(world, time, sel4 -> sel4.yieldNow());
                        time.unbind().orThrow();
                        Tcb other = world.passiveThread("other", 50, _ -> log("other"));
                        other.resume().orThrow();
                        time.bind(other).orThrow();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        sleep(world, PERIOD);
                        assertEquals(List.of("10000 other"), log);
                    });
        }

        @Test
        void shouldNotBePossibleForABlockedThread() {
            image.run(
                    world -> {
                        SchedContext time = world.emptySchedContext();
                        begin(world, time, sel4 -> sel4.yieldNow());
                        time.unbind().orThrow();
                        Notification never = world.notification();
                        Tcb blocked =
                                world.startPassive("blocked", 50, sel4 -> sel4.await(never.cptr()));
                        assertEquals(Sel4Error.ILLEGAL_OPERATION, time.bind(blocked));
                        assertEquals(
                                Sel4Error.ILLEGAL_OPERATION,
                                blocked.setSchedParams(world.self(), 0, 50, time, null));
                        sleep(world, PERIOD);
                        time.bind(blocked).orThrow();
                    });
        }
    }

    @Nested
    class Configuring {
        @Test
        void shouldKeepTheBandwidthOfARunnableThread() {
            image.run(
                    world -> {
                        SchedContext time = world.emptySchedContext();
                        begin(world, time, BudgetTest.this::yields);
                        world.sel4.compute(100 * TICKS);
                        world.schedControl().configure(time, 3_000, 20_000, 2, 0, 0).orThrow();
                        assertEquals(
                                "refills 10000000+2000000 30000000+1000000",
                                object(time).refills.toString());
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                    });
        }

        @Test
        void shouldFillTheContextOfABlockedThreadAnew() {
            image.run(
                    world -> {
                        SchedContext time = world.emptySchedContext();
                        Notification never = world.notification();
                        begin(
                                world,
                                time,
                                sel4 -> {
                                    work(sel4, 300);
                                    sel4.await(never.cptr());
                                });
                        world.schedControl().configure(time, 3_000, 20_000, 2, 0, 0).orThrow();
                        assertEquals("refills 300000+3000000", object(time).refills.toString());
                    });
        }

        @Test
        void shouldChargeTheCallerBeforeItChangesItsOwnContext() {
            image.run(
                    world -> {
                        SchedContext own = world.sel4.schedContext(InitCaps.SC);
                        world.schedControl().configure(own, 5_000, 10_000, 2, 0, 0).orThrow();
                        world.sel4.compute(1_000 * TICKS);
                        world.schedControl().configure(own, 5_000, 20_000, 2, 0, 0).orThrow();
                        assertEquals(
                                "refills 1000000+4000000 21000000+1000000",
                                object(own).refills.toString());
                        assertEquals(1_000, own.consumed());
                    });
        }

        @Test
        void shouldStopTheCallerThatHasNoTimeAnyMore() {
            image.run(
                    world -> {
                        SchedContext own = world.sel4.schedContext(InitCaps.SC);
                        world.schedControl().configure(own, 1_000, 10_000, 2, 0, 0).orThrow();
                        world.start(
                                "other",
                                50,
                                sel4 -> {
                                    log("other");
                                    work(sel4, 9_000);
                                });
                        world.sel4.compute(1_000 * TICKS);
                        log("initial");
                        assertEquals(List.of("1000 other", "10000 initial"), log);
                    });
        }

        @Test
        void shouldReleaseAThreadThatGetsRoundRobinTime() {
            image.run(
                    world -> {
                        SchedContext time = world.emptySchedContext();
                        begin(world, time, BudgetTest.this::yields);
                        world.schedControl().configure(time, 1_000).orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("0 goes on"), log);
                    });
        }
    }
}
