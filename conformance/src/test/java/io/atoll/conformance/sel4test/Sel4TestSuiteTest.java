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
        return Stream.of(suite("with fastpaths", true), suite("without fastpaths", false));
    }

    private static DynamicContainer suite(String name, boolean fastpath) {
        return DynamicContainer.dynamicContainer(
                name,
                Sel4TestSuite.byName().stream()
                        .filter(Sel4Test::isApplicable)
                        .map(
                                test ->
                                        DynamicTest.dynamicTest(
                                                test.name(), () -> check(test, fastpath))));
    }

    private static void check(Sel4Test test, boolean fastpath) {
        Sel4TestSuite.Outcome outcome = Sel4TestSuite.run(test, fastpath);
        if (!outcome.isPassed()) {
            fail(test.name() + ": " + outcome.failure().getMessage(), outcome.failure());
        }
    }
}
