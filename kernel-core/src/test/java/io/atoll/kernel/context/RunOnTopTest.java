package io.atoll.kernel.context;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.Servers;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Java stacks that lie on one another: which stack lies where must never be seen. Every test makes
 * more of them than may lie on one another, or takes away one that lies below.
 */
class RunOnTopTest {
    private static final int MANY = 40;
    private static final long ONE_WORD = MessageInfo.of(0, 1);

    private static void run(Consumer<World> initialTask) {
        new TestImage(KernelConfig.named("test")).run(initialTask);
    }

    private static Endpoint server(World world, int priority, Servers.Handler handler) {
        Endpoint endpoint = world.endpoint();
        Reply reply = world.reply();
        world.startPassive(
                "server", priority, Servers.STACKFUL.of(endpoint.cptr(), reply.cptr(), handler));
        return endpoint;
    }

    private static Servers.Handler addOneOn(Endpoint next) {
        return (sel4, _, _) -> {
            if (next != null) {
                sel4.call(next.cptr(), ONE_WORD);
            }
            sel4.ipc().mr(0, sel4.ipc().mr(0) + 1);
            return ONE_WORD;
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, MANY})
    void shouldComeBackThroughAChainOfCalls(int servers) {
        run(
                world -> {
                    Endpoint first = null;
                    for (int i = 0; i < servers; i++) {
                        first = server(world, 200, addOneOn(first));
                    }
                    for (int round = 0; round < 3; round++) {
                        first.call(ONE_WORD, round, 0, 0, 0);
                        assertEquals(round + servers, world.sel4.ipc().mr(0));
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 9, MANY})
    void shouldTakeTurnsInTheOrderOfTheQueue(int threads) {
        run(
                world -> {
                    int rounds = 5;
                    List<Integer> turns = new ArrayList<>();
                    List<Integer> expected = new ArrayList<>();
                    for (int i = 0; i < threads; i++) {
                        int number = i;
                        world.start(
                                "thread " + i,
                                100,
                                sel4 -> {
                                    for (int round = 0; round < rounds; round++) {
                                        turns.add(number);
                                        sel4.yieldNow();
                                    }
                                });
                    }
                    turns.clear();
                    world.letOthersRun();
                    for (int i = 0; i < turns.size(); i++) {
                        expected.add(turns.get(i % threads));
                    }
                    assertEquals(threads, new HashSet<>(turns).size());
                    assertEquals(threads * rounds, turns.size());
                    assertEquals(expected, turns);
                });
    }

    @ParameterizedTest
    @EnumSource(Servers.class)
    void shouldServeOthersWhileTheThreadBelowIsSuspended(Servers kind) {
        run(
                world -> {
                    Notification goOn = world.notification();
                    List<String> events = new ArrayList<>();
                    Endpoint endpoint = world.endpoint();
                    Reply reply = world.reply();
                    Program waiting =
                            kind.of(
                                    endpoint.cptr(),
                                    reply.cptr(),
                                    (sel4, badge, _) -> {
                                        events.add("asked by " + badge);
                                        sel4.await(goOn.cptr());
                                        events.add("answers " + badge);
                                        return 0;
                                    });
                    world.start("server", 200, waiting);
                    Endpoint asFirst = world.badged(endpoint, 1);
                    Endpoint asSecond = world.badged(endpoint, 2);
                    // The server runs on top of its caller, and leaves it there when it waits.
                    Tcb first =
                            world.start(
                                    "first",
                                    150,
                                    sel4 -> {
                                        sel4.call(asFirst.cptr(), 0);
                                        events.add("first goes on");
                                    });
                    world.letOthersRun();
                    first.suspend().orThrow();
                    world.start(
                            "second",
                            150,
                            sel4 -> {
                                sel4.call(asSecond.cptr(), 0);
                                events.add("second goes on");
                            });
                    goOn.signal();
                    world.letOthersRun();
                    goOn.signal();
                    world.letOthersRun();
                    assertEquals(
                            List.of(
                                    "asked by 1",
                                    "answers 1",
                                    "asked by 2",
                                    "answers 2",
                                    "second goes on"),
                            events);
                });
    }
}
