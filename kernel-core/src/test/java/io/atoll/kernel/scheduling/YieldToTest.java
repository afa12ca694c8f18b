package io.atoll.kernel.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Yielding to a thread, and the time it used ({@code sel4-api} 5.7). */
class YieldToTest extends TimedThreads {
    private SchedContext start(World world, String name, int priority, StackfulProgram program) {
        Tcb thread = world.passiveThread(name, priority, program);
        SchedContext time = world.schedContext();
        time.bind(thread).orThrow();
        thread.setMcPriority(world.self(), 255).orThrow();
        thread.resume().orThrow();
        return time;
    }

    /** Yields, and logs what the answer says. */
    private void yieldTo(Sel4 sel4, long time) {
        Sel4Error error = sel4.schedContext(time).yieldTo();
        log.add(error == Sel4Error.NO_ERROR ? "used " + sel4.ipc().mr(0) : error.toString());
    }

    @Nested
    class Refused {
        @Test
        void shouldBeIfThereIsNoThread() {
            image.run(
                    world ->
                            assertEquals(
                                    Sel4Error.ILLEGAL_OPERATION, world.schedContext().yieldTo()));
        }

        @Test
        void shouldBeToOneself() {
            image.run(
                    world ->
                            assertEquals(
                                    Sel4Error.ILLEGAL_OPERATION,
                                    world.sel4.schedContext(InitCaps.SC).yieldTo()));
        }

        @Test
        void shouldBeAboveTheCallersMaximum() {
            image.run(
                    world -> {
                        SchedContext other = start(world, "other", 100, _ -> {});
                        world.self().setMcPriority(world.self(), 99).orThrow();
                        assertEquals(Sel4Error.ILLEGAL_OPERATION, other.yieldTo());
                    });
        }
    }

    @Nested
    class AtOnce {
        @Test
        void shouldAnswerIfTheThreadIsOfLowerPriority() {
            image.run(
                    world -> {
                        SchedContext low = start(world, "low", 40, _ -> log.add("low"));
                        start(world, "lower", 40, _ -> log.add("other"));
                        yieldTo(world.sel4, low.cptr());
                        assertEquals(List.of("used 0"), log);
                        // It comes before its equals now.
                        world.letOthersRun();
                        assertEquals(List.of("used 0", "low", "other"), log);
                    });
        }

        @Test
        void shouldAnswerIfTheThreadCannotRun() {
            image.run(
                    world -> {
                        Notification never = world.notification();
                        SchedContext blocked =
                                start(
                                        world,
                                        "blocked",
                                        40,
                                        sel4 -> {
                                            work(sel4, 70);
                                            sel4.await(never.cptr());
                                        });
                        world.letOthersRun();
                        yieldTo(world.sel4, blocked.cptr());
                        assertEquals(List.of("used 70"), log);
                    });
        }

        @Test
        void shouldAnswerIfTheThreadWaitsForItsTime() {
            image.run(
                    world -> {
                        SchedContext time = world.emptySchedContext();
                        world.schedControl().configure(time, 100, 1_000, 2, 0, 0).orThrow();
                        Tcb thread = world.passiveThread("late", 255, sel4 -> work(sel4, 150));
                        time.bind(thread).orThrow();
                        thread.resume().orThrow();
                        world.letOthersRun();
                        yieldTo(world.sel4, time.cptr());
                        assertEquals(List.of("used 150"), log);
                    });
        }
    }

    @Nested
    class Later {
        @Test
        void shouldAnswerWhenTheCallerRunsAgain() {
            image.run(
                    world -> {
                        Notification never = world.notification();
                        SchedContext target =
                                start(
                                        world,
                                        "target",
                                        50,
                                        sel4 -> {
                                            log.add("target");
                                            work(sel4, 90);
                                            sel4.await(never.cptr());
                                        });
                        start(world, "other", 50, _ -> log.add("other"));
                        start(world, "yielder", 50, sel4 -> yieldTo(sel4, target.cptr()));
                        world.letOthersRun();
                        // The yielder stays in front of its other equals.
                        assertEquals(List.of("target", "used 90", "other"), log);
                    });
        }

        @Test
        void shouldAnswerWithOneWord() {
            image.run(
                    world -> {
                        SchedContext target = start(world, "target", 50, sel4 -> work(sel4, 90));
                        start(
                                world,
                                "yielder",
                                50,
                                sel4 -> {
                                    long info =
                                            sel4.call(
                                                    target.cptr(),
                                                    MessageInfo.of(
                                                            InvocationLabel.SCHED_CONTEXT_YIELD_TO,
                                                            0));
                                    log.add(
                                            "label %d length %d badge %d"
                                                    .formatted(
                                                            MessageInfo.label(info),
                                                            MessageInfo.length(info),
                                                            sel4.ipc().senderBadge()));
                                });
                        world.letOthersRun();
                        assertEquals(List.of("label 0 length 1 badge 0"), log);
                    });
        }

        @Test
        void shouldNotWriteAnAnswerForOneWhoDidNotCall() {
            image.run(
                    world -> {
                        SchedContext target = start(world, "target", 50, sel4 -> work(sel4, 90));
                        start(
                                world,
                                "yielder",
                                50,
                                sel4 -> {
                                    sel4.ipc().mr(0, 12);
                                    sel4.send(
                                            target.cptr(),
                                            MessageInfo.of(
                                                    InvocationLabel.SCHED_CONTEXT_YIELD_TO, 1));
                                    log.add("mr0 " + sel4.ipc().mr(0));
                                });
                        world.letOthersRun();
                        assertEquals(List.of("mr0 12"), log);
                    });
        }

        @Test
        void shouldAnswerTheFirstWhenASecondYieldsToTheSame() {
            image.run(
                    world -> {
                        SchedContext target =
                                start(
                                        world,
                                        "target",
                                        50,
                                        sel4 -> {
                                            work(sel4, 40);
                                            // Gives way: the second yielder is above.
                                            sel4.yieldNow();
                                            work(sel4, 50);
                                        });
                        start(world, "second", 50, sel4 -> yieldTo(sel4, target.cptr()));
                        start(world, "first", 50, sel4 -> yieldTo(sel4, target.cptr()));
                        world.letOthersRun();
                        assertEquals(List.of("used 40", "used 50"), log);
                    });
        }

        @Test
        void shouldAnswerWhenTheThreadIsDeleted() {
            answerAtDeletion(false);
        }

        @Test
        void shouldAnswerWhenTheContextIsDeleted() {
            answerAtDeletion(true);
        }

        private void answerAtDeletion(boolean ofContext) {
            image.run(
                    world -> {
                        Notification kill = world.notification();
                        SchedContext target = world.schedContext();
                        Tcb thread =
                                world.passiveThread(
                                        "target",
                                        50,
                                        sel4 -> {
                                            work(sel4, 60);
                                            sel4.send(kill.cptr(), 0);
                                            log.add("target goes on");
                                        });
                        target.bind(thread).orThrow();
                        long killed = ofContext ? target.cptr() : thread.cptr();
                        world.start(
                                "killer",
                                60,
                                sel4 -> {
                                    sel4.await(kill.cptr());
                                    sel4.cnode(InitCaps.CNODE).slot(killed).delete().orThrow();
                                    log.add("killed");
                                });
                        world.letOthersRun();
                        thread.resume().orThrow();
                        start(world, "yielder", 50, sel4 -> yieldTo(sel4, target.cptr()));
                        world.letOthersRun();
                        assertEquals(List.of("killed", "used 60"), log);
                    });
        }

        @Test
        void shouldBeForgottenWhenTheCallerIsSuspended() {
            image.run(
                    world -> {
                        Notification stop = world.notification();
                        Tcb[] yielder = new Tcb[1];
                        SchedContext target =
                                start(
                                        world,
                                        "target",
                                        50,
                                        sel4 -> {
                                            work(sel4, 60);
                                            sel4.tcb(yielder[0].cptr()).suspend().orThrow();
                                            sel4.await(stop.cptr());
                                        });
                        yielder[0] =
                                world.passiveThread(
                                        "yielder",
                                        50,
                                        sel4 -> {
                                            long info =
                                                    sel4.call(
                                                            target.cptr(),
                                                            MessageInfo.of(
                                                                    InvocationLabel
                                                                            .SCHED_CONTEXT_YIELD_TO,
                                                                    0));
                                            log.add(
                                                    "label %d length %d"
                                                            .formatted(
                                                                    MessageInfo.label(info),
                                                                    MessageInfo.length(info)));
                                        });
                        yielder[0].setMcPriority(world.self(), 255).orThrow();
                        world.schedContext().bind(yielder[0]).orThrow();
                        yielder[0].resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of(), log);
                        yielder[0].resume().orThrow();
                        world.letOthersRun();
                        assertEquals(List.of("label 0 length 0"), log);
                        // Nobody else got the answer: the time is still to be asked for.
                        assertEquals(60, target.consumed());
                    });
        }
    }

    @Nested
    class Consumed {
        @Test
        void shouldNotCountWhatTheCallerUsesRightNow() {
            image.run(
                    world -> {
                        SchedContext own = world.sel4.schedContext(InitCaps.SC);
                        world.letOthersRun();
                        own.consumed();
                        work(world.sel4, 700);
                        assertEquals(0, own.consumed());
                    });
        }

        @Test
        void shouldCountSlicesThatEndedMeanwhile() {
            image.run(
                    world -> {
                        SchedContext own = world.sel4.schedContext(InitCaps.SC);
                        world.schedControl().configure(own, 1_000).orThrow();
                        own.consumed();
                        work(world.sel4, 3_300);
                        assertEquals(3_000, own.consumed());
                        work(world.sel4, 690);
                        // 10 us are left of the slice, too little for an entry: it ends here.
                        assertEquals(990, own.consumed());
                    });
        }

        @Test
        void shouldCountWhatOthersUsed() {
            image.run(
                    world -> {
                        SchedContext time = start(world, "worker", 50, sel4 -> work(sel4, 1_234));
                        world.letOthersRun();
                        assertEquals(1_234, time.consumed());
                        assertEquals(0, time.consumed());
                    });
        }

        @Test
        void shouldAnswerWithOneWord() {
            image.run(
                    world ->
                            assertEquals(
                                    MessageInfo.of(0, 1),
                                    world.sel4.call(
                                            world.schedContext().cptr(),
                                            MessageInfo.of(
                                                    InvocationLabel.SCHED_CONTEXT_CONSUMED, 0))));
        }
    }
}
