package io.atoll.benchmarks.modelled.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.benchmarks.modelled.replication.MapOperations.Structure;
import io.atoll.benchmarks.modelled.tables.Table;
import io.atoll.benchmarks.modelled.tables.TableText;
import io.atoll.benchmarks.modelled.workloads.CrossCoreSignal;
import io.atoll.benchmarks.modelled.workloads.CrossCoreSignal.Background;
import io.atoll.cluster.simulated.cost.CostModel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

@Timeout(120)
class ReproductionsTest {
    private static final Setting FEW = new Setting(1, 0.1);

    private static Findings run(String name) {
        return Reproductions.named(name).orElseThrow().run(FEW);
    }

    /** The mail's own numbers, out of the lines that a Call touches. */
    @Test
    void shouldMakeTheMailsFigures() {
        CostModel mail = CostModel.preset("mail");

        assertEquals(300, Mail.cycles(FEW, mail, 0), 0.01);
        assertEquals(420, Mail.cycles(FEW, mail, 1), 0.01);
        assertEquals(3300, Mail.cycles(FEW, CostModel.preset("mail-low"), 2), 0.01);
        assertEquals(10300, Mail.cycles(FEW, CostModel.preset("mail-high"), 2), 0.01);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mail",
                "ppc-interference",
                "shared-service",
                "lock-trace",
                "smp-throughput",
                "mitigations"
            })
    void shouldHoldWhatIsExpected(String name) {
        Findings findings = run(name);

        assertTrue(findings.holds(), () -> TableText.of(findings.tables()));
    }

    /** Where the model misses, it says so: here, and nowhere else in this study. */
    @Test
    void shouldTellThatANotificationInsideOneImageIsNotReproduced() {
        Findings findings = run("notification");

        Table expectations = findings.tables().getLast();
        List<String> missed =
                expectations.rows().stream()
                        .filter(row -> row.cells().contains("MISSES"))
                        .map(Table.Row::name)
                        .toList();
        assertFalse(missed.isEmpty(), () -> TableText.of(findings.tables()));
        assertTrue(
                missed.stream().allMatch(label -> label.startsWith("one image, ")),
                missed::toString);
        assertTrue(expectations.notes().stream().anyMatch(note -> note.contains("misses")));
    }

    /** What the study's idle cores are supposed to count; the others never sleep. */
    @Test
    void shouldCountLessWhereSleepDoesNotCount() {
        double all = doorbells(Background.NOTHING, true);
        double awake = doorbells(Background.NOTHING, false);

        // A signal, a wait and an interrupt that wakes: 485 + 842 + 862; and the way out of core 0.
        assertEquals(485 + 842 + 862 + 30, awake, 5);
        assertTrue(all > awake + 500, all + " with sleep, " + awake + " without");
        assertEquals(doorbells(Background.WORK, true), doorbells(Background.WORK, false), 0);
    }

    private static double doorbells(Background background, boolean countsSleep) {
        return FEW.meanCycles(
                Study.multikernel(),
                new CrossCoreSignal(0, background, true, countsSleep),
                Study.COSTS);
    }

    /** A few points of the curves that {@code node-replication} draws. */
    @Test
    void shouldDipWhereTheThirdReplicaJoins() {
        double[] some =
                MapThroughput.all(
                        new Setting(1, 0.05),
                        List.of(
                                new MapThroughput(Structure.NODE_REPLICATION, 1, 0),
                                new MapThroughput(Structure.NODE_REPLICATION, 72, 0),
                                new MapThroughput(Structure.NODE_REPLICATION, 48, 10),
                                new MapThroughput(Structure.NODE_REPLICATION, 52, 10),
                                new MapThroughput(Structure.STRIPES, 48, 10),
                                new MapThroughput(Structure.LOCK, 48, 10)));

        assertTrue(some[1] > 65 * some[0], "reads scale");
        assertTrue(some[3] < 0.95 * some[2], "a dip");
        assertTrue(some[2] > 3 * some[4], "replicas before stripes");
        assertTrue(some[4] > 2 * some[5], "stripes before one lock");
    }
}
