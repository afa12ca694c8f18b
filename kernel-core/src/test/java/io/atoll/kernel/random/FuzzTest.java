package io.atoll.kernel.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Runs random system calls of several threads, with interrupts, deletions and time passing, checks
 * all invariants behind every one, and that nothing is left once everything is revoked.
 *
 * <p>The short form is part of the build; the long one is
 *
 * <pre>
 *   mvn test -pl kernel-core -Dtest=FuzzTest -Dfuzz.operations=10000000
 * </pre>
 *
 * {@code fuzz.operations} system calls at least; {@code fuzz.seed} the first program's seed, drawn
 * for the long form if it is not given, for a build is not to fail by chance; {@code fuzz.program}
 * operations of one program; {@code fuzz.keep} the places of those that are made, for one program.
 */
class FuzzTest {
    private static final long SHORT_FORM = 60_000;
    private static final long SYSTEM_CALLS = Long.getLong("fuzz.operations", SHORT_FORM);
    private static final int OPERATIONS_OF_A_PROGRAM = Integer.getInteger("fuzz.program", 1_000);
    private static final String KEEP = System.getProperty("fuzz.keep");
    private static final long REPORT_EVERY = 1_000_000;

    @Test
    void shouldBreakNothingAndLeaveNothing() {
        boolean isShortForm = SYSTEM_CALLS <= SHORT_FORM;
        long first = Long.getLong("fuzz.seed", isShortForm ? 1 : new Random().nextInt());
        long seed = first;
        Fuzzer fuzzer = new Fuzzer(OPERATIONS_OF_A_PROGRAM);
        if (KEEP != null) {
            fuzzer.run(seed, Arrays.stream(KEEP.split(",")).mapToInt(Integer::parseInt).toArray());
            return;
        }
        System.out.println("FuzzTest: first seed " + seed);
        long reported = 0;
        while (fuzzer.systemCalls() < SYSTEM_CALLS) {
            fuzzer.run(seed++);
            if (fuzzer.systemCalls() - reported >= REPORT_EVERY) {
                reported = fuzzer.systemCalls();
                System.out.println("FuzzTest: " + reported + " system calls, next seed " + seed);
            }
        }
        System.out.printf(
                "FuzzTest: %d system calls in %d programs, nothing broken, nothing left;"
                        + " %d programs ended early%n",
                fuzzer.systemCalls(), seed - first, fuzzer.endedEarly());
        assertTrue(fuzzer.endedEarly() <= (seed - first) / 2, "too few programs came to their end");
    }

    @Nested
    class Sabotage {
        /**
         * A kernel that breaks in operations of one kind: the program comes down to one of them.
         */
        @Test
        void shouldBeFoundAndCutDown() {
            Fuzzer fuzzer =
                    new Fuzzer(
                            300,
                            number -> {
                                if (number % 64 == 0) {
                                    throw new IllegalStateException("sabotaged");
                                }
                            });
            AssertionError found =
                    assertThrows(
                            AssertionError.class,
                            () -> {
                                for (long seed = 1; seed < 20; seed++) {
                                    fuzzer.run(seed);
                                }
                            });
            assertTrue(
                    found.getMessage().startsWith("1 operations break the kernel"),
                    found::getMessage);
            assertTrue(found.getMessage().contains("-Dfuzz.keep="), found::getMessage);
        }
    }

    @Nested
    class Shrinking {
        @Test
        void shouldFindTheTwoThatMatter() {
            int[] left = new Shrinker(FuzzTest::hasBoth, 1_000).shrink(Shrinker.all(200));
            assertArrayEquals(new int[] {17, 143}, left);
        }

        @Test
        void shouldKeepFailingWhenTheAttemptsRunOut() {
            int[] left = new Shrinker(FuzzTest::hasBoth, 5).shrink(Shrinker.all(200));
            assertTrue(hasBoth(left), () -> Arrays.toString(left));
        }
    }

    private static boolean hasBoth(int[] places) {
        return IntStream.of(places).anyMatch(place -> place == 17)
                && IntStream.of(places).anyMatch(place -> place == 143);
    }
}
