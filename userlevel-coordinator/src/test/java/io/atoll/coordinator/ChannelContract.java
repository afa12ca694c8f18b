package io.atoll.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.coordinator.channel.RingChannel;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.ring.RingResult;
import io.atoll.coordinator.system.EndBuilder;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.testing.RunningSystem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** A whole kernel image stops: who waits for somebody there is told, and everybody else goes on. */
@Timeout(60)
class ClusterFailureTest {

    /** Answers one message, then lets the saboteur go ahead, and waits for more. */
    static final class Server implements DirectProgram {
        @Override
        public void run(PdContext context) {
            CoordinatorClient coordinator = CoordinatorClient.of(context);
            coordinator.register("server");
            RingChannel channel = coordinator.accept("server");
            channel.receive();
            channel.send(channel.word(0) + 1);
            channel.release();
            context.channel(0).signal();
            channel.receive();
        }
    }

    /** Stops its kernel when told. */
    static final class Saboteur implements DirectProgram {
        @Override
        public void run(PdContext context) {
            context.awaitSignal(0);
        }
    }

    /** Waits for a second answer. */
    static final class Client implements DirectProgram {
        @Override
        public void run(PdContext context) {
            CoordinatorClient coordinator = CoordinatorClient.of(context);
            RingChannel channel = coordinator.connect("server");
            channel.send(41);
            context.dbgPuts(RingResult.toString(channel.receive()) + " " + channel.word(0));
            channel.release();
            context.dbgPuts("then " + RingResult.toString(channel.receive()));
            tryAgain(context, coordinator);
        }

        /** The name is free again, unless the cluster that stopped was the one to keep it. */
        private static void tryAgain(PdContext context, CoordinatorClient coordinator) {
            boolean registered = false;
            // The name's home may hear later than this cluster what has happened.
            for (int i = 0; i < 10_000 && !registered; i++) {
                registered = coordinator.register("server");
            }
            if (registered) {
                context.dbgPuts("server is in " + coordinator.lookUp("server"));
            } else {
                try {
                    coordinator.connect("server");
                } catch (IllegalStateException gone) {
                    context.dbgPuts(gone.getMessage());
                }
            }
        }
    }

    /** Fills the ring to a peer that never receives, and waits for room. */
    static final class Flooder implements DirectProgram {
        @Override
        public void run(PdContext context) {
            RingChannel channel = CoordinatorClient.of(context).connect("server");
            channel.send(1);
            int sent = 1;
            int result;
            while ((result = channel.send(sent)) == RingResult.OK) {
                sent++;
            }
            context.dbgPuts(
                    RingResult.toString(result)
                            + ", then "
                            + RingResult.toString(channel.awaitRoom()));
        }
    }

    private static SystemBuilder system(Class<?> client, int clientCluster, int serverCluster) {
        return SystemBuilder.named("failure")
                .protectionDomain("client", pd -> pd.cpu(clientCluster).program(client))
                .protectionDomain(
                        "server", pd -> pd.cpu(serverCluster).priority(100).program(Server.class))
                .protectionDomain(
                        RunningSystem.SABOTEUR,
                        pd -> pd.cpu(serverCluster).priority(50).program(Saboteur.class))
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
        SystemBuilder system = system(Client.class, clientCluster, serverCluster);
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
                assertEquals(cluster != serverCluster, printed.contains(told), printed::toString);
            }
        }
    }

    @Test
    void shouldBeToldToWhoWaitsForRoomThere() throws Exception {
        try (RunningSystem running = RunningSystem.boot(2, system(Flooder.class, 0, 1))) {
            List<String> printed = running.untilIdle();

            assertTrue(
                    printed.stream()
                            .anyMatch(
                                    line -> line.startsWith("client: ") && line.endsWith("CLOSED")),
                    printed::toString);
        }
    }

    /** Takes a channel, lets the other fill it, frees all, then closes its end. */
    static final class SlowServer implements DirectProgram {
        @Override
        public void run(PdContext context) {
            CoordinatorClient coordinator = CoordinatorClient.of(context);
            coordinator.register("server");
            RingChannel channel = coordinator.accept("server");
            context.awaitSignal(0);
            for (int i = 0; i < CoordinatorClient.CAPACITY; i++) {
                channel.receive();
                channel.release();
            }
            channel.close();
        }
    }

    /** Sends until there is no room, tells, waits for room, and sends until the end. */
    static final class PatientClient implements DirectProgram {
        @Override
        public void run(PdContext context) {
            RingChannel channel = CoordinatorClient.of(context).connect("server");
            int sent = 0;
            int result;
            while ((result = channel.send(sent)) == RingResult.OK) {
                sent++;
            }
            context.dbgPuts("%s after %d".formatted(RingResult.toString(result), sent));
            context.channel(0).signal();
            sent = 0;
            while ((result = channel.awaitRoom()) == RingResult.OK
                    && (result = channel.send(sent)) != RingResult.CLOSED) {
                sent++;
            }
            context.dbgPuts(
                    "%s, %s, no more than fit: %b"
                            .formatted(
                                    RingResult.toString(result),
                                    RingResult.toString(channel.receive()),
                                    sent <= CoordinatorClient.CAPACITY));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldNotBeTakenForAPeerThatIsSlow(int clusters) throws Exception {
        SystemBuilder system =
                SystemBuilder.named("slow")
                        .protectionDomain("client", pd -> pd.program(PatientClient.class))
                        .protectionDomain(
                                "server", pd -> pd.cpu(clusters - 1).program(SlowServer.class))
                        .channel(EndBuilder.end("client").id(0), EndBuilder.end("server").id(0));
        try (RunningSystem running = RunningSystem.boot(clusters, system)) {
            List<String> printed = running.untilIdle();

            assertEquals(
                    List.of(
                            "client: BACK_PRESSURE after " + CoordinatorClient.CAPACITY,
                            "client: CLOSED, CLOSED, no more than fit: true"),
                    printed,
                    printed::toString);
        }
    }
}
