package io.atoll.command.layering;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;

import java.util.List;

/** What {@code docs/architecture.md} says about who may know whom, as rules. */
final class Layering {
    /** Bottom to top. */
    private static final List<String> LAYERS =
            List.of(
                    "io.atoll.kernel..",
                    "io.atoll.cluster..",
                    "io.atoll.coordinator..",
                    "io.atoll.conformance..",
                    "io.atoll.benchmarks..",
                    "io.atoll.command..");

    private static final int COORDINATOR = 2;

    private Layering() {}

    /** A layer knows only those below it. */
    static ArchRule knowsOnlyThoseBelow(int layer) {
        String[] above = LAYERS.subList(layer + 1, LAYERS.size()).toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(LAYERS.get(layer))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(above)
                .allowEmptyShould(true)
                .because("a module knows only those below it");
    }

    /** Layers that have one above them. */
    static int lowerLayers() {
        return LAYERS.size() - 1;
    }

    static String layer(int number) {
        return LAYERS.get(number);
    }

    /** Except for the wait on another core that is at work in the kernel: it gives up the CPU. */
    static final ArchRule KERNEL_HAS_NO_THREADS_FILES_OR_LOGGERS =
            noClasses()
                    .that()
                    .resideInAPackage(LAYERS.getFirst())
                    .and()
                    .doNotHaveFullyQualifiedName("io.atoll.kernel.concurrency.SpinWait")
                    .should()
                    .dependOnClassesThat(
                            belongToAnyOf(
                                            Thread.class,
                                            ThreadLocal.class,
                                            Runtime.class,
                                            Process.class)
                                    .or(
                                            resideInAnyPackage(
                                                    "java.util.concurrent..",
                                                    "java.util.logging..",
                                                    "java.io..",
                                                    "java.net..",
                                                    "java.nio.file..",
                                                    "java.nio.channels..",
                                                    "org.slf4j..",
                                                    "ch.qos.logback..")))
                    .because("the kernel is passive: a machine calls it");

    static final ArchRule KERNEL_HAS_NO_CLOCK =
            noClasses()
                    .that()
                    .resideInAPackage(LAYERS.getFirst())
                    .should()
                    .accessTargetWhere(
                            call(System.class, "nanoTime")
                                    .or(call(System.class, "currentTimeMillis"))
                                    .or(
                                            target(
                                                    both(
                                                            owner(resideInAPackage("java.time")),
                                                            name("now")))))
                    .because("time comes from the machine, through Processor");

    /** Except the hint that a loop is spinning, which asks for nothing. */
    static final ArchRule COORDINATORS_HAVE_NO_THREADS =
            noClasses()
                    .that()
                    .resideInAPackage(LAYERS.get(COORDINATOR))
                    .should()
                    .accessTargetWhere(
                            target(owner(belongToAnyOf(Thread.class)))
                                    .and(not(call(Thread.class, "onSpinWait"))))
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAPackage("java.util.concurrent")
                    .because("only cluster-runtime knows that there are real threads");

    static final ArchRule COORDINATORS_USE_THE_KERNEL_AS_PROGRAMS_DO =
            noClasses()
                    .that()
                    .resideInAPackage(LAYERS.get(COORDINATOR))
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("io.atoll.kernel..")
                                    .and(not(resideInAPackage("io.atoll.kernel.api.."))))
                    .because("coordinators are user programs: they make system calls");

    /** Real or virtual time: who is not told cannot behave differently. */
    static final ArchRule NOBODY_BELOW_KNOWS_WHICH_MACHINE_IT_IS =
            noClasses()
                    .that()
                    .resideInAnyPackage(LAYERS.getFirst(), LAYERS.get(COORDINATOR))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.atoll.cluster.simulated..", "io.atoll.cluster.pinned..")
                    .because("kernels and coordinators are the same on every machine");

    private static DescribedPredicate<JavaAccess<?>> call(Class<?> type, String method) {
        return target(both(owner(belongToAnyOf(type)), name(method)));
    }

    private static DescribedPredicate<AccessTarget> both(
            DescribedPredicate<? super AccessTarget> first,
            DescribedPredicate<? super AccessTarget> second) {
        return first.<AccessTarget>forSubtype().and(second.<AccessTarget>forSubtype());
    }

    private static DescribedPredicate<JavaAccess<?>> target(
            DescribedPredicate<? super AccessTarget> predicate) {
        return JavaAccess.Predicates.target(predicate);
    }
}
