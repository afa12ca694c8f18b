package io.atoll.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.testing.RunningSystem;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Coordinators that do not speak the same version: each says so, nothing starts, nobody waits. */
@Timeout(60)
class HandshakeTest {
    private static final long OTHER = LinkMessage.VERSION + 1;

    private static SystemBuilder greeters(int clusters) {
        SystemBuilder system = SystemBuilder.named("versions");
        for (int i = 0; i < clusters; i++) {
            int cpu = i;
            system.protectionDomain(
                    "greeter-" + i, pd -> pd.cpu(cpu).program(CoordinatorTest.Greeter.class));
        }
        return system;
    }

    private static List<String> run(int clusters, int odd) throws Exception {
        try (RunningSystem running =
                RunningSystem.boot(
                        clusters,
                        greeters(clusters),
                        plan ->
                                (cluster, bootInfo) ->
                                        new Coordinator(
                                                plan,
                                                bootInfo,
                                                cluster == odd ? OTHER : LinkMessage.VERSION))) {
            return running.untilIdle();
        }
    }

    private static String refusal(int cluster, int peer, long version, long own, int clusters) {
        return ("coordinator-%d threw java.lang.IllegalStateException: the coordinator of cluster"
                    + " %d is refused: it speaks version %d among %d clusters, this one version %d"
                    + " among %d")
                .formatted(cluster, peer, version, clusters, own, clusters);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldRefuseAnotherVersionOnBothSides(int odd) throws Exception {
        List<String> printed = run(2, odd);

        int even = 1 - odd;
        assertTrue(
                printed.contains(refusal(even, odd, OTHER, LinkMessage.VERSION, 2)),
                printed::toString);
        assertTrue(
                printed.contains(refusal(odd, even, LinkMessage.VERSION, OTHER, 2)),
                printed::toString);
        assertTrue(printed.stream().noneMatch(line -> line.contains("hello")), printed::toString);
    }

    /** Whichever it hears first: the other version itself, or that somebody else has failed. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldStopEverybodyAndStartNothing(int odd) throws Exception {
        List<String> printed = run(3, odd);

        for (int cluster = 0; cluster < 3; cluster++) {
            String refuses = "coordinator-%d threw ".formatted(cluster);
            assertTrue(
                    printed.stream().anyMatch(line -> line.startsWith(refuses)), printed::toString);
        }
        assertTrue(printed.stream().noneMatch(line -> line.contains("hello")), printed::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldStartWhereAllSpeakTheSame(int clusters) throws Exception {
        List<String> printed = run(clusters, -1);

        assertEquals(clusters, printed.size(), printed::toString);
        assertTrue(printed.stream().allMatch(line -> line.contains("hello")), printed::toString);
    }
}
