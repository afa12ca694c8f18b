package io.atoll.command.testing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class ExpectedTest {
    @Test
    void shouldTakeWildcardsForWhatDiffersFromRunToRun() {
        List<String> expected = List.of("PASS hello (<s> s wall)", "...", "end");

        assertTrue(Expected.matches(expected, List.of("PASS  hello  (0.3 s wall)", "end")));
        assertTrue(Expected.matches(expected, List.of("PASS hello (1.0 s wall)", "a", "b", "end")));
    }

    @Test
    void shouldNotTakeAnythingElse() {
        List<String> expected = List.of("PASS hello (<s> s wall)");

        assertFalse(Expected.matches(expected, List.of()));
        assertFalse(Expected.matches(expected, List.of("FAIL hello (0.3 s wall)")));
        assertFalse(Expected.matches(expected, List.of("PASS hello (0.3 s wall)", "more")));
        assertFalse(Expected.matches(expected, List.of("PASS hello ( s wall)")));
        assertFalse(Expected.matches(expected, List.of("PASS hello (0.3 1 s wall)")));
    }
}
