package io.atoll.kernel.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.Servers;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Who runs next: strict priorities, round robin among equals ({@code sel4-api} 5.2, 5.6). */
class SchedulerTest {
    /** A slice of the contexts that a {@link World} makes. */
    private static final int SLICE_TICKS = 5_000_000;

    private final TestImage image = new TestImage();
    private final List<String> log = new ArrayList<>();

    @Nested
    class Priorities {
        @Test
        void shouldRunTheHighestPriorityFirst() {
            image.run(
                    world -> {
                        for (int priority : new int[] {1, 64, 63, 254, 65, 128, 127}) {
                            world.start("" + priority, priority, _ -> log.add("" + priority));
                        }
                        world.letOthersRun();
                        assertEquals(List.of("254", "128", "127", "65", "64", "63", "1"), log);
                    });
        }

        @Test
        void shouldSwitchAtOnceToAHigherThreadThatIsWoken() {
            image.run(
                    world -> {
                        Notification wake = world.notification();
                        startWaiting(world, "high", 60, wake);
                        world.start(
                                "low",
                                50,
                                sel4 -> {
                                    log.add("low signals");
                                    sel4.send(wake.cptr(), 0);
                                    log.add("low goes on");
                                });
                        world.letOthersRun();
                        assertEquals(List.of("low signals", "high", "low goes on"), log);
                    });
        }

        @Test
        void shouldKeepRunningWhenALowerOrEqualThreadIsWoken() {
            image.run(
                    world -> {
                        Notification wakeEqual = world.notification();
                        Notification wakeLow = world.notification();
                        startWaiting(world, "low", 40, wakeLow);
                        startWaiting(world, "equal", 50, wakeEqual);
                        world.letOthersRun();
                        world.start(
                                "signaller",
                                50,
                                sel4 -> {
                                    sel4.send(wakeEqual.cptr(), 0);
                                    sel4.send(wakeLow.cptr(), 0);
                                    log.add("signaller");
                                });
                        world.letOthersRun();
                        assertEquals(List.of("signaller", "equal", "low"), log);
                    });
        }

        @Test
        void shouldSwitchAtOnceWhenSomebodyIsRaisedAbove() {
            image.run(
                    world -> {
                        Tcb other = world.start("other", 10, _ -> log.add("other"));
                        Tcb self = world.self();
                        self.setPriority(self, 100).orThrow();
                        log.add("before");
                        other.setPriority(self, 101).orThrow();
                        log.add("after");
                        assertEquals(List.of("before", "other", "after"), log);
                    });
        }

        @Test
        void shouldSwitchAtOnceWhenItLowersItself() {
            image.run(
                    world -> {
                        world.start("other", 10, _ -> log.add("other"));
                        Tcb self = world.self();
                        log.add("before");
                        self.setPriority(self, 9).orThrow();
                        log.add("after");
                        assertEquals(List.of("before", "other", "after"), log);
                    });
        }

        @Test
        void shouldPutNewlyResumedThreadsBeforeTheirEquals() {
            image.run(
                    world -> {
                        for (int i = 1; i <= 3; i++) {
                            String name = "" + i;
                            world.start(name, 50, _ -> log.add(name));
                        }
                        world.letOthersRun();
                        assertEquals(List.of("3", "2", "1"), log);
                    });
        }
    }

    @Nested
    class RoundRobin {
        @Test
        void shouldGiveTheCoreToTheNextEqualAtTheEndOfASlice() {
            image.run(
                    world -> {
                        for (String name : List.of("c", "b", "a")) {
                            world.start(name, 50, sel4 -> computeInThreeSlices(sel4, name));
                        }
                        world.letOthersRun();
                        assertEquals(
                                List.of("a0", "b0", "c0", "a1", "b1", "c1", "a2", "b2", "c2"), log);
                    });
        }

        private void computeInThreeSlices(Sel4 sel4, String name) {
            for (int i = 0; i < 3; i++) {
                log.add(name + i);
                sel4.compute(SLICE_TICKS);
            }
        }

        @Test
        void shouldNotEndASliceBeforeItsTime() {
            image.run(
                    world -> {
                        world.start("b", 50, _ -> log.add("b"));
                        world.start(
                                "a",
                                50,
                                sel4 -> {
                                    sel4.compute(SLICE_TICKS - 1);
                                    log.add("a");
                                    sel4.compute(1);
                                    log.add("a again");
                                });
                        world.letOthersRun();
                        assertEquals(List.of("a", "b", "a again"), log);
                    });
        }

        @Test
        void shouldUseTheConfiguredSlice() {
            image.run(
                    world -> {
                        world.start("b", 50, _ -> log.add("b"));
                        Tcb a =
                                world.passiveThread(
                                        "a",
                                        50,
                                        sel4 -> {
                                            sel4.compute(19_999);
                                            log.add("a");
                                            sel4.compute(1);
                                            log.add("a again");
                                        });
                        SchedContext time = world.schedContext();
                        world.schedControl().configure(time, 20).orThrow();
                        time.bind(a).orThrow();
                        a.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("a", "b", "a again"), log);
                    });
        }

        @Test
        void shouldEndTheSliceOfAThreadThatOthersPreemptAllTheTime() {
            image.run(
                    world -> {
                        Notification wake = world.notification();
                        world.start(
                                "high",
                                60,
                                sel4 -> {
                                    while (true) {
                                        sel4.await(wake.cptr());
                                    }
                                });
                        world.start("b", 50, _ -> log.add("b"));
                        world.start(
                                "a",
                                50,
                                sel4 -> {
                                    for (int i = 0; i < 20; i++) {
                                        log.add("a");
                                        sel4.compute(SLICE_TICKS / 10);
                                        sel4.send(wake.cptr(), 0);
                                    }
                                });
                        world.letOthersRun();
                        assertEquals(10, log.indexOf("b"));
                        assertEquals(21, log.size());
                    });
        }

        @Test
        void shouldEndTheSliceOfAThreadThatWakesOthersAllTheTime() {
            image.run(
                    world -> {
                        Notification wake = world.notification();
                        world.start(
                                "low",
                                40,
                                sel4 -> {
                                    while (true) {
                                        sel4.await(wake.cptr());
                                    }
                                });
                        world.letOthersRun();
                        world.start("b", 50, _ -> log.add("b"));
                        world.start(
                                "a",
                                50,
                                sel4 -> {
                                    for (int i = 0; i < 20; i++) {
                                        log.add("a");
                                        sel4.compute(SLICE_TICKS / 10);
                                        sel4.send(wake.cptr(), 0);
                                    }
                                });
                        world.letOthersRun();
                        assertEquals(10, log.indexOf("b"));
                    });
        }

        @Test
        void shouldEndTheSliceOfAThreadThatKeepsCallingAServer() {
            slicesOfACaller(new TestImage());
        }

        @Test
        void shouldEndTheSliceOfAThreadThatKeepsCallingAServerOnTheSlowPath() {
            slicesOfACaller(new TestImage(KernelConfig.named("test").withoutFastpath()));
        }

        /** The rival becomes ready while the server runs, which answers on the fastpath. */
        private void slicesOfACaller(TestImage machine) {
            machine.run(
                    world -> {
                        Notification wake = world.notification();
                        Endpoint endpoint = world.endpoint();
                        Reply reply = world.reply();
                        startWaiting(world, "rival", 50, wake);
                        world.startPassive(
                                "server",
                                60,
                                Servers.STACKFUL.of(
                                        endpoint.cptr(),
                                        reply.cptr(),
                                        (sel4, _, _) -> {
                                            sel4.nbSend(wake.cptr(), 0);
                                            return 0;
                                        }));
                        world.start(
                                "caller",
                                50,
                                sel4 -> {
                                    sel4.call(endpoint.cptr(), 0);
                                    for (int i = 0; i < 30; i++) {
                                        log.add("caller");
                                        sel4.compute(SLICE_TICKS / 10);
                                    }
                                });
                        world.letOthersRun();
                        assertEquals(10, log.indexOf("rival"));
                    });
        }
    }

    @Nested
    class Yield {
        @Test
        void shouldGoBehindItsEquals() {
            image.run(
                    world -> {
                        for (String name : List.of("c", "b", "a")) {
                            world.start(
                                    name,
                                    50,
                                    sel4 -> {
                                        log.add(name + 0);
                                        sel4.yieldNow();
                                        log.add(name + 1);
                                    });
                        }
                        world.letOthersRun();
                        assertEquals(List.of("a0", "b0", "c0", "a1", "b1", "c1"), log);
                    });
        }

        @Test
        void shouldNotLetLowerThreadsRun() {
            image.run(
                    world -> {
                        world.start("low", 50, _ -> log.add("low"));
                        world.sel4.yieldNow();
                        assertEquals(List.of(), log);
                    });
        }
    }

    @Nested
    class PreemptionPoints {
        @Test
        void shouldTakeAPendingInterruptAtAPreemptionPoint() {
            image.run(
                    world -> {
                        Notification wake = world.notification();
                        world.irqHandler(7, wake);
                        startWaiting(world, "driver", 200, wake);
                        world.start(
                                "worker",
                                50,
                                sel4 -> {
                                    image.image().core(0).interrupts.raise(7);
                                    log.add("raised");
                                    sel4.preemptionPoint();
                                    log.add("worker");
                                });
                        world.letOthersRun();
                        assertEquals(List.of("raised", "driver", "worker"), log);
                    });
        }

        @Test
        void shouldTakeAPendingInterruptBeforeASystemCall() {
            image.run(
                    world -> {
                        Notification wake = world.notification();
                        Notification polled = world.notification();
                        world.irqHandler(7, wake);
                        startWaiting(world, "driver", 200, wake);
                        world.start(
                                "worker",
                                50,
                                sel4 -> {
                                    image.image().core(0).interrupts.raise(7);
                                    sel4.nbAwait(polled.cptr());
                                    log.add("worker");
                                });
                        world.letOthersRun();
                        assertEquals(List.of("driver", "worker"), log);
                    });
        }
    }

    @Nested
    class WithoutTime {
        @Test
        void shouldNotRunAThreadWithoutSchedulingContext() {
            image.run(
                    world -> {
                        Tcb thread = world.passiveThread("passive", 50, _ -> log.add("passive"));
                        thread.resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        world.schedContext().bind(thread).orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("passive"), log);
                    });
        }

        @Test
        void shouldNotRunAThreadOnAnEmptySchedulingContext() {
            image.run(
                    world -> {
                        Notification wake = world.notification();
                        SchedContext empty = world.emptySchedContext();
                        empty.bind(wake).orThrow();
                        world.startPassive(
                                "passive", 50, sel4 -> waitAndLog(sel4, wake, "passive"));
                        wake.signal();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        world.schedControl().configure(empty, 1_000).orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("passive"), log);
                    });
        }
    }

    private void startWaiting(World world, String name, int priority, Notification notification) {
        world.start(name, priority, sel4 -> waitAndLog(sel4, notification, name));
        world.letOthersRun();
    }

    private void waitAndLog(Sel4 sel4, Notification notification, String text) {
        sel4.await(notification.cptr());
        log.add(text);
    }
}
