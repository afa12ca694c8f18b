package io.atoll.cluster.pinned;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.cluster.IdleStrategy;
import io.atoll.cluster.MachineConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

class AffordableTest {
    private static final IdleStrategy SPIN = IdleStrategy.SPIN;
    private static final IdleStrategy BACK_OFF = IdleStrategy.BACK_OFF;

    private static MachineConfig spinning(MachineConfig config) {
        return config.withIdleStrategy(SPIN);
    }

    @Test
    void shouldGiveWhatIsAskedForIfEachCoreHasACpu() {
        assertEquals(
                new Affordable(true, SPIN, List.of()),
                Affordable.of(spinning(MachineConfig.onCpus(0, 1)), 2));
    }

    @Test
    void shouldCountTheCoresOfAllClusters() {
        String warning =
                "3 cores are emulated on 2 CPUs: they are not pinned and take turns, so times mean"
                        + " little";
        Affordable none = new Affordable(false, BACK_OFF, List.of(warning));
        assertEquals(none, Affordable.of(spinning(MachineConfig.onCpus(0, 1, 2)), 2));
        assertEquals(none, Affordable.of(spinning(MachineConfig.oneClusterOnCpus(0, 1, 2)), 2));
    }

    @Test
    void shouldLetCoresTakeTurnsOnACpuThatWasGivenTwice() {
        assertEquals(
                new Affordable(
                        true,
                        BACK_OFF,
                        List.of(
                                "3 cores are pinned to 2 CPUs and take turns, so times mean"
                                        + " little")),
                Affordable.of(spinning(MachineConfig.oneClusterOnCpus(0, 1, 1)), 8));
    }

    @Test
    void shouldSayThatUnpinnedCoresMayBeMoved() {
        assertEquals(
                new Affordable(
                        true,
                        SPIN,
                        List.of(
                                "cores are not pinned: the host may move them while they are"
                                        + " measured")),
                Affordable.of(spinning(MachineConfig.oneClusterOnCpus(0, -1)), 2));
    }

    @ParameterizedTest
    @EnumSource(names = {"BACK_OFF", "PARK"})
    void shouldKeepAStrategyThatGivesUpTheCpu(IdleStrategy strategy) {
        MachineConfig config = MachineConfig.onCpus(0, 0).withIdleStrategy(strategy);
        assertEquals(strategy, Affordable.of(config, 1).idleStrategy());
    }
}
