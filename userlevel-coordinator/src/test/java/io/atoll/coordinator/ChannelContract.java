package io.atoll.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.coordinator.ChannelPrograms.ByteAdderClient;
import io.atoll.coordinator.ChannelPrograms.ByteAdderServer;
import io.atoll.coordinator.ChannelPrograms.ByteClient;
import io.atoll.coordinator.ChannelPrograms.ByteCrasher;
import io.atoll.coordinator.ChannelPrograms.ByteFlooder;
import io.atoll.coordinator.ChannelPrograms.ByteListener;
import io.atoll.coordinator.ChannelPrograms.BytePatientClient;
import io.atoll.coordinator.ChannelPrograms.ByteServer;
import io.atoll.coordinator.ChannelPrograms.ByteSlowServer;
import io.atoll.coordinator.ChannelPrograms.ByteStreamer;
import io.atoll.coordinator.ChannelPrograms.ByteSurvivor;
import io.atoll.coordinator.ChannelPrograms.LineAdderClient;
import io.atoll.coordinator.ChannelPrograms.LineAdderServer;
import io.atoll.coordinator.ChannelPrograms.LineClient;
import io.atoll.coordinator.ChannelPrograms.LineCrasher;
import io.atoll.coordinator.ChannelPrograms.LineFlooder;
import io.atoll.coordinator.ChannelPrograms.LineListener;
import io.atoll.coordinator.ChannelPrograms.LinePatientClient;
import io.atoll.coordinator.ChannelPrograms.LineServer;
import io.atoll.coordinator.ChannelPrograms.LineSlowServer;
import io.atoll.coordinator.ChannelPrograms.LineStreamer;
import io.atoll.coordinator.ChannelPrograms.LineSurvivor;
import io.atoll.coordinator.channel.ChannelKind;
import io.atoll.coordinator.system.EndBuilder;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.testing.RunningSystem;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** What channels of every kind do, between real programs; one subclass per kind. */
@Timeout(60)
abstract class ChannelContract {
    private final ChannelKind kind;

    ChannelContract(ChannelKind kind) {
        this.kind = kind;
    }

    /** The one of two programs that talks over this kind. */
    private Class<?> program(Class<?> ofLines, Class<?> ofBytes) {
        return switch (kind) {
            case LINES -> ofLines;
            case BYTES -> ofBytes;
        };
    }

    @Nested
    class Binding {
        private static final long SUM =
                ChannelPrograms.MESSAGES * (ChannelPrograms.MESSAGES + 1L) / 2;

        private void shouldAddUp(int clusters, int serverCpu, int clientCpu) throws Exception {
            Class<?> server = program(LineAdderServer.class, ByteAdderServer.class);
            Class<?> client = program(LineAdderClient.class, ByteAdderClient.class);
            SystemBuilder system =
                    SystemBuilder.named("adders")
                            .protectionDomain("server", pd -> pd.cpu(serverCpu).program(server))
                            .protectionDomain("client", pd -> pd.cpu(clientCpu).program(client));
            try (RunningSystem running = RunningSystem.boot(clusters, system)) {
                List<String> printed = running.untilIdle();

                assertEquals(
                        List.of("client: sum " + SUM, "server: closed at sum " + SUM),
                        printed.stream().sorted().toList());
            }
        }

        @Test
        void shouldFollowTheNameInsideACluster() throws Exception {
            shouldAddUp(1, 0, 0);
        }

        @Test
        void shouldFollowTheNameBetweenClusters() throws Exception {
            shouldAddUp(2, 0, 1);
        }

        @Test
        void shouldFollowTheNameFromTheOtherSideToo() throws Exception {
            shouldAddUp(2, 1, 0);
        }

        @Test
        void shouldFollowTheNameThroughAThirdClusterThatOwnsIt() throws Exception {
            // Of three clusters, each name has its home in one: both ends may be elsewhere.
            shouldAddUp(3, 1, 2);
            shouldAddUp(3, 0, 2);
            shouldAddUp(3, 0, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldWakeAHandlerThatSleepsUntilAMessageComes(int clusters) throws Exception {
        Class<?> streamer = program(LineStreamer.class, ByteStreamer.class);
        Class<?> listener = program(LineListener.class, ByteListener.class);
        SystemBuilder system =
                SystemBuilder.named("listening")
                        .protectionDomain("streamer", pd -> pd.program(streamer))
                        .protectionDomain("listener", pd -> pd.cpu(clusters - 1).program(listener));
        try (RunningSystem running = RunningSystem.boot(clusters, system)) {
            assertEquals(
                    List.of("listener: closed after " + ChannelPrograms.MESSAGES),
                    running.untilIdle());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldTellTheOtherSideThatADomainHasCrashed(int clusters) throws Exception {
        Class<?> crasher = program(LineCrasher.class, ByteCrasher.class);
        Class<?> survivor = program(LineSurvivor.class, ByteSurvivor.class);
        SystemBuilder system =
                SystemBuilder.named("crash")
                        .protectionDomain("crasher", pd -> pd.cpu(0).program(crasher))
                        .protectionDomain("survivor", pd -> pd.cpu(clusters - 1).program(survivor))
                        .protectionDomain(
                                "greeter", pd -> pd.cpu(0).program(CoordinatorTest.Greeter.class));

        try (RunningSystem running = RunningSystem.boot(clusters, system)) {
            List<String> printed = running.untilIdle();

            assertTrue(
                    printed.contains("coordinator-0: MON|ERROR: faulting PD: crasher"),
                    printed::toString);
            assertTrue(
                    printed.stream().anyMatch(line -> line.contains("divide error (number 0")),
                    printed::toString);
            assertTrue(printed.contains("survivor: received OK"), printed::toString);
            assertTrue(printed.contains("survivor: then CLOSED"), printed::toString);
            assertTrue(printed.contains("greeter: hello from greeter"), printed::toString);
        }
    }

    /**
     * A whole kernel image stops: who waits for somebody there is told, and everybody else goes on.
     */
    @Nested
    class ClusterThatStops {
        private SystemBuilder system(Class<?> client, int clientCluster, int serverCluster) {
            Class<?> server = program(LineServer.class, ByteServer.class);
            return SystemBuilder.named("failure")
                    .protectionDomain("client", pd -> pd.cpu(clientCluster).program(client))
                    .protectionDomain(
                            "server", pd -> pd.cpu(serverCluster).priority(100).program(server))
                    .protectionDomain(
                            RunningSystem.SABOTEUR,
                            pd ->
                                    pd.cpu(serverCluster)
                                            .priority(50)
                                            .program(ChannelPrograms.Saboteur.class))
                    .protectionDomain(
                            "greeter",
                            pd -> pd.cpu(clientCluster).program(CoordinatorTest.Greeter.class))
                    .channel(
                            EndBuilder.end("server").id(0),
                            EndBuilder.end(RunningSystem.SABOTEUR).id(0));
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2})
        void shouldBeToldToWhoReceivesFromThere(int serverCluster) throws Exception {
            int clientCluster = (serverCluster + 1) % 3;
            Class<?> client = program(LineClient.class, ByteClient.class);
            SystemBuilder system = system(client, clientCluster, serverCluster);
            try (RunningSystem running = RunningSystem.boot(3, system)) {
                List<String> printed = running.untilIdle();

                assertTrue(printed.contains("client: OK 42"), printed::toString);
                assertTrue(printed.contains("client: then CLOSED"), printed::toString);
                assertTrue(printed.contains("greeter: hello from greeter"), printed::toString);
                int home = new Name("server").home(3);
                String last =
                        home == serverCluster
                                ? "client: client: no channel for 'server': the cluster that would"
                                        + " answer has stopped"
                                : "client: server is in " + clientCluster;
                assertTrue(printed.contains(last), printed::toString);
                for (int cluster = 0; cluster < 3; cluster++) {
                    String told =
                            "coordinator-%d: MON|ERROR: cluster %d has stopped; names and channels there are gone"
                                    .formatted(cluster, serverCluster);
                    assertEquals(
                            cluster != serverCluster, printed.contains(told), printed::toString);
                }
            }
        }

        @Test
        void shouldBeToldToWhoWaitsForRoomThere() throws Exception {
            Class<?> flooder = program(LineFlooder.class, ByteFlooder.class);
            try (RunningSystem running = RunningSystem.boot(2, system(flooder, 0, 1))) {
                List<String> printed = running.untilIdle();

                assertTrue(
                        printed.stream()
                                .anyMatch(
                                        line ->
                                                line.startsWith("client: ")
                                                        && line.endsWith("CLOSED")),
                        printed::toString);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldTellAPeerThatIsSlowFromOneThatIsGone(int clusters) throws Exception {
        Class<?> client = program(LinePatientClient.class, BytePatientClient.class);
        Class<?> server = program(LineSlowServer.class, ByteSlowServer.class);
        SystemBuilder system =
                SystemBuilder.named("slow")
                        .protectionDomain("client", pd -> pd.program(client))
                        .protectionDomain("server", pd -> pd.cpu(clusters - 1).program(server))
                        .channel(EndBuilder.end("client").id(0), EndBuilder.end("server").id(0));
        try (RunningSystem running = RunningSystem.boot(clusters, system)) {
            List<String> printed = running.untilIdle();

            assertEquals(
                    List.of(
                            "client: BACK_PRESSURE after " + NumberChannel.numbersThatFit(kind),
                            "client: CLOSED, CLOSED"),
                    printed,
                    printed::toString);
        }
    }
}
