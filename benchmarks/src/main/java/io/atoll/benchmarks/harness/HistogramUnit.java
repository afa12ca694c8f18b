package io.atoll.benchmarks.harness;

/** What one step of an integer histogram means. */
public enum HistogramUnit {
    /** Operations timed one by one. */
    NANOSECONDS("ns", 1, 1e6),
    /** Means of batches, of which a whole nanosecond would lose too much. */
    PICOSECONDS("ps", 1000, 1e9),
    /** Rates, one value for a round. */
    MESSAGES_PER_SECOND("messages/s", 1, 1),
    /** Rates of what happens on a simulated machine, one value for a round. */
    EVENTS_PER_SECOND("events/s", 1, 1);

    private final String symbol;
    private final long stepsPerReportedUnit;
    private final double logMaximumRatio;

    HistogramUnit(String symbol, long stepsPerReportedUnit, double logMaximumRatio) {
        this.symbol = symbol;
        this.stepsPerReportedUnit = stepsPerReportedUnit;
        this.logMaximumRatio = logMaximumRatio;
    }

    /** Name in histogram logs. */
    public String symbol() {
        return symbol;
    }

    /** Name in the report: picoseconds are reported as nanoseconds with decimals. */
    public String reportedSymbol() {
        return this == PICOSECONDS ? NANOSECONDS.symbol : symbol;
    }

    /** Converts a histogram's value into the unit of the report. */
    public double toReported(double steps) {
        return steps / stepsPerReportedUnit;
    }

    /** Divisor for the maximum column of histogram logs, which by custom is in milliseconds. */
    public double logMaximumRatio() {
        return logMaximumRatio;
    }
}
