package io.atoll.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;

/** Examples that fail in virtual time, as they are to, and those with the mistake mended. */
@Timeout(180)
class ExpectedFailuresTest {
    private static CommandRun sim(String example, String... options) {
        List<String> all = new ArrayList<>(List.of("sim", "-q", "--no-store", example));
        all.addAll(List.of(options));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static void assertSays(CommandRun run, String form) {
        assertTrue(
                run.err().stream().anyMatch(line -> line.matches(form)),
                () -> form + " in\n" + String.join("\n", run.err()));
    }

    @Test
    void shouldMissAWakeUpInSomeSeeds() {
        CommandRun run = sim("lost-wakeup", "--seeds", "200", "--seed", "1");

        assertEquals(3, run.code(), run.out()::toString);
        assertTrue(
                run.out()
                        .getLast()
                        .contains("missed wake-up: link producer>consumer: 1 of 64 full"),
                run.out()::getLast);
        assertSays(
                run,
                "link producer>consumer: 1 of 64 full, receiver armed, no doorbell pending"
                        + "  <- missed wake-up");
        assertSays(
                run,
                "cluster 1  consumer +blocked on ntfn \\S+ \\(its cap 0x1\\)  could be woken by:"
                        + " coordinator-1 .*producer of cluster 0 \\(cap 0x\\S+\\)");
        assertTrue(run.err().getLast().startsWith("replay: "), run.err()::getLast);
    }

    @Test
    void shouldMissNoneWithOneMoreLook() {
        CommandRun run = sim("lost-wakeup-mended", "--seeds", "200", "--seed", "1");

        assertEquals(0, run.code(), () -> run.out() + "\n" + run.err());
    }

    @Test
    void shouldRefuseAStaleRead() {
        CommandRun run = sim("stale-read", "--seeds", "20", "--seed", "1");

        assertEquals(1, run.code(), run.out()::toString);
        assertTrue(
                run.out().getLast().startsWith("FAIL safety  stale-read: seed 0x"),
                run.out()::getLast);
        assertSays(
                run,
                "history: \\d+ operations on register 'x': not linearizable: no order allows"
                        + " read\\(\\) = \\d of 'reader'");
        assertSays(run, "  before  leader +write\\(\\d+\\) .* us to .* us");
        assertSays(
                run,
                "  stuck +reader +read\\(\\) = \\d +\\S+ us to \\S+ us  <- meanwhile it was \\d.*");
    }

    @Test
    void shouldFindOutThatTwoHaveTheLock() {
        CommandRun run = sim("spin-lock-naive", "--seeds", "50", "--seed", "1");

        assertEquals(1, run.code(), run.out()::toString);
        assertSays(run, "  stuck +(left|right) +lock\\(\\) .*  <- meanwhile it was (left|right).*");
    }

    @Test
    void shouldFindNothingWrongWithPetersonsLock() {
        CommandRun run = sim("spin-lock", "--seeds", "100", "--seed", "1");

        assertEquals(0, run.code(), () -> run.out() + "\n" + run.err());
    }

    @Test
    void shouldAcceptTheRegisterWhoseLeaderWaits() {
        CommandRun run = sim("replicated-register", "--seeds", "100", "--seed", "1");

        assertEquals(0, run.code(), () -> run.out() + "\n" + run.err());
    }
}
