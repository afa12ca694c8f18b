package io.atoll.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.coordinator.channel.LineChannel;
import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.Handler;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.ring.RingResult;
import io.atoll.coordinator.system.EndBuilder;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.testing.RunningSystem;
import io.atoll.kernel.LockingDiscipline;
import io.atoll.kernel.api.MessageInfo;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.TreeSet;

/** Protection domains on the cores of clusters that have several, under both disciplines. */
@Timeout(60)
class SharedClusterTest {
    private static final int ROUNDS = 500;

    private static List<String> run(
            int clusters, int coresPerCluster, LockingDiscipline locking, SystemBuilder system)
            throws Exception {
        try (RunningSystem running =
                RunningSystem.bootShared(clusters, coresPerCluster, locking, system)) {
            return running.untilIdle();
        }
    }

    /** Whatever order lines of several cores came in. */
    private static void assertSame(List<String> expected, List<String> printed) {
        assertEquals(new TreeSet<>(expected), new TreeSet<>(printed));
        assertEquals(expected.size(), printed.size(), printed::toString);
    }

    static final class Incrementer implements Handler {
        private PdContext context;

        @Override
        public void init(PdContext pd) {
            context = pd;
        }

        @Override
        public void notified(Channel channel) {
            throw new IllegalStateException("nobody signals");
        }

        @Override
        public long protectedCall(Channel channel, long info) {
            context.mr(0, context.mr(0) + 1);
            return info;
        }
    }

    static final class Caller implements DirectProgram {
        @Override
        public void run(PdContext context) {
            for (int i = 0; i < ROUNDS; i++) {
                context.mr(0, i);
                context.channel(0).ppcall(MessageInfo.of(0, 1));
                if (context.mr(0) != i + 1) {
                    throw new IllegalStateException("%d after %d".formatted(context.mr(0), i));
                }
            }
            context.dbgPuts("answered");
        }
    }

    private static SystemBuilder calls(boolean passive) {
        SystemBuilder system =
                SystemBuilder.named("calls")
                        .protectionDomain(
                                "server",
                                pd -> {
                                    pd.priority(200).cpu(1).program(Incrementer.class);
                                    if (passive) {
                                        pd.passive();
                                    }
                                });
        for (int i = 0; i < 4; i++) {
            int cpu = i % 2;
            system.protectionDomain("caller-" + i, pd -> pd.cpu(cpu).program(Caller.class))
                    .channel(
                            EndBuilder.end("caller-" + i).id(0).pp(),
                            EndBuilder.end("server").id(i));
        }
        return system;
    }

    private static final List<String> ALL_ANSWERED =
            List.of(
                    "caller-0: answered",
                    "caller-1: answered",
                    "caller-2: answered",
                    "caller-3: answered");

    @ParameterizedTest
    @EnumSource(names = {"LOCK_FREE_FASTPATH", "BIG_LOCK"})
    void shouldCallAServerOfAnotherCore(LockingDiscipline locking) throws Exception {
        assertSame(ALL_ANSWERED, run(1, 2, locking, calls(false)));
    }

    /** It runs on the core of whoever calls, on the caller's time. */
    @ParameterizedTest
    @EnumSource(names = {"LOCK_FREE_FASTPATH", "BIG_LOCK"})
    void shouldLendTimeToAPassiveServerOfAnotherCore(LockingDiscipline locking) throws Exception {
        assertSame(ALL_ANSWERED, run(1, 2, locking, calls(true)));
    }

    /** Signals what it is signalled, so many times; the first begins. */
    static final class Ball implements Handler {
        private PdContext context;
        private int heard;

        @Override
        public void init(PdContext pd) {
            context = pd;
            if (pd.name().equals("first")) {
                pd.channel(0).signal();
            }
        }

        @Override
        public void notified(Channel channel) {
            heard++;
            if (heard == ROUNDS) {
                context.dbgPuts("heard " + heard);
            }
            if (heard < ROUNDS || context.name().equals("second")) {
                channel.signal();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCK_FREE_FASTPATH", "BIG_LOCK"})
    void shouldSignalToAnotherCoreAndBack(LockingDiscipline locking) throws Exception {
        SystemBuilder system =
                SystemBuilder.named("ball")
                        .protectionDomain("first", pd -> pd.cpu(0).program(Ball.class))
                        .protectionDomain("second", pd -> pd.cpu(1).program(Ball.class))
                        .channel(EndBuilder.end("first").id(0), EndBuilder.end("second").id(0));

        assertSame(List.of("first: heard 500", "second: heard 500"), run(1, 2, locking, system));
    }

    static final class Sink implements DirectProgram {
        @Override
        public void run(PdContext context) {
            CoordinatorClient coordinator = CoordinatorClient.of(context);
            coordinator.register(context.name());
            for (int i = 0; i < 2; i++) {
                LineChannel source = coordinator.accept(context.name());
                long sum = 0;
                while (source.receive() == RingResult.OK) {
                    sum += source.word(0);
                    source.release();
                }
                context.dbgPuts("sum " + sum);
            }
        }
    }

    static final class Source implements DirectProgram {
        @Override
        public void run(PdContext context) {
            LineChannel sink = CoordinatorClient.of(context).connect("sink");
            for (int i = 1; i <= ROUNDS; i++) {
                while (sink.send(i) == RingResult.BACK_PRESSURE) {
                    sink.awaitRoom();
                }
            }
            sink.close();
        }
    }

    /** From another core of the cluster, and from the second core of another cluster. */
    @ParameterizedTest
    @EnumSource(names = {"LOCK_FREE_FASTPATH", "BIG_LOCK"})
    void shouldReceiveOverRingsFromAnyCore(LockingDiscipline locking) throws Exception {
        SystemBuilder system =
                SystemBuilder.named("rings")
                        .protectionDomain("sink", pd -> pd.cpu(3).program(Sink.class))
                        .protectionDomain("near", pd -> pd.cpu(2).program(Source.class))
                        .protectionDomain("far", pd -> pd.cpu(1).program(Source.class));

        assertEquals(List.of("sink: sum 125250", "sink: sum 125250"), run(2, 2, locking, system));
    }

    /** The parent hears of it on its own core, and restarts the child on the child's. */
    @ParameterizedTest
    @EnumSource(names = {"LOCK_FREE_FASTPATH", "BIG_LOCK"})
    void shouldRestartAChildOnAnotherCore(LockingDiscipline locking) throws Exception {
        SystemBuilder system =
                SystemBuilder.named("family")
                        .protectionDomain(
                                "parent",
                                pd ->
                                        pd.priority(10)
                                                .program(MicrokitModelTest.Children.Parent.class)
                                                .child(
                                                        "kid",
                                                        5,
                                                        kid ->
                                                                kid.priority(9)
                                                                        .cpu(1)
                                                                        .program(
                                                                                MicrokitModelTest
                                                                                        .Children
                                                                                        .Crasher
                                                                                        .class)))
                        .protectionDomain(
                                "echo", pd -> pd.program(MicrokitModelTest.Children.Echo.class))
                        .channel(EndBuilder.end("kid").id(1), EndBuilder.end("echo").id(1));

        List<String> printed = run(1, 2, locking, system);

        assertEquals("parent: fault 3 of 5: 0", printed.getLast());
        assertEquals(3, printed.stream().filter(line -> line.startsWith("kid: begins")).count());
    }

    static final class Crasher implements DirectProgram {
        @Override
        public void run(PdContext context) {
            throw new IllegalStateException("crash");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCK_FREE_FASTPATH", "BIG_LOCK"})
    void shouldHarmNobodyByACrashOnAnotherCore(LockingDiscipline locking) throws Exception {
        List<String> printed =
                run(
                        1,
                        2,
                        locking,
                        calls(true)
                                .protectionDomain(
                                        "crasher", pd -> pd.cpu(1).program(Crasher.class)));

        assertTrue(printed.containsAll(ALL_ANSWERED), printed::toString);
        assertTrue(
                printed.contains("crasher threw java.lang.IllegalStateException: crash"),
                printed::toString);
    }
}
