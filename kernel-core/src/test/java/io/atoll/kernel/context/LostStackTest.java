package io.atoll.kernel.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.testing.TestImage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

/** A thread that waits with more on its Java stack than can ever be taken up again. */
class LostStackTest {
    /** A frame takes some 50 bytes at least: more than half a mebibyte. */
    private static final int TOO_DEEP = 12_000;

    /** The JVM does not even set so many frames aside. */
    private static final int TOO_DEEP_TO_LEAVE = 100_000;

    private static final long HOST_STACK_BYTES = 64 << 20;

    private final TestImage image = new TestImage().checkingSwitchesOnly();
    private final List<String> log = new ArrayList<>();

    /** On a host thread whose own stack holds all of it. */
    private static void onDeepHost(Runnable test) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        Thread host = new Thread(null, test, "deep host", HOST_STACK_BYTES);
        host.setUncaughtExceptionHandler((_, thrown) -> failures.add(thrown));
        host.start();
        host.join();
        for (Throwable failure : failures) {
            throw new AssertionError(failure);
        }
    }

    /** Not a tail call: the frame is still needed. */
    private int descend(Sel4 sel4, Endpoint endpoint, int frames) {
        if (frames == 0) {
            sel4.send(endpoint.cptr(), 0);
            log.add("goes on");
            return 0;
        }
        return 1 + descend(sel4, endpoint, frames - 1);
    }

    @Test
    void shouldFailAloneAndWithoutItsFrames() throws InterruptedException {
        onDeepHost(
                () ->
                        image.run(
                                world -> {
                                    Endpoint endpoint = world.endpoint();
                                    world.start(
                                            "deep",
                                            50,
                                            sel4 -> {
                                                try {
                                                    descend(sel4, endpoint, TOO_DEEP);
                                                } finally {
                                                    log.add("unwound");
                                                }
                                            });
                                    world.start("other", 50, _ -> log.add("other"));
                                    world.letOthersRun();
                                    assertEquals(List.of("other"), log);
                                    // Its message is taken, so it can go on: but with what?
                                    endpoint.nbRecv(world.reply());
                                    world.letOthersRun();
                                    assertEquals(List.of("other"), log);
                                    List<Throwable> thrown = image.takeThrown();
                                    assertEquals(1, thrown.size());
                                    assertEquals(
                                            "a thread waited with a stack too deep to go on with",
                                            assertInstanceOf(
                                                            StackOverflowError.class,
                                                            thrown.getFirst())
                                                    .getMessage());
                                    assertEquals(1, image.unhandledFaults().size());
                                    world.start("another", 50, _ -> log.add("another"));
                                    world.letOthersRun();
                                    assertEquals(List.of("other", "another"), log);
                                }));
    }

    @Test
    void shouldBeStoppedInTheMiddleOfItsCallIfItsStackCannotBeLeft() throws InterruptedException {
        onDeepHost(
                () ->
                        image.run(
                                world -> {
                                    Endpoint endpoint = world.endpoint();
                                    world.start(
                                            "deep",
                                            50,
                                            sel4 -> descend(sel4, endpoint, TOO_DEEP_TO_LEAVE));
                                    world.start("other", 50, _ -> log.add("other"));
                                    world.letOthersRun();
                                    List<Throwable> thrown = image.takeThrown();
                                    assertEquals(1, thrown.size());
                                    assertInstanceOf(StackOverflowError.class, thrown.getFirst());
                                    // It does not wait with its message any more.
                                    world.sel4.ipc().senderBadge(-1);
                                    endpoint.nbRecv(world.reply());
                                    assertEquals(0, world.sel4.ipc().senderBadge());
                                    world.letOthersRun();
                                    assertEquals(List.of("other"), log);
                                    // Its fault came when it could run again; nobody handles it.
                                    assertEquals(1, image.unhandledFaults().size());
                                    assertTrue(
                                            image.unhandledFaults().getFirst().startsWith("deep"));
                                }));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 200})
    void shouldGoOnIfItIsNotSoDeep(int frames) throws InterruptedException {
        onDeepHost(
                () ->
                        image.run(
                                world -> {
                                    Endpoint endpoint = world.endpoint();
                                    world.start(
                                            "shallow",
                                            50,
                                            sel4 ->
                                                    log.add(
                                                            "back from "
                                                                    + descend(
                                                                            sel4, endpoint,
                                                                            frames)));
                                    world.letOthersRun();
                                    endpoint.nbRecv(world.reply());
                                    world.letOthersRun();
                                    assertEquals(List.of("goes on", "back from " + frames), log);
                                }));
    }
}
