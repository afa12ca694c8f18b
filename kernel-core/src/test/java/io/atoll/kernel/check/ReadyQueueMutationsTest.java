package io.atoll.kernel.check;

import static io.atoll.kernel.check.Scene.assertNamed;
import static io.atoll.kernel.check.Scene.get;
import static io.atoll.kernel.check.Scene.set;

import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;
import io.atoll.kernel.testing.TestImage;

import org.junit.jupiter.api.Test;

/** Broken ready queues and scheduling decisions are named. */
class ReadyQueueMutationsTest {
    @Test
    void shouldNameAThreadInTheQueueOfAnotherPriority() {
        assertNamed(
                "ready-higher has priority 21, but is in the ready queue of priority 20",
                scene -> scene.readyHigher.priority = 21);
    }

    @Test
    void shouldNameAQueuedThreadThatIsNotRunnable() {
        assertNamed(
                "ready-higher is in a ready queue, but its state is inactive",
                scene -> scene.readyHigher.state = ThreadState.INACTIVE);
    }

    @Test
    void shouldNameAQueuedThreadWithoutTime() {
        assertNamed(
                "ready-higher is in a ready queue, but has no configured scheduling context",
                scene -> scene.readyHigher.schedContext = null);
    }

    @Test
    void shouldNameABackLinkThatLeadsElsewhere() {
        assertNamed(
                "is not linked back to ready-",
                scene -> queueTail(scene).queuePrevious = scene.readyHigher);
    }

    @Test
    void shouldNameAThreadThatIsQueuedTwice() {
        assertNamed(
                "is twice in the ready queues",
                scene -> queueTail(scene).queueNext = queueTail(scene).queuePrevious);
    }

    @Test
    void shouldNameATailThatIsNotLast() {
        assertNamed(
                "the ready queue of priority 20 ends with ready-higher, but its tail is null",
                scene -> ((ThreadObject[]) get(scene.core.scheduler.ready(), "tails"))[20] = null);
    }

    @Test
    void shouldNameAQueuedThreadThatIsNotMarkedSo() {
        assertNamed(
                "ready-higher is in a ready queue, but not marked so",
                scene -> scene.readyHigher.inReadyQueue = false);
    }

    @Test
    void shouldNameAMarkedThreadThatIsNotQueued() {
        assertNamed(
                "receiver50 is marked as queued, but is in no ready queue",
                scene -> scene.receivers.head.inReadyQueue = true);
    }

    @Test
    void shouldNameABitOfTheLowerLevel() {
        assertNamed(
                "the bitmap is wrong about the ready queue of priority 100, which is empty",
                scene -> ((long[]) get(scene.core.scheduler.ready(), "nonEmpty"))[1] |= 1L << 100);
    }

    @Test
    void shouldNameABitOfTheSummary() {
        assertNamed(
                "the summary of the bitmap is wrong about the ready queues from priority 128",
                scene -> set(scene.core.scheduler.ready(), "summary", 0b101));
    }

    @Test
    void shouldNameAQueuedThreadThatDoesNotExist() {
        assertNamed(
                "ghost is in the ready queue of priority 20, but no capability to it exists",
                scene -> {
                    ThreadObject ghost = new ThreadObject(0x7000, 11, scene.core);
                    ghost.name = "ghost";
                    ghost.priority = 20;
                    ghost.inReadyQueue = true;
                    ghost.queuePrevious = scene.readyHigher;
                    scene.readyHigher.queueNext = ghost;
                    ((ThreadObject[]) get(scene.core.scheduler.ready(), "tails"))[20] = ghost;
                });
    }

    @Test
    void shouldNameAThreadThatIsForgotten() {
        assertNamed(
                "receiver50 could run, but is neither queued nor current",
                scene -> scene.receivers.head.state = ThreadState.RUNNING);
    }

    @Test
    void shouldNameACurrentThreadThatCannotRun() {
        assertNamed(
                "the current thread initial-task cannot run: its state is inactive",
                scene -> scene.core.current.state = ThreadState.INACTIVE);
    }

    @Test
    void shouldNameACurrentThreadThatIsQueued() {
        assertNamed(
                "the current thread ready-higher is also in a ready queue",
                scene -> scene.core.current = scene.readyHigher);
    }

    @Test
    void shouldNameACurrentThreadThatIsNotTheBest() {
        assertNamed(
                "initial-task runs, but threads of priority 20 are ready",
                scene -> scene.core.current.priority = 5);
    }

    @Test
    void shouldNameAnIdleThreadThatIsNotIdle() {
        assertNamed(
                "the idle thread is not idle",
                scene -> scene.core.idle.state = ThreadState.RUNNING);
    }

    @Test
    void shouldNameACandidateThatCannotRun() {
        assertNamed(
                "the candidate receiver50 cannot run",
                scene -> set(scene.core.scheduler, "candidate", scene.receivers.head));
    }

    @Test
    void shouldNameACandidateThatIsQueued() {
        assertNamed(
                "the candidate ready-higher is also queued",
                scene -> set(scene.core.scheduler, "candidate", scene.readyHigher));
    }

    @Test
    void shouldNameACandidateThatDoesNotExist() {
        assertNamed(
                "ghost is the candidate of core 0, but no capability to it exists",
                scene -> {
                    ThreadObject ghost = new ThreadObject(0x7000, 11, scene.core);
                    ghost.name = "ghost";
                    ghost.state = ThreadState.RUNNING;
                    ghost.schedContext = new SchedContextObject(0x8000, 8);
                    ghost.schedContext.coreIndex = 0;
                    set(scene.core.scheduler, "candidate", ghost);
                });
    }

    @Test
    void shouldNameAQueuedThreadOfAnotherCore() {
        assertNamed(
                "ready-higher is in a ready queue of another core",
                scene -> scene.readyHigher.core = new TestImage().image().core(0));
    }

    @Test
    void shouldNameAThreadOfAnotherImage() {
        assertNamed(
                "receiver50 is on a core of another image",
                scene -> scene.receivers.head.core = new TestImage().image().core(0));
    }

    private static ThreadObject queueTail(Scene scene) {
        return scene.core.scheduler.ready().tail(10);
    }
}
