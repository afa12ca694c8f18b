package io.atoll.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Exit codes of {@code atoll test PATTERN}. */
class TestCommandTest {
    @Test
    void shouldPassWhenAllThatMatchPass() {
        assertEquals(ExitCode.PASS, Atoll.execute("test", "SYNC00*"));
        assertEquals(ExitCode.PASS, Atoll.execute("test", "--no-fastpath", "IPC0002"));
    }

    @Test
    void shouldRefuseAPatternThatMatchesNothing() {
        assertEquals(ExitCode.USAGE, Atoll.execute("test", "NOSUCH*"));
    }

    @Test
    void shouldSayNothingWhereNothingApplies() {
        assertEquals(ExitCode.UNKNOWN, Atoll.execute("test", "EPT*"));
    }
}
