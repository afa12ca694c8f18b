package io.atoll.kernel.check;

import static io.atoll.kernel.check.Scene.assertNamed;
import static io.atoll.kernel.check.Scene.set;

import org.junit.jupiter.api.Test;

/** A broken release queue, and ready threads of another domain, are named. */
class ReleaseQueueMutationsTest {
    @Test
    void shouldNameAThreadThatIsMarkedButDoesNotWait() {
        assertNamed(
                "receiver50 is marked as waiting for its next refill, but is not",
                scene -> scene.receivers.head.inReleaseQueue = true);
    }

    @Test
    void shouldNameAThreadThatWaitsAndIsReady() {
        assertNamed(
                "ready-higher waits for a refill and is ready, both",
                scene -> set(scene.core.scheduler.released(), "head", scene.readyHigher));
    }

    @Test
    void shouldNameAReadyThreadOfAnotherDomain() {
        assertNamed(
                "ready-higher of domain 1 is in a ready queue of domain 0",
                scene -> scene.readyHigher.domain = 1);
    }
}
