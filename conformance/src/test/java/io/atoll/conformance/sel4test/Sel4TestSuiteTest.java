package io.atoll.conformance.sel4test;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/**
 * Every applicable test of the suite, under its upstream name: with the kernel's IPC fastpaths and
 * without, for that must make no difference.
 */
class Sel4TestSuiteTest {
    @TestFactory
    Stream<DynamicContainer> sel4test() {
        return Stream.of(
                suite("with fastpaths", Setup.ONE_CORE),
                suite("without fastpaths", Setup.ONE_CORE.withFastpath(false)));
    }

    private static DynamicContainer suite(String name, Setup setup) {
        return DynamicContainer.dynamicContainer(
                name,
                Sel4TestSuite.byName().stream()
                        .filter(test -> test.whyNotOn(setup) == null)
                        .map(
                                test ->
                                        DynamicTest.dynamicTest(
                                                test.name(), () -> check(test, setup))));
    }

    private static void check(Sel4Test test, Setup setup) {
        Sel4TestSuite.Outcome outcome = Sel4TestSuite.run(test, setup);
        if (!outcome.isPassed()) {
            fail(test.name() + ": " + outcome.failure().getMessage(), outcome.failure());
        }
    }
}
