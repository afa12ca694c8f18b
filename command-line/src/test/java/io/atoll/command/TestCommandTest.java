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
    void shouldRunOnSeveralCores() {
        assertEquals(ExitCode.PASS, Atoll.execute("test", "--cores", "3", "MULTICORE0002"));
        assertEquals(
                ExitCode.PASS,
                Atoll.execute(
                        "test", "--cores", "2", "--locking", "big-lock", "--spread", "IPC1002"));
        assertEquals(ExitCode.PASS, Atoll.execute("test", "--real", "MULTICORE0005"));
    }

    @Test
    void shouldSayWhatRunsInVirtualTimeOnly() {
        assertEquals(ExitCode.UNKNOWN, Atoll.execute("test", "--real", "SCHED0011"));
    }

    @Test
    void shouldRefuseCoresAndDisciplinesThatThereAreNot() {
        assertEquals(ExitCode.USAGE, Atoll.execute("test", "--cores", "0"));
        assertEquals(ExitCode.USAGE, Atoll.execute("test", "--cores", "65"));
        assertEquals(ExitCode.USAGE, Atoll.execute("test", "--cores", "two"));
        assertEquals(ExitCode.USAGE, Atoll.execute("test", "--locking", "none"));
        assertEquals(ExitCode.USAGE, Atoll.execute("test", "--recordings", "--real"));
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
