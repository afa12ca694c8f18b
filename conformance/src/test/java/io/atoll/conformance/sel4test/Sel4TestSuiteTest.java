package io.atoll.conformance.sel4test;

import static org.junit.jupiter.api.Assertions.fail;

import io.atoll.kernel.LockingDiscipline;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Every applicable test of the suite, under its upstream name: with the kernel's IPC fastpaths and
 * without, on one core and on two, under both locking disciplines, in virtual time and on host
 * threads. Nothing of that must make a difference.
 *
 * <p>On two cores the build runs a selection: what is about cores, and what has threads on both of
 * them. {@code -Datoll.conformance=all} runs everything everywhere.
 */
class Sel4TestSuiteTest {
    private static final boolean EVERYTHING =
            System.getProperty("atoll.conformance", "").equals("all");

    /** Groups in which threads or processes are on several cores if there are several. */
    private static final Set<String> GROUPS_OF_SEVERAL_CORES =
            Set.of("IPC basics", "Serial server");

    private static final Setup TWO_CORES =
            Setup.ONE_CORE.withCores(2).withProcesses(Setup.Processes.SPREAD);

    private static final Setup TWO_THREADS = TWO_CORES.withClock(Setup.Clock.REAL);

    @TestFactory
    Stream<DynamicContainer> onOneCore() {
        return Stream.of(
                suite("with fastpaths", Setup.ONE_CORE, _ -> true),
                suite("without fastpaths", Setup.ONE_CORE.withFastpath(false), _ -> true));
    }

    @TestFactory
    Stream<DynamicContainer> onTwoCores() {
        return Stream.of(LockingDiscipline.values())
                .filter(each -> !each.isModelled())
                .map(
                        locking ->
                                suite(
                                        locking.name(),
                                        TWO_CORES.withLocking(locking),
                                        Sel4TestSuiteTest::isSelected));
    }

    @TestFactory
    Stream<DynamicContainer> onTwoHostThreads() {
        return Stream.of(LockingDiscipline.values())
                .filter(each -> !each.isModelled())
                .map(
                        locking ->
                                suite(
                                        locking.name(),
                                        TWO_THREADS.withLocking(locking),
                                        Sel4TestSuiteTest::isSelected));
    }

    private static boolean isSelected(Sel4Test test) {
        return EVERYTHING
                || test.needs().cores() > 1
                || GROUPS_OF_SEVERAL_CORES.contains(test.group());
    }

    private static DynamicContainer suite(String name, Setup setup, Predicate<Sel4Test> selected) {
        return DynamicContainer.dynamicContainer(
                name,
                Sel4TestSuite.byName().stream()
                        .filter(test -> test.whyNotOn(setup) == null)
                        .filter(selected)
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
