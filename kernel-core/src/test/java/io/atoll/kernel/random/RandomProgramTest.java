package io.atoll.kernel.random;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.kernel.KernelConfig;

import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * Runs random programs, each with the fastpaths and without, and compares answer by answer.
 *
 * <p>{@code -Datoll.seed} is the seed of the first program, {@code -Datoll.operations} how many
 * system calls all programs make together; the seeds of the others follow.
 */
class RandomProgramTest {
    private static final int OPERATIONS_OF_A_PROGRAM = 2_000;
    private static final long FIRST_SEED = Long.getLong("atoll.seed", 1);
    private static final long OPERATIONS = Long.getLong("atoll.operations", 14_000);

    @Test
    void shouldKeepAllInvariantsAndAnswerAlikeOnBothPaths() {
        long programs = Math.max(1, OPERATIONS / OPERATIONS_OF_A_PROGRAM);
        for (long seed = FIRST_SEED; seed < FIRST_SEED + programs; seed++) {
            // The invariants are checked after every call of one of the two runs: checks cost more
            // than calls, and the answers of both runs are compared.
            List<String> fast = run(seed, true, seed % 2 == 0);
            List<String> slow = run(seed, false, seed % 2 == 1);
            assertSame(seed, fast, slow);
        }
    }

    @Test
    void shouldReachEveryKindOfAnswer() {
        String answers =
                String.join("\n", run(FIRST_SEED, true, false)) + run(FIRST_SEED + 1, true, false);
        for (String answer :
                List.of(
                        "NO_ERROR",
                        "INVALID_ARGUMENT",
                        "INVALID_CAPABILITY",
                        "ILLEGAL_OPERATION",
                        "RANGE_ERROR",
                        "ALIGNMENT_ERROR",
                        "FAILED_LOOKUP",
                        "TRUNCATED_MESSAGE",
                        "DELETE_FIRST",
                        "REVOKE_FIRST",
                        "NOT_ENOUGH_MEMORY")) {
            assertTrue(answers.contains(answer), () -> "no program was ever told " + answer);
        }
    }

    private static List<String> run(long seed, boolean fastpath, boolean checksEveryCall) {
        KernelConfig config = new KernelConfig("random", RandomSystem.ROOT_BITS, fastpath);
        RandomSystem system = new RandomSystem(config, seed, OPERATIONS_OF_A_PROGRAM);
        if (!checksEveryCall) {
            system.checkingSwitchesOnly();
        }
        try {
            system.run();
        } catch (Throwable broken) {
            throw new AssertionError(
                    "a random program broke the kernel %s the fastpaths; %s%n%s"
                            .formatted(
                                    fastpath ? "with" : "without",
                                    replay(seed),
                                    system.log().end(30)),
                    broken);
        }
        return system.log().lines();
    }

    private static void assertSame(long seed, List<String> fast, List<String> slow) {
        int length = Math.min(fast.size(), slow.size());
        for (int i = 0; i < length; i++) {
            if (!fast.get(i).equals(slow.get(i))) {
                throw new AssertionError(
                        "the paths differ at answer %d; %s%n%s%nfast: %s%nslow: %s"
                                .formatted(
                                        i,
                                        replay(seed),
                                        String.join("\n", fast.subList(Math.max(0, i - 30), i)),
                                        fast.get(i),
                                        slow.get(i)));
            }
        }
        assertTrue(
                fast.size() == slow.size(),
                () -> "one path gave more answers than the other; " + replay(seed));
    }

    private static String replay(long seed) {
        return "replay: mvn test -pl kernel-core -Dtest=RandomProgramTest -Datoll.seed=%d -Datoll.operations=%d"
                .formatted(seed, OPERATIONS_OF_A_PROGRAM);
    }
}
