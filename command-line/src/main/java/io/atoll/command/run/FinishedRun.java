package io.atoll.command.run;

import java.util.List;
import java.util.Map;

/** What is kept of a run, whatever machine it was on; complete once the run has ended. */
public interface FinishedRun {
    /** Real time from before the boot until after the stop. */
    long wallNanos();

    /** What was counted and measured. */
    RunStatistics statistics();

    /** All that was printed, with the seconds since the start by the clock of the machine. */
    List<String> log();

    /** Further files for the run's folder, by name. */
    default Map<String, String> files(Verdict verdict) {
        return Map.of();
    }

    /** More that goes with the verdict, by name. */
    default Map<String, Object> facts() {
        return Map.of();
    }
}
