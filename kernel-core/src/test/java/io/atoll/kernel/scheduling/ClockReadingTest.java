package io.atoll.kernel.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.Servers;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * Reading the clock is dear: it is done where an answer depends on it and nowhere else, and the
 * answers are those of a kernel that reads it at every entry.
 */
class ClockReadingTest extends TimedThreads {
    private long readings(Runnable work) {
        long before = image.processor().clockReadings();
        work.run();
        return image.processor().clockReadings() - before;
    }

    @Nested
    class RoundRobinAlone {
        @Test
        void shouldNotReadTheClockInCallsThatSwitchNothing() {
            image.run(
                    world -> {
                        Notification notification = world.notification();
                        Endpoint endpoint = world.endpoint();
                        Tcb other = world.thread("other", 50, _ -> {});
                        world.start("lower", 50, _ -> {});
                        assertEquals(
                                0,
                                readings(
                                        () -> {
                                            world.sel4.nbAwait(notification.cptr());
                                            notification.signal();
                                            endpoint.nbSend(0);
                                            other.setPriority(world.self(), 60).orThrow();
                                            other.resume().orThrow();
                                            other.suspend().orThrow();
                                        }));
                    });
        }

        @Test
        void shouldNotReadTheClockWhenItCallsAPassiveServer() {
            for (KernelConfig config :
                    List.of(
                            KernelConfig.named("fast"),
                            KernelConfig.named("slow").withoutFastpath())) {
                TestImage machine = new TestImage(config);
                machine.run(
                        world -> {
                            Endpoint endpoint = world.endpoint();
                            world.startPassive(
                                    "server",
                                    60,
                                    Servers.STACKFUL.of(
                                            endpoint.cptr(),
                                            world.reply().cptr(),
                                            (_, _, info) -> info));
                            long before = machine.processor().clockReadings();
                            for (int i = 0; i < 10; i++) {
                                endpoint.call(0);
                            }
                            assertEquals(before, machine.processor().clockReadings());
                        });
            }
        }

        @Test
        void shouldReadTheClockOnceWhenAnotherContextComesUp() {
            image.run(
                    world -> {
                        Notification wake = world.notification();
                        world.start(
                                "driver",
                                255,
                                sel4 -> {
                                    while (true) {
                                        sel4.await(wake.cptr());
                                    }
                                });
                        Tcb self = world.self();
                        world.letOthersRun();
                        self.setPriority(self, 254).orThrow();
                        assertEquals(2, readings(wake::signal));
                    });
        }

        @Test
        void shouldStillKnowHowMuchOfItsSliceIsLeftWhenARivalComes() {
            image.run(
                    world -> {
                        Notification wake = world.notification();
                        startWaiting(world, wake);
                        SchedContext time = world.emptySchedContext();
                        world.schedControl().configure(time, 1_000).orThrow();
                        startOn(
                                world,
                                time,
                                sel4 -> {
                                    // Three slices and a half, alone.
                                    work(sel4, 3_500);
                                    sel4.send(wake.cptr(), 0);
                                    for (int i = 0; i < 4; i++) {
                                        log("a");
                                        work(sel4, 250);
                                    }
                                });
                        world.letOthersRun();
                        assertEquals(
                                List.of("3500 a", "3750 a", "4000 rival", "4000 a", "4250 a"), log);
                    });
        }

        @Test
        void shouldHaveAFreshSliceIfTheRivalComesInTheLastMomentsOfOne() {
            image.run(
                    world -> {
                        Notification wake = world.notification();
                        startWaiting(world, wake);
                        SchedContext time = world.emptySchedContext();
                        world.schedControl().configure(time, 1_000).orThrow();
                        startOn(
                                world,
                                time,
                                sel4 -> {
                                    work(sel4, 1_990);
                                    sel4.send(wake.cptr(), 0);
                                    for (int i = 0; i < 5; i++) {
                                        log("a");
                                        work(sel4, 250);
                                    }
                                });
                        world.letOthersRun();
                        assertEquals(
                                List.of(
                                        "1990 a",
                                        "2240 a",
                                        "2490 a",
                                        "2740 a",
                                        "2990 rival",
                                        "2990 a"),
                                log);
                    });
        }
    }

    private void startWaiting(World world, Notification wake) {
        world.start(
                "rival",
                50,
                sel4 -> {
                    sel4.await(wake.cptr());
                    log("rival");
                });
        world.letOthersRun();
    }

    private void startOn(
            World world, SchedContext time, io.atoll.kernel.api.StackfulProgram program) {
        Tcb thread = world.passiveThread("a", 50, program);
        time.bind(thread).orThrow();
        thread.resume().orThrow();
    }

    @Nested
    class RoundRobinWithRivals {
        @Test
        void shouldEndTheSliceAtTheFirstEntryThatDoesNotFitIn() {
            image.run(
                    world -> {
                        Notification polled = world.notification();
                        world.start("rival", 50, _ -> log("rival"));
                        SchedContext time = world.emptySchedContext();
                        world.schedControl().configure(time, 1_000).orThrow();
                        startOn(
                                world,
                                time,
                                sel4 -> {
                                    work(sel4, 980);
                                    sel4.nbAwait(polled.cptr());
                                    log("fits in");
                                    work(sel4, 1);
                                    log("still there");
                                    sel4.nbAwait(polled.cptr());
                                    log("after the rival");
                                });
                        world.letOthersRun();
                        assertEquals(
                                List.of(
                                        "980 fits in",
                                        "981 still there",
                                        "981 rival",
                                        "981 after the rival"),
                                log);
                    });
        }

        @Test
        void shouldEndTheSliceOfAThreadThatMakesNoCallAtItsVeryEnd() {
            image.run(
                    world -> {
                        world.start("rival", 50, _ -> log("rival"));
                        SchedContext time = world.emptySchedContext();
                        world.schedControl().configure(time, 1_000).orThrow();
                        startOn(
                                world,
                                time,
                                sel4 -> {
                                    work(sel4, 999);
                                    log("almost");
                                    work(sel4, 1);
                                    log("after the rival");
                                });
                        world.letOthersRun();
                        assertEquals(
                                List.of("999 almost", "1000 rival", "1000 after the rival"), log);
                    });
        }

        @Test
        void shouldNotReadTheClockInEveryCall() {
            image.run(
                    world -> {
                        Notification polled = world.notification();
                        world.start("rival", 255, _ -> {});
                        world.self().setPriority(world.self(), 255).orThrow();
                        assertEquals(
                                0,
                                readings(
                                        () -> {
                                            for (int i = 0; i < 10; i++) {
                                                world.sel4.nbAwait(polled.cptr());
                                                polled.signal();
                                            }
                                        }));
                    });
        }
    }

    @Nested
    class Metered {
        @Test
        void shouldReadTheClockInEveryCall() {
            image.run(
                    world -> {
                        Notification polled = world.notification();
                        SchedContext own = world.sel4.schedContext(InitCaps.SC);
                        world.schedControl().configure(own, 5_000, 10_000, 0, 0, 0).orThrow();
                        assertEquals(
                                3,
                                readings(
                                        () -> {
                                            world.sel4.nbAwait(polled.cptr());
                                            polled.signal();
                                            world.sel4.nbAwait(polled.cptr());
                                        }));
                    });
        }

        @Test
        void shouldNotReadTheClockOnTheFastpath() {
            image.run(
                    world -> {
                        Endpoint endpoint = world.endpoint();
                        world.startPassive(
                                "server",
                                255,
                                Servers.STACKFUL.of(
                                        endpoint.cptr(),
                                        world.reply().cptr(),
                                        (_, _, info) -> info));
                        SchedContext own = world.sel4.schedContext(InitCaps.SC);
                        world.schedControl().configure(own, 5_000, 10_000, 0, 0, 0).orThrow();
                        assertEquals(0, readings(() -> endpoint.call(0)));
                    });
        }
    }

    @Test
    void shouldNotSetTheTimerWhileNobodyWaitsForAnything() {
        image.run(
                world -> {
                    world.letOthersRun();
                    world.sel4.yieldNow();
                    assertEquals(Long.MAX_VALUE, image.processor().deadlineTicks());
                    world.start("rival", 255, _ -> {});
                    assertTrue(image.processor().deadlineTicks() < Long.MAX_VALUE);
                });
    }
}
