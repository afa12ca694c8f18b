package io.atoll.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class VerdictTest {
    private static final Proof PROOF =
            new Proof("p.Order", "p.Order.Right", List.of("p.Order.Twin"));
    private static final Observation CLEAN = new Observation(1_000, 0, null);
    private static final Observation SHOWN = new Observation(1_000, 3, null);
    private static final Observation FAILED = new Observation(0, 0, "TIMEOUT_ERROR");

    private static boolean holds(Observation right, Observation twin) {
        return Verdict.of(PROOF, Map.of("p.Order.Right", right, "p.Order.Twin", twin)).holds();
    }

    @Test
    void shouldHoldIfOnlyTheTwinShowsTheForbiddenOutcome() {
        assertTrue(holds(CLEAN, SHOWN));
    }

    @Test
    void shouldNotHoldIfTheRealCodeShowsIt() {
        assertFalse(holds(SHOWN, SHOWN));
    }

    @Test
    void shouldNotHoldIfTheTwinDoesNotShowIt() {
        Verdict verdict = Verdict.of(PROOF, Map.of("p.Order.Right", CLEAN, "p.Order.Twin", CLEAN));

        assertEquals(
                List.of(
                        "twin Twin did not show its bug in 1,000 samples, so the test proves"
                                + " nothing"),
                verdict.objections());
    }

    @Test
    void shouldNotHoldIfOneOfThemDidNotRun() {
        assertFalse(holds(FAILED, SHOWN));
        assertFalse(holds(CLEAN, FAILED));
        assertFalse(holds(Observation.NONE, SHOWN));
        assertFalse(Verdict.of(PROOF, Map.of()).holds());
    }

    @Test
    void shouldNotHoldWithoutATwinOrWithoutTheRealCode() {
        Proof twinless = new Proof("p.Order", "p.Order.Right", List.of());
        Proof rightless = new Proof("p.Order", null, List.of("p.Order.Twin"));

        assertFalse(Verdict.of(twinless, Map.of("p.Order.Right", CLEAN)).holds());
        assertFalse(Verdict.of(rightless, Map.of("p.Order.Twin", SHOWN)).holds());
    }

    @Test
    void shouldCountAFailureInAnyOfSeveralRuns() {
        assertFalse(holds(CLEAN.and(FAILED), SHOWN));
        assertEquals(new Observation(2_000, 3, null), CLEAN.and(SHOWN));
    }
}
