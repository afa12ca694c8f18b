package io.atoll.benchmarks.modelled.argument;

import io.atoll.benchmarks.modelled.plots.LinePlot;
import io.atoll.benchmarks.modelled.reproduce.Findings;
import io.atoll.benchmarks.modelled.reproduce.Mail;
import io.atoll.benchmarks.modelled.reproduce.Setting;
import io.atoll.benchmarks.modelled.tables.Table;
import io.atoll.benchmarks.modelled.workloads.Pattern;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The argument of 2020 in figures that come out of runs: {@code atoll bench argument}.
 *
 * @param tables in the order of the report
 * @param plots by file name, without its ending
 */
public record ArgumentStudy(List<Table> tables, Map<String, LinePlot> plots) {

    /**
     * Runs everything.
     *
     * @param progress told what begins
     */
    public static ArgumentStudy run(ArgumentOptions options, Consumer<String> progress) {
        List<Table> tables = new ArrayList<>();
        Map<String, LinePlot> plots = new LinkedHashMap<>();
        progress.accept("the mail's figures");
        Findings mail = new Mail().run(new Setting(options.seed(), options.share()));
        tables.addAll(mail.tables());
        for (Pattern pattern : Pattern.values()) {
            progress.accept(pattern.title());
            ScalingTables shown = new ScalingTables(ScalingStudy.run(pattern, options), options);
            tables.addAll(shown.tables());
            plots.put(shown.plotName(), shown.plot());
        }
        return new ArgumentStudy(tables, plots);
    }
}
