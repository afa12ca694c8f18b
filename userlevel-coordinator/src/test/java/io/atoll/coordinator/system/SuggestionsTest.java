package io.atoll.coordinator.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;

/** What a person probably meant. */
class SuggestionsTest {
    private static final List<String> KNOWN = List.of("priority", "period", "passive", "cpu", "id");

    @ParameterizedTest
    @CsvSource({
        "priorty,priority", // missing letter
        "prioritty,priority", // additional letter
        "prioriti,priority", // wrong letter
        "pasisve,passive", // swapped letters
        "Period,period", // upper case
        "prio,priority", // beginning only
        "cpus,cpu",
        "ip,id"
    })
    void shouldFindTheClosestName(String wrong, String meant) {
        assertEquals(Optional.of(meant), Suggestions.closest(wrong, KNOWN));
    }

    @ParameterizedTest
    @CsvSource({"bandwidth", "zzz", "p", "xy"})
    void shouldNotGuessWildly(String wrong) {
        assertEquals(Optional.empty(), Suggestions.closest(wrong, KNOWN));
    }

    @Test
    void shouldSuggestNothingWhereNothingIsKnown() {
        assertEquals(Optional.empty(), Suggestions.closest("a", List.of()));
    }
}
