package io.atoll.kernel.check;

import static io.atoll.kernel.check.Scene.assertNamed;
import static io.atoll.kernel.check.Scene.get;
import static io.atoll.kernel.check.Scene.set;

import io.atoll.kernel.object.ThreadState;
import io.atoll.kernel.scheduling.Refills;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Broken release queues, refills, domains and yields are named. */
class SchedulingMutationsTest {
    private static long[] times(Refills refills) {
        return (long[]) get(refills, "times");
    }

    private static long[] amounts(Refills refills) {
        return (long[]) get(refills, "amounts");
    }

    private static Refills ofFirstReleased(Scene scene) {
        return scene.releasedFirst.schedContext.refills;
    }

    private static int head(Refills refills) {
        return (int) get(refills, "head");
    }

    @Nested
    class ReleaseQueue {
        @Test
        void shouldNameThreadsInTheWrongOrder() {
            assertNamed(
                    "stands before released-second, which waits until",
                    scene ->
                            times(ofFirstReleased(scene))[head(ofFirstReleased(scene))] +=
                                    5_000_000);
        }

        @Test
        void shouldNameABackLinkThatLeadsElsewhere() {
            assertNamed(
                    "released-second in the release queue is not linked back to released-first",
                    scene -> scene.releasedSecond.queuePrevious = null);
        }

        @Test
        void shouldNameAThreadThatIsQueuedTwice() {
            assertNamed(
                    "released-first is twice in the release queue",
                    scene -> scene.releasedSecond.queueNext = scene.releasedFirst);
        }

        @Test
        void shouldNameAQueuedThreadThatIsNotMarkedSo() {
            assertNamed(
                    "released-second is in the release queue, but not marked so",
                    scene -> {
                        scene.releasedSecond.inReleaseQueue = false;
                        // Or it could run, and would be missing in the ready queues.
                        scene.releasedSecond.state = ThreadState.INACTIVE;
                    });
        }

        @Test
        void shouldNameAThreadThatIsNotRunnable() {
            assertNamed(
                    "released-first is in the release queue, but its state is inactive",
                    scene -> scene.releasedFirst.state = ThreadState.INACTIVE);
        }

        @Test
        void shouldNameAThreadWithoutTimeToWaitFor() {
            assertNamed(
                    "released-first is in the release queue, but there is no time it could wait"
                            + " for",
                    scene -> {
                        scene.releasedFirst.schedContext.thread = null;
                        scene.releasedFirst.schedContext = null;
                        scene.releasedSecond.queuePrevious = scene.releasedFirst;
                    });
        }

        @Test
        void shouldNameAReadyThreadWhoseTimeHasNotCome() {
            assertNamed(
                    "ready-higher is in a ready queue, but its time comes only at",
                    scene -> {
                        Refills refills = scene.readyHigher.schedContext.refills;
                        times(refills)[head(refills)] = 1_000_000_000_000L;
                    });
        }

        @Test
        void shouldNameAReadyThreadWithTooLittleTime() {
            assertNamed(
                    "ready-higher is in a ready queue, but has too little time",
                    scene -> {
                        Refills refills = scene.readyHigher.schedContext.refills;
                        amounts(refills)[head(refills)] = 19_999;
                    });
        }
    }

    @Nested
    class RefillRings {
        @Test
        void shouldNameABudgetThatIsNotKept() {
            assertNamed(
                    "together, but its budget is 100000",
                    scene -> amounts(ofFirstReleased(scene))[head(ofFirstReleased(scene))]++);
        }

        @Test
        void shouldNameAFirstRefillThatIsTooSmall() {
            assertNamed(
                    "is too small to run on",
                    scene -> {
                        Refills refills = ofFirstReleased(scene);
                        amounts(refills)[head(refills)] = 19_999;
                        set(refills, "budgetTicks", refills.sum());
                    });
        }

        @Test
        void shouldNameRefillsThatOverlap() {
            assertNamed(
                    "begins before the one in front of it ends",
                    scene -> addRefill(ofFirstReleased(scene), 99_999, 50_000));
        }

        @Test
        void shouldNameAnEmptyRefill() {
            assertNamed("is empty", scene -> addRefill(ofFirstReleased(scene), 200_000, 0));
        }

        @Test
        void shouldNameMoreRefillsThanThereIsRoomFor() {
            assertNamed(
                    "has 5 refills, but room for 4",
                    scene -> set(ofFirstReleased(scene), "size", 5));
        }

        @Test
        void shouldNameARoundRobinContextWithoutItsTwoRefills() {
            assertNamed(
                    "is round robin, but has 1 refills",
                    scene -> {
                        Refills refills = scene.notificationTime.refills;
                        set(refills, "size", 1);
                        set(refills, "budgetTicks", refills.sum());
                    });
        }

        @Test
        void shouldNameAConfiguredContextWithoutRefills() {
            assertNamed(
                    "is configured, but has 0 refills",
                    scene -> set(scene.notificationTime.refills, "size", 0));
        }

        @Test
        void shouldNameASporadicContextThatIsNotConfigured() {
            assertNamed(
                    "is sporadic, but not configured",
                    scene -> {
                        scene.notificationTime.sporadic = true;
                        scene.notificationTime.coreIndex = -1;
                        set(scene.notificationTime.refills, "size", 0);
                    });
        }

        /** A second refill, that long after the first one began. */
        private void addRefill(Refills refills, long after, long amount) {
            int head = head(refills);
            int next = (head + 1) % refills.capacity();
            times(refills)[next] = times(refills)[head] + after;
            amounts(refills)[next] = amount;
            set(refills, "size", 2);
            set(refills, "budgetTicks", refills.sum());
        }
    }

    @Nested
    class TimeThatPasses {
        @Test
        void shouldNameAContextThatIsNotTheCurrentThreads() {
            assertNamed(
                    "but it is the time of",
                    scene ->
                            set(
                                    get(scene.core.scheduler, "time"),
                                    "context",
                                    scene.notificationTime));
        }

        @Test
        void shouldNameACurrentThreadWithoutTime() {
            assertNamed(
                    "initial-task is the current thread, but has too little time",
                    scene -> {
                        Refills refills = scene.core.current.schedContext.refills;
                        amounts(refills)[head(refills)] = 0;
                    });
        }

        @Test
        void shouldNameADomainThatDoesNotExist() {
            assertNamed(
                    "receiver50 is of domain 1, which the image does not have",
                    scene -> scene.receivers.head.domain = 1);
        }

        @Test
        void shouldNameADomainWhoseTurnItIsNot() {
            assertNamed(
                    "it is the turn of domain 0, but threads of another one are chosen",
                    scene ->
                            set(
                                    scene.core.scheduler,
                                    "ready",
                                    new io.atoll.kernel.scheduling.ReadyQueues()));
        }
    }

    @Nested
    class Yields {
        @Test
        void shouldNameAYieldThatItsTargetDoesNotKnow() {
            assertNamed(
                    "ready-first yielded to",
                    scene -> scene.readyFirst.yieldTo = scene.notificationTime);
        }

        @Test
        void shouldNameAYieldThatTheThreadDoesNotKnow() {
            assertNamed(
                    "was yielded to by ready-first, which yielded to null",
                    scene -> scene.notificationTime.yieldFrom = scene.readyFirst);
        }
    }
}
