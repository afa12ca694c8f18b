package io.atoll.kernel.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.PreemptionPoints;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.StacklessProgram;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a preemption point does, written by hand where instrumentation would put it. */
class PreemptionPointsTest {
    private static final int LINE = 40;

    private final List<String> ran = new ArrayList<>();
    private final TestImage image = new TestImage(KernelConfig.named("test"), 1);

    /** An urgent thread waits for an interrupt; then the program runs below it. */
    private List<String> run(StackfulProgram program) {
        image.start(
                world -> {
                    startUrgent(world);
                    world.start("program", 50, program);
                    world.letOthersRun();
                });
        return ran;
    }

    private void startUrgent(World world) {
        var notification = world.notification();
        var handler = world.irqHandler(LINE, notification);
        world.start(
                "urgent",
                60,
                sel4 -> {
                    while (true) {
                        sel4.await(notification.cptr());
                        ran.add("urgent");
                        sel4.irqHandler(handler.cptr()).ack();
                    }
                });
    }

    private void raise() {
        image.image().core(0).interrupts.raise(LINE);
    }

    private void raiseAndPoint() {
        raise();
        PreemptionPoints.current().point();
    }

    @Nested
    class OfAStackfulProgram {
        @Test
        void shouldLetAnUrgentThreadRun() {
            assertEquals(
                    List.of("before", "urgent", "after"),
                    run(
                            _ -> {
                                ran.add("before");
                                raiseAndPoint();
                                ran.add("after");
                            }));
        }

        @Test
        void shouldDoNothingIfNothingIsPending() {
            assertEquals(
                    List.of("after"),
                    run(
                            _ -> {
                                PreemptionPoints.current().point();
                                ran.add("after");
                            }));
        }

        @Test
        void shouldBeNeededByCodeThatMakesNoSystemCall() {
            // The broken twin: without the point the urgent thread waits for the program's end.
            assertEquals(
                    List.of("after", "urgent"),
                    run(
                            _ -> {
                                raise();
                                ran.add("after");
                            }));
        }

        @Test
        void shouldShareTheCoreWithAThreadOfTheSamePriority() {
            image.start(
                    world -> {
                        world.start("first", 50, _ -> spin("first"));
                        world.start("second", 50, _ -> spin("second"));
                        world.letOthersRun();
                    });
            for (int i = 1; i < 8; i++) {
                assertNotEquals(ran.get(i - 1), ran.get(i), () -> "one ran twice: " + ran);
            }
        }

        private void spin(String name) {
            for (int i = 0; i < 4; i++) {
                ran.add(name);
                image.processor().advance(10_000_000);
                PreemptionPoints.current().point();
            }
        }
    }

    @Nested
    class WhileTheStackCannotBeLeft {
        @Test
        void shouldWaitUntilAMonitorIsGivenBack() {
            assertEquals(
                    List.of("inside", "urgent", "outside"),
                    run(
                            _ -> {
                                PreemptionPoints points = PreemptionPoints.current();
                                points.monitorEntered();
                                raiseAndPoint();
                                ran.add("inside");
                                points.monitorExited();
                                points.point();
                                ran.add("outside");
                            }));
        }

        @Test
        void shouldHoldForExplicitPointsToo() {
            assertEquals(
                    List.of("inside", "urgent", "outside"),
                    run(
                            sel4 -> {
                                PreemptionPoints points = PreemptionPoints.current();
                                points.monitorEntered();
                                raise();
                                sel4.preemptionPoint();
                                ran.add("inside");
                                points.monitorExited();
                                sel4.preemptionPoint();
                                ran.add("outside");
                            }));
        }

        @Test
        void shouldWaitUntilAFrameThatMayHoldALockIsGone() {
            assertEquals(
                    List.of("inside", "outside", "urgent"),
                    run(
                            _ -> {
                                List<Integer> list = new ArrayList<>(List.of(2, 1));
                                Collections.synchronizedList(list)
                                        .forEach(
                                                element -> {
                                                    if (element == 1) {
                                                        raiseAndPoint();
                                                        ran.add("inside");
                                                    }
                                                });
                                ran.add("outside");
                            }));
        }

        @Test
        void shouldWaitUntilAClassIsInitialised() {
            assertEquals(
                    List.of("initialised", "outside", "urgent"),
                    run(
                            _ -> {
                                Initialised.during = PreemptionPointsTest.this::raiseAndPoint;
                                Late.touch();
                                ran.add("initialised");
                                ran.add("outside");
                            }));
        }
    }

    /** Where {@link Late} finds what to do. */
    static final class Initialised {
        static Runnable during;

        private Initialised() {}
    }

    /** Initialised by the program. */
    static final class Late {
        static {
            Initialised.during.run();
        }

        private Late() {}

        static void touch() {
            // Its class is initialised before.
        }
    }

    @Nested
    class OfAProgramServedOnItsCallersStack {
        private final List<String> states = new ArrayList<>();

        /** A client's call to a stackless server whose handler does that. */
        private List<String> serve(Runnable handler) {
            image.start(
                    world -> {
                        startUrgent(world);
                        Endpoint endpoint = world.endpoint();
                        Reply reply = world.reply();
                        world.startPassive("server", 50, server(endpoint, reply, handler));
                        world.start(
                                "client",
                                50,
                                sel4 -> {
                                    for (int i = 0; i < 3; i++) {
                                        sel4.call(endpoint.cptr(), MessageInfo.of(0, 0));
                                        ran.add("answered");
                                    }
                                });
                        world.letOthersRun();
                    });
            return ran;
        }

        private StacklessProgram server(Endpoint endpoint, Reply reply, Runnable handler) {
            return new StacklessProgram() {
                @Override
                public void start(Sel4 sel4, NextSystemCall next) {
                    next.recv(endpoint.cptr(), reply.cptr());
                }

                @Override
                public void message(long badge, long info, NextSystemCall next) {
                    states.add(image.image().core(0).current.name);
                    handler.run();
                    states.add(image.image().core(0).current.name);
                    next.replyRecv(endpoint.cptr(), MessageInfo.of(0, 0), reply.cptr());
                }
            };
        }

        @Test
        void shouldLetAnUrgentThreadRunInTheMiddleOfAnEvent() {
            assertEquals(
                    List.of("urgent", "answered", "urgent", "answered", "urgent", "answered"),
                    serve(PreemptionPointsTest.this::raiseAndPoint));
        }

        @Test
        void shouldTellTheKernelWhoRunsIfSomethingIsPending() {
            serve(PreemptionPointsTest.this::raiseAndPoint);
            assertEquals("server", states.get(1));
        }

        @Test
        void shouldLeaveTheCallerCurrentIfNothingIsPending() {
            serve(() -> PreemptionPoints.current().point());
            assertEquals(Collections.nCopies(6, "client"), states);
        }
    }

    @Test
    void shouldDoNothingOffTheCores() {
        PreemptionPoints points = PreemptionPoints.current();
        points.point();
        assertSame(points, PreemptionPoints.current());
    }

    @Test
    void shouldLeaveAMonitorLockedForTheWholeCoreIfTheRuleIsBroken() {
        // The broken twin: the holder's monitor is not counted, so its stack is left inside. The
        // monitor stays locked, by nobody who runs: whoever enters it now blocks the core for ever.
        Object monitor = new Object();
        image.start(
                world -> {
                    var notification = world.notification();
                    world.irqHandler(LINE, notification);
                    world.start(
                            "intruder",
                            60,
                            sel4 -> {
                                sel4.await(notification.cptr());
                                ran.add("intruder owns it: " + Thread.holdsLock(monitor));
                            });
                    world.start(
                            "holder",
                            50,
                            _ -> {
                                synchronized (monitor) {
                                    ran.add("holder owns it: " + Thread.holdsLock(monitor));
                                    raiseAndPoint();
                                    ran.add("holder owns it: " + Thread.holdsLock(monitor));
                                }
                            });
                    world.letOthersRun();
                });
        assertEquals(
                List.of("holder owns it: true", "intruder owns it: false", "holder owns it: true"),
                ran);
    }
}
