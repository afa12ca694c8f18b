package io.atoll.cluster.simulated.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostModelTest {
    private static final CostModel MAIL = CostModel.preset("mail");

    @Test
    void shouldHaveTheNumbersOfTheMail() {
        assertEquals(300, MAIL.of(Cost.CALL));
        assertEquals(12, MAIL.of(Cost.LINE_SAME_L2));
        assertEquals(300, CostModel.preset("mail-low").of(Cost.LINE_SAME_NUMA_NODE));
        assertEquals(1000, CostModel.preset("mail-high").of(Cost.LINE_SAME_NUMA_NODE));
    }

    @Test
    void shouldReadWhatItWrites() {
        assertEquals(MAIL.toText(), CostModel.parse("again", MAIL.toText()).toText());
    }

    @Test
    void shouldBeComplete() {
        IllegalArgumentException wrong =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> CostModel.parse("my.costs", "clock-mhz = 1000 # and nothing else"));

        assertEquals(
                "my.costs: there is no 'null-call'; a cost model says all it takes, or begins with"
                        + " 'include = mail'",
                wrong.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    call = many      | 'many' is no number; costs are whole cycles
                    call = 0         | 'call' cannot be 0; it can be from 1 to 1000000
                    calls = 300      | 'calls' is no cost; a line is such as 'call = 300'
                    clock-mhz = 2000 | 'clock-mhz' is said twice
                    """)
    void shouldSayWhatIsWrongAndWhere(String line, String sentence) {
        String text = "clock-mhz = 1000\n\n" + line + "\n";

        IllegalArgumentException wrong =
                assertThrows(
                        IllegalArgumentException.class, () -> CostModel.parse("my.costs", text));

        assertEquals("my.costs:3: " + sentence, wrong.getMessage());
    }

    @Test
    void shouldNameTheModelsThereAre() {
        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> CostModel.preset("fast"));

        assertTrue(wrong.getMessage().contains("mail"), wrong.getMessage());
    }
}
