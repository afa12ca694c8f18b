package io.atoll.benchmarks.modelled.plots;

import io.atoll.benchmarks.modelled.plots.LinePlot.Axis;
import io.atoll.benchmarks.modelled.plots.LinePlot.Scale;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where values lie between two ends, and which of them are written beside the axis. */
final class AxisScale {
    private static final MathContext THREE_DIGITS = new MathContext(3);
    private static final int MOST_TICKS = 7;
    private static final String[] PREFIXES = {"", "k", "M", "G", "T"};

    private final Scale scale;
    private final double least;
    private final double most;
    private final double from;
    private final double to;

    /**
     * @param from where the least value lies
     * @param to where the greatest one lies
     */
    AxisScale(Axis axis, double[] values, double from, double to) {
        this.scale = axis.scale();
        this.from = from;
        this.to = to;
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        if (scale == Scale.LINEAR) {
            low = Math.min(0, low);
            high = high <= low ? low + 1 : high * 1.05;
        } else {
            double base = base();
            low = scale == Scale.LOG2 ? low : Math.pow(base, Math.floor(log(low) + 1e-9));
            high = scale == Scale.LOG2 ? high : high * 1.15;
            if (high <= low) {
                high = low * base;
            }
        }
        this.least = low;
        this.most = high;
    }

    private double base() {
        return scale == Scale.LOG2 ? 2 : 10;
    }

    private double log(double value) {
        return Math.log(value) / Math.log(base());
    }

    /** Where a value lies. */
    double at(double value) {
        double share =
                scale == Scale.LINEAR
                        ? (value - least) / (most - least)
                        : (log(value) - log(least)) / (log(most) - log(least));
        return from + share * (to - from);
    }

    /** Values to be written, ascending. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (scale == Scale.LINEAR) {
            double step = niceStep((most - least) / (MOST_TICKS - 1));
            for (double tick = Math.ceil(least / step) * step; tick <= most; tick += step) {
                ticks.add(tick);
            }
            return ticks;
        }
        double base = base();
        for (double tick = Math.pow(base, Math.ceil(log(least) - 1e-9)); tick <= most * 1.0001; ) {
            ticks.add(tick);
            tick *= base;
        }
        return ticks;
    }

    private static double niceStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        double lead = least / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    }

    /** Short, such as {@code 20 k}. */
    String label(double value) {
        if (scale == Scale.LOG2) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        double scaled = value;
        int prefix = 0;
        while (Math.abs(scaled) >= 1000 && prefix < PREFIXES.length - 1) {
            scaled /= 1000;
            prefix++;
        }
        String digits =
                scaled == Math.rint(scaled)
                        ? String.format(Locale.ROOT, "%.0f", scaled)
                        : new BigDecimal(scaled)
                                .round(THREE_DIGITS)
                                .stripTrailingZeros()
                                .toPlainString();
        return prefix == 0 ? digits : digits + " " + PREFIXES[prefix];
    }
}
