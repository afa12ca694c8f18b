package io.atoll.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.Handler;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.system.EndBuilder;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.testing.RunningSystem;
import io.atoll.kernel.api.MessageInfo;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

@Timeout(60)
class CoordinatorTest {

    /** Says one thing. */
    static final class Greeter implements Handler {
        @Override
        public void init(PdContext context) {
            context.dbgPuts("hello from " + context.name() + "\n");
        }

        @Override
        public void notified(Channel channel) {}
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldRunDomainsInAllClusters(int clusters) throws Exception {
        SystemBuilder system = SystemBuilder.named("greeters");
        for (int i = 0; i < clusters; i++) {
            int cpu = i;
            system.protectionDomain("greeter" + i, pd -> pd.cpu(cpu).program(Greeter.class));
        }

        try (RunningSystem running = RunningSystem.boot(clusters, system)) {
            List<String> printed = running.untilIdle();

            assertEquals(clusters, printed.size(), printed::toString);
            for (int i = 0; i < clusters; i++) {
                assertTrue(
                        printed.contains("greeter%d: hello from greeter%d".formatted(i, i)),
                        printed::toString);
            }
        }
    }

    /** Calls on channel 0 and prints the answer. */
    static final class Caller implements DirectProgram {
        @Override
        public void run(PdContext context) {
            for (int i = 1; i <= 3; i++) {
                context.mr(0, i);
                long info = context.channel(0).ppcall(MessageInfo.of(7, 1));
                context.dbgPuts(
                        "%d: label %d, %d words, %d"
                                .formatted(
                                        i,
                                        MessageInfo.label(info),
                                        MessageInfo.length(info),
                                        context.mr(0)));
            }
        }
    }

    /** Answers with the square. */
    static final class Squarer implements Handler {
        private PdContext context;

        @Override
        public void init(PdContext pd) {
            context = pd;
        }

        @Override
        public void notified(Channel channel) {}

        @Override
        public long protectedCall(Channel channel, long info) {
            context.mr(0, context.mr(0) * context.mr(0));
            return MessageInfo.of(MessageInfo.label(info) + channel.id(), 1);
        }
    }

    private static SystemBuilder squares(int callerCpu, int serverCpu, boolean passive) {
        return SystemBuilder.named("squares")
                .protectionDomain(
                        "caller", pd -> pd.cpu(callerCpu).priority(100).program(Caller.class))
                .protectionDomain(
                        "server",
                        pd -> {
                            pd.cpu(serverCpu).priority(200).program(Squarer.class);
                            if (passive) {
                                pd.passive();
                            }
                        })
                .channel(EndBuilder.end("caller").id(0).pp(), EndBuilder.end("server").id(3));
    }

    @Nested
    class ProtectedCalls {
        private static final List<String> ANSWERS =
                List.of(
                        "caller: 1: label 10, 1 words, 1",
                        "caller: 2: label 10, 1 words, 4",
                        "caller: 3: label 10, 1 words, 9");

        @Test
        void shouldBeAnsweredInTheSameCluster() throws Exception {
            try (RunningSystem running = RunningSystem.boot(1, squares(0, 0, false))) {
                assertEquals(ANSWERS, running.untilIdle());
            }
        }

        @Test
        void shouldBeAnsweredByAPassiveServer() throws Exception {
            try (RunningSystem running = RunningSystem.boot(1, squares(0, 0, true))) {
                assertEquals(ANSWERS, running.untilIdle());
            }
        }

        @Test
        void shouldBeCarriedToAnotherClusterByTheCoordinators() throws Exception {
            try (RunningSystem running = RunningSystem.boot(2, squares(0, 1, false))) {
                assertEquals(ANSWERS, running.untilIdle());
            }
        }
    }

    /** Sends the first signal, and answers each until ten have gone round. */
    static final class Ponger implements Handler {
        private PdContext context;
        private int seen;

        @Override
        public void init(PdContext pd) {
            context = pd;
            if (pd.name().equals("first")) {
                pd.channel(1).signal();
            }
        }

        @Override
        public void notified(Channel channel) {
            if (++seen == 10) {
                context.dbgPuts("ten on channel " + channel.id());
            }
            if (seen < 10 || context.name().equals("second")) {
                channel.signal();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldCarryNotificationsWhereverTheEndsAre(int clusters) throws Exception {
        SystemBuilder system =
                SystemBuilder.named("pongers")
                        .protectionDomain("first", pd -> pd.cpu(0).program(Ponger.class))
                        .protectionDomain(
                                "second", pd -> pd.cpu(clusters - 1).program(Ponger.class))
                        .channel(EndBuilder.end("first").id(1), EndBuilder.end("second").id(2));

        try (RunningSystem running = RunningSystem.boot(clusters, system)) {
            List<String> printed = running.untilIdle();

            assertEquals(2, printed.size(), printed::toString);
            assertTrue(printed.contains("first: ten on channel 1"), printed::toString);
            assertTrue(printed.contains("second: ten on channel 2"), printed::toString);
        }
    }

    /** Registers the same name as all others. */
    static final class Rival implements DirectProgram {
        @Override
        public void run(PdContext context) {
            CoordinatorClient coordinator = CoordinatorClient.of(context);
            context.dbgPuts("throne: " + coordinator.register("throne"));
            context.dbgPuts("own: " + coordinator.register("of " + context.name()));
            context.dbgPuts("mine is in " + coordinator.lookUp("of " + context.name()));
        }
    }

    @Test
    void shouldGiveANameToOneOnly() throws Exception {
        SystemBuilder system =
                SystemBuilder.named("rivals")
                        .protectionDomain("here", pd -> pd.cpu(0).program(Rival.class))
                        .protectionDomain("there", pd -> pd.cpu(1).program(Rival.class));

        try (RunningSystem running = RunningSystem.boot(2, system)) {
            List<String> printed = running.untilIdle();

            assertEquals(
                    1,
                    printed.stream().filter(line -> line.endsWith("throne: true")).count(),
                    printed::toString);
            assertEquals(
                    1,
                    printed.stream().filter(line -> line.endsWith("throne: false")).count(),
                    printed::toString);
            assertTrue(printed.contains("here: mine is in 0"), printed::toString);
            assertTrue(printed.contains("there: mine is in 1"), printed::toString);
        }
    }
}
