package io.atoll.kernel.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.kernel.KernelConfig;

import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * Clients and passive servers, drawn at random, see the same with the fastpaths and without, answer
 * by answer and in the same order.
 *
 * <p>{@code -Datoll.seed} is the seed of the first program, {@code -Datoll.programs} how many.
 */
class ServiceProgramTest {
    private static final long FIRST_SEED = Long.getLong("atoll.seed", 1);
    private static final int PROGRAMS = Integer.getInteger("atoll.programs", 120);

    @Test
    void shouldAnswerAlikeOnBothPaths() {
        int answers = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + PROGRAMS; seed++) {
            answers += compare(seed);
        }
        int seen = answers;
        // One alone may be a short one.
        assertTrue(
                PROGRAMS < 10 || seen > 400 * PROGRAMS,
                () -> "the programs saw only " + seen + " answers");
    }

    private static int compare(long seed) {
        List<String> fast = run(seed, true);
        List<String> slow = run(seed, false);
        int length = Math.min(fast.size(), slow.size());
        for (int i = 0; i < length; i++) {
            int answer = i;
            assertEquals(
                    slow.get(i),
                    fast.get(i),
                    () ->
                            "the fastpaths answer otherwise at answer %d; %s%n%s"
                                    .formatted(
                                            answer,
                                            replay(seed),
                                            String.join(
                                                    "\n",
                                                    slow.subList(
                                                            Math.max(0, answer - 20), answer))));
        }
        assertEquals(slow.size(), fast.size(), () -> "one path ends early; " + replay(seed));
        return length;
    }

    private static List<String> run(long seed, boolean fastpath) {
        try {
            return new ServiceSystem(new KernelConfig("services", 9, fastpath), seed).run();
        } catch (Throwable broken) {
            throw new AssertionError(
                    "a random program broke the kernel %s the fastpaths; %s"
                            .formatted(fastpath ? "with" : "without", replay(seed)),
                    broken);
        }
    }

    private static String replay(long seed) {
        return "replay: mvn test -pl kernel-core -Dtest=ServiceProgramTest -Datoll.seed=%d -Datoll.programs=1"
                .formatted(seed);
    }
}
