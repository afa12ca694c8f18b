package io.atoll.command.layering;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import io.atoll.coordinator.layering.CoordinatorThatBreaksRules;
import io.atoll.kernel.layering.KernelClassThatBreaksRules;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.IntStream;

class LayeringTest {
    /** All classes that are delivered. */
    private static final JavaClasses DELIVERED =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.atoll");

    static IntStream lowerLayers() {
        return IntStream.range(0, Layering.lowerLayers());
    }

    @ParameterizedTest
    @MethodSource("lowerLayers")
    void shouldKnowOnlyLayersBelow(int layer) {
        Layering.knowsOnlyThoseBelow(layer).check(DELIVERED);
    }

    @Test
    void shouldKeepThreadsFilesAndLoggersOutOfTheKernel() {
        Layering.KERNEL_HAS_NO_THREADS_FILES_OR_LOGGERS.check(DELIVERED);
    }

    @Test
    void shouldKeepClocksOutOfTheKernel() {
        Layering.KERNEL_HAS_NO_CLOCK.check(DELIVERED);
    }

    @Test
    void shouldKeepThreadsOutOfCoordinators() {
        Layering.COORDINATORS_HAVE_NO_THREADS.check(DELIVERED);
    }

    @Test
    void shouldLetCoordinatorsUseTheKernelOnlyAsProgramsDo() {
        Layering.COORDINATORS_USE_THE_KERNEL_AS_PROGRAMS_DO.check(DELIVERED);
    }

    @Test
    void shouldLetNobodyKnowWhichMachineItIs() {
        Layering.NOBODY_BELOW_KNOWS_WHICH_MACHINE_IT_IS.check(DELIVERED);
    }

    /** A rule that nothing can break proves nothing: each is broken here by a class made for it. */
    @Nested
    class Violations {
        private static boolean holds(ArchRule rule, Class<?>... classes) {
            return !rule.evaluate(new ClassFileImporter().importClasses(classes)).hasViolation();
        }

        @Test
        void shouldBeFoundInTheKernel() {
            Class<?> broken = KernelClassThatBreaksRules.class;

            assertFalse(holds(Layering.knowsOnlyThoseBelow(0), broken));
            assertFalse(holds(Layering.KERNEL_HAS_NO_THREADS_FILES_OR_LOGGERS, broken));
            assertFalse(holds(Layering.KERNEL_HAS_NO_CLOCK, broken));
        }

        @Test
        void shouldBeFoundInCoordinators() {
            Class<?> broken = CoordinatorThatBreaksRules.class;

            assertFalse(holds(Layering.knowsOnlyThoseBelow(2), broken));
            assertFalse(holds(Layering.COORDINATORS_HAVE_NO_THREADS, broken));
            assertFalse(holds(Layering.NOBODY_BELOW_KNOWS_WHICH_MACHINE_IT_IS, broken));
            assertFalse(holds(Layering.COORDINATORS_USE_THE_KERNEL_AS_PROGRAMS_DO, broken));
        }

        @Test
        void shouldBeLookedForWhereThereAreClasses() {
            for (int layer : new int[] {0, 1, 2, 4, 5}) {
                String prefix = Layering.layer(layer).replace("..", "");
                assertTrue(
                        DELIVERED.stream()
                                .anyMatch(each -> each.getPackageName().startsWith(prefix)),
                        prefix);
            }
        }
    }
}
