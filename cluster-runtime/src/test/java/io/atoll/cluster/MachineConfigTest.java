package io.atoll.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atoll.cluster.MachineConfig.ClusterConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.simulated.SimulatedMachine;
import io.atoll.cluster.simulated.Simulation;
import io.atoll.cluster.topology.Distance;
import io.atoll.kernel.api.SlotRegion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

@Timeout(60)
class MachineConfigTest {
    private static List<ClusterConfig> oneImage(int cores) {
        return List.of(
                new ClusterConfig(
                        IntStream.range(0, cores)
                                .mapToObj(core -> new CoreConfig(core, CoreConfig.UNPINNED))
                                .toList()));
    }

    private static String refusal(Runnable making) {
        return assertThrows(IllegalArgumentException.class, making::run).getMessage();
    }

    @Test
    void shouldHaveAtMost4096Cores() {
        MachineConfig.of(oneImage(4096));

        assertEquals(
                "a machine can have at most 4096 cores, not 4097",
                refusal(() -> MachineConfig.of(oneImage(4097))));
    }

    @Test
    void shouldSayHowLargeARootCNodeMustBe() {
        MachineConfig config = MachineConfig.of(oneImage(1024)).withMemoryBytes(1 << 20);

        assertEquals(
                "cluster 0: a root CNode of 2^8 slots is too small: with 1024 cores and 7 untypeds,"
                        + " 1050 slots are filled when the initial task starts; 2^11 would do",
                refusal(() -> config.withRootCNodeSizeBits(8)));
        config.withRootCNodeSizeBits(11);
    }

    @Test
    void shouldCountTheUntypedOfEverySharedRegion() {
        MachineConfig fits =
                MachineConfig.of(oneImage(100)).withMemoryBytes(1 << 20).withRootCNodeSizeBits(7);
        List<SharedRegion> three =
                IntStream.range(0, 3)
                        .mapToObj(i -> new SharedRegion("region " + i, 4096, Set.of(0)))
                        .toList();

        fits.withRegions(three.subList(0, 2));
        assertEquals(
                "cluster 0: a root CNode of 2^7 slots is too small: with 100 cores and 10 untypeds,"
                        + " 129 slots are filled when the initial task starts; 2^8 would do",
                refusal(() -> fits.withRegions(three)));
    }

    @Test
    void shouldBootWithARootCNodeThatIsJustLargeEnough() throws InterruptedException {
        SlotRegion[] empty = new SlotRegion[1];
        try (SimulatedMachine machine =
                new SimulatedMachine(
                        MachineConfig.of(oneImage(102))
                                .withMemoryBytes(1 << 20)
                                .withRootCNodeSizeBits(7),
                        Simulation.of(1, (_, _) -> Distance.SAME_NUMA_NODE))) {
            machine.boot(
                    (_, bootInfo) -> {
                        empty[0] = bootInfo.empty();
                        return _ -> {};
                    });
            machine.awaitIdle(Duration.ofSeconds(30));
        }
        assertEquals(new SlotRegion(128, 128), empty[0]);
    }
}
