package io.atoll.benchmarks.modelled.reproduce;

import io.atoll.benchmarks.modelled.plots.LinePlot;
import io.atoll.benchmarks.modelled.tables.Table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came out: tables, plots by file name, and what was expected of them. For one thread. */
public final class Findings {
    private final List<Table> tables = new ArrayList<>();
    private final Map<String, LinePlot> plots = new LinkedHashMap<>();
    private final Table expectations;
    private boolean holds = true;

    Findings(String name) {
        expectations =
                new Table(name + "-expectations", "expected of the model", List.of("outcome"));
    }

    Findings add(Table table) {
        tables.add(table);
        return this;
    }

    Findings plot(String file, LinePlot plot) {
        plots.put(file, plot);
        return this;
    }

    /** Something that a model of this kind has to show. */
    Findings expect(String what, boolean isSo) {
        holds &= isSo;
        expectations.add(what, isSo ? "holds" : "MISSES");
        return this;
    }

    /** A published figure that the model is to come near. */
    Findings expectNear(String what, double published, double modelled, double percent) {
        double error = errorPercent(published, modelled);
        return expect(
                String.format(Locale.ROOT, "%s within %.0f %% (is %+.0f %%)", what, percent, error),
                Math.abs(error) <= percent);
    }

    /** Where the model is wrong or silent, and why. */
    Findings say(String sentence) {
        expectations.note(sentence);
        return this;
    }

    static double errorPercent(double published, double modelled) {
        return 100 * (modelled / published - 1);
    }

    /** An error for a table. */
    static String error(double published, double modelled) {
        return String.format(Locale.ROOT, "%+.0f %%", errorPercent(published, modelled));
    }

    /** All tables; the last says what was expected. */
    public List<Table> tables() {
        List<Table> all = new ArrayList<>(tables);
        all.add(expectations);
        return all;
    }

    public Map<String, LinePlot> plots() {
        return plots;
    }

    /** Whether everything that was expected is so. */
    public boolean holds() {
        return holds;
    }
}
