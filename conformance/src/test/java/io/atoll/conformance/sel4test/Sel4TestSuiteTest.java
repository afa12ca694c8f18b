package io.atoll.conformance.sel4test;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/** Every applicable test of the suite, under its upstream name. */
class Sel4TestSuiteTest {
    @TestFactory
    Stream<DynamicTest> sel4test() {
        return Sel4TestSuite.byName().stream()
                .filter(Sel4Test::isApplicable)
                .map(test -> DynamicTest.dynamicTest(test.name(), () -> check(test)));
    }

    private static void check(Sel4Test test) {
        Sel4TestSuite.Outcome outcome = Sel4TestSuite.run(test);
        if (!outcome.isPassed()) {
            fail(test.name() + ": " + outcome.failure().getMessage(), outcome.failure());
        }
    }
}
