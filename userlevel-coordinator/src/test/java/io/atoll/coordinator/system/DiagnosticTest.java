package io.atoll.coordinator.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The line that a person sees. */
class DiagnosticTest {
    @Test
    void shouldPutThePlaceFirstAndTheRuleLast() {
        assertEquals(
                "broken.system:9:5: error: something on element 'channel'   [E-PPC-PRIO]",
                diagnostic(9, Diagnostic.Severity.ERROR, "channel").toString());
    }

    @Test
    void shouldLeaveOutWhatIsUnknown() {
        assertEquals(
                "broken.system: warning: something   [E-PPC-PRIO]",
                diagnostic(0, Diagnostic.Severity.WARNING, "").toString());
    }

    @Test
    void shouldNotRepeatTheRuleInNotes() {
        assertEquals(
                "broken.system:9:5: note: something",
                diagnostic(9, Diagnostic.Severity.NOTE, "").toString());
    }

    private static Diagnostic diagnostic(int row, Diagnostic.Severity severity, String tag) {
        return new Diagnostic("broken.system", row, 5, severity, "something", tag, Rule.E_PPC_PRIO);
    }
}
