package io.atoll.conformance.sel4test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.kernel.api.Sel4Error;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a run of the suite says, and that a test that fails is seen to fail. */
class SuiteRunTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final SuiteRun run = new SuiteRun(new PrintStream(printed), Setup.ONE_CORE);

    private String run(Sel4Test... tests) {
        run.run(List.of(tests));
        return printed.toString();
    }

    private static Sel4Test test(TestBody body) {
        return new Sel4Test("SAMPLE0001", "samples", "a sample", body, null);
    }

    @Test
    void shouldSpeakAsUpstreamDoes() {
        String text =
                run(
                        test(_ -> {}),
                        new Sel4Test("SAMPLE0002", "samples", "another", null, "too hard"));
        assertEquals(
                """
                Starting test suite sel4test
                Starting test 0: SAMPLE0001
                Test suite passed. 1 test passed. 1 test disabled (not applicable: too hard).
                All is well in the universe
                """,
                text);
        assertTrue(run.isPassed());
    }

    @Test
    void shouldFailWhenTheRunnersAssertionFails() {
        String text = run(test(env -> Check.refused(env.self.resume())));
        assertTrue(text.contains("Failure: does not hold: the invocation is refused"), text);
        assertTrue(text.contains("replay: atoll test SAMPLE0001"), text);
        assertFalse(run.isPassed());
    }

    @Test
    void shouldFailWhenAHelpersAssertionFails() {
        String text =
                run(test(env -> env.helper("helper").start(_ -> fail("a helper's claim")).await()));
        assertTrue(text.contains("Failure: does not hold: a helper's claim"), text);
    }

    private static long fail(String claim) {
        Check.that(false, claim);
        return 0;
    }

    @Test
    void shouldFailWhenAHelperFaults() {
        String text = run(test(env -> env.helper("helper").start(sel4 -> sel4.recv(0, 0)).await()));
        assertTrue(text.contains("Failure: a thread faulted: CapFault"), text);
    }

    @Test
    void shouldFailWhenNobodyCanGoOn() {
        String text = run(test(env -> env.endpoint().await()));
        assertTrue(text.contains("Failure: the runner never came to its end (STUCK)"), text);
    }

    @Test
    void shouldFailWhenItTakesTooLong() {
        String text = run(test(env -> new Counter().run(env.sel4)));
        assertTrue(text.contains("Failure: the runner never came to its end (OUT_OF_TIME)"), text);
    }

    @Test
    void shouldFailWhenAnInvocationIsAnsweredOtherwise() {
        String text = run(test(env -> Check.answer(Sel4Error.RANGE_ERROR, env.self.resume())));
        assertTrue(text.contains("Failure: the answer is NO_ERROR, expected RANGE_ERROR"), text);
        assertTrue(text.contains("SuiteRunTest.java:"), text);
    }

    @Test
    void shouldMatchNamesAsAShellDoes() {
        assertEquals(List.of("IPC0001"), names("IPC0001"));
        assertEquals(List.of("BIND0001", "BIND0002", "BIND0003", "BIND0004"), names("bind*"));
        assertEquals(List.of("SYNC001", "SYNC002", "SYNC003", "SYNC004"), names("SYNC00?"));
        assertTrue(SuiteRun.matching("NOSUCH*").isEmpty());
        assertEquals(Sel4TestSuite.bySubject().size(), SuiteRun.matching("*").size());
    }

    private static List<String> names(String pattern) {
        return SuiteRun.matching(pattern).stream().map(Sel4Test::name).toList();
    }

    @Test
    void shouldHaveNoTwoApplicableTestsOfOneName() {
        Set<String> names = new HashSet<>();
        for (Sel4Test test : Sel4TestSuite.byName()) {
            assertTrue(
                    !test.isApplicable() || names.add(test.name() + test.description()),
                    () -> test + " is there twice");
        }
    }
}
