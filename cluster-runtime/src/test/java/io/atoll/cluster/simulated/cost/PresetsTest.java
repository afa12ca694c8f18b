package io.atoll.cluster.simulated.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.topology.SyntheticTopology;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

class PresetsTest {
    static List<String> machines() {
        return Presets.machines();
    }

    static List<String> parts() {
        return Presets.all().stream().filter(name -> !machines().contains(name)).toList();
    }

    @ParameterizedTest
    @MethodSource("machines")
    void shouldBeWholeAndPlausible(String name) {
        CostModel model = CostModel.preset(name);

        assertTrue(model.of(Cost.NULL_CALL) <= model.of(Cost.CALL), "a call does more");
        assertTrue(model.of(Cost.CALL) < model.of(Cost.CALL_SLOW), "the fastpath is faster");
        assertTrue(model.of(Cost.LINE_SAME_CORE) < model.of(Cost.LINE_SAME_L2));
        assertTrue(model.of(Cost.LINE_SAME_L2) <= model.of(Cost.LINE_SAME_NUMA_NODE));
        assertTrue(model.of(Cost.LINE_SAME_NUMA_NODE) <= model.of(Cost.LINE_SAME_PACKAGE));
        assertTrue(model.of(Cost.LINE_SAME_PACKAGE) <= model.of(Cost.LINE_OTHER_PACKAGE));
    }

    /** A file that only refers to another one is as good as that. */
    @ParameterizedTest
    @MethodSource({"machines", "parts"})
    void shouldSayWhereItsNumbersAreFrom(String name) {
        String text = Presets.text(name);

        assertTrue(
                text.matches(
                                "(?s).*(github\\.com/|lists\\.sel4\\.systems|Garloff|technical"
                                        + " note).*")
                        || text.contains("include = mail")
                        || name.equals("none"),
                text);
        assertFalse(Presets.title(name).isBlank());
        assertTrue(text.lines().allMatch(line -> line.length() <= 150), "a long line");
    }

    @ParameterizedTest
    @MethodSource("machines")
    void shouldNameATopologyThatThereIs(String name) {
        String topology = CostModel.preset(name).topology();

        assertEquals(name.startsWith("mail"), topology.isEmpty());
        if (!topology.isEmpty()) {
            assertTrue(SyntheticTopology.parse(topology).coreCount() > 1, topology);
        }
    }

    @ParameterizedTest
    @MethodSource("parts")
    void shouldGoWithEveryMachine(String part) {
        for (String machine : machines()) {
            assertEquals(machine + "+" + part, CostModel.preset(machine + "+" + part).name());
        }
    }

    @Test
    void shouldCountTheLayerSaidLast() {
        assertEquals(440, CostModel.preset("mail+kpti").of(Cost.MITIGATIONS));
        assertEquals(0, CostModel.preset("mail+kpti+none").of(Cost.MITIGATIONS));
        assertEquals(428, CostModel.preset("knl-7210+paths-tx1").of(Cost.CALL));
    }

    @Test
    void shouldLetUsersSayWhatIsDifferent() {
        CostModel own = CostModel.parse("own", "include = mail\ncall = 400 # slower\n");

        assertEquals(400, own.of(Cost.CALL));
        assertEquals(300, own.of(Cost.REPLY_RECEIVE));
    }
}
