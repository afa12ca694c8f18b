package io.atoll.command.run;

import io.atoll.cluster.simulated.fault.FaultPlan;
import io.atoll.cluster.simulated.fault.Shrinker;
import io.atoll.command.ExitCode;
import io.atoll.command.system.LoadedSystem;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for the smallest run that still ends as a failed one did: with fewer faults, weaker ones,
 * and costs that do not vary. Used by one thread.
 *
 * @param how to run it
 * @param trials how many runs it took to find it
 */
public record SmallestFailure(SimulatedRun.Options how, int trials) {
    /** What depends on the run alone, and not on the host or the user. */
    private static final Set<Integer> KINDS =
            Set.of(
                    ExitCode.FAIL_SAFETY,
                    ExitCode.FAIL_LIVENESS,
                    ExitCode.FAIL_FAULT,
                    ExitCode.INTERNAL);

    /** What a run gets at least, so that the first of them is not cut short. */
    private static final long LEAST_NANOS = 1_000_000_000;

    /**
     * Looks for it; an interrupt of the calling thread ends that, and is left pending.
     *
     * @param failed how the failed run was run
     * @param happened the faults that it had
     * @param budget real time after which the smallest so far is good enough
     * @return empty if such a verdict cannot be had again, or if the faults alone do not bring it
     */
    public static Optional<SmallestFailure> of(
            LoadedSystem system,
            SimulatedRun.Options failed,
            FaultPlan happened,
            Verdict verdict,
            Duration budget) {
        long end = System.nanoTime() + budget.toNanos();
        Shrinker.Trial trial =
                plan -> {
                    long left = Math.max(LEAST_NANOS, end - System.nanoTime());
                    long patience = Math.min(left, failed.timeout().toNanos());
                    SimulatedRun.Options how =
                            failed.withFaults(plan).withTimeout(Duration.ofNanos(patience));
                    Verdict ended = SimulatedRun.silent(system, how).run();
                    if (ended.code() == ExitCode.INTERRUPTED) {
                        Thread.currentThread().interrupt(); // the search is to end, too
                    }
                    return ended.word().equals(verdict.word());
                };
        if (!KINDS.contains(verdict.code()) || !trial.fails(happened)) {
            return Optional.empty();
        }
        Shrinker shrinker =
                new Shrinker(
                        happened,
                        trial,
                        () -> System.nanoTime() > end || Thread.currentThread().isInterrupted());
        FaultPlan smallest = shrinker.shrink();
        return Optional.of(new SmallestFailure(failed.withFaults(smallest), 1 + shrinker.trials()));
    }
}
