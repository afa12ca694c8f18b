package io.atoll.command;

import io.atoll.benchmarks.modelled.plots.LinePlot;
import io.atoll.benchmarks.modelled.plots.LinePlotSvg;
import io.atoll.benchmarks.modelled.tables.Table;
import io.atoll.benchmarks.modelled.tables.TableJson;
import io.atoll.benchmarks.modelled.tables.TableText;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where the tables and plots of a study go. */
final class StudyOutput {
    @Option(
            names = "--json",
            arity = "0..1",
            fallbackValue = BenchCommand.STANDARD_OUTPUT,
            paramLabel = "FILE",
            description =
                    "also write the tables as JSON; without a file, or with -, instead of the text")
    private Path json;

    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description = "also draw plots into this folder, as SVG")
    private Path plots;

    private boolean isToStandardOutput() {
        return json != null && json.toString().equals(BenchCommand.STANDARD_OUTPUT);
    }

    /** Before a minute of work: whether it can be written. */
    void check() {
        if (json != null && !isToStandardOutput()) {
            BenchCommand.checkWritable(json);
        }
        if (plots != null) {
            BenchCommand.checkFolder(plots);
        }
    }

    /**
     * Prints and writes everything.
     *
     * @param facts what it is from; what the key {@code command} has makes it again
     */
    void write(Map<String, Object> facts, List<Table> tables, Map<String, LinePlot> drawn)
            throws IOException {
        String data = TableJson.of(facts, tables);
        if (isToStandardOutput()) {
            System.out.print(data);
        } else {
            System.out.println("all figures are modelled, in virtual time; none is measured");
            facts.forEach((key, value) -> System.out.printf("%-9s %s%n", key, value));
            System.out.println();
            System.out.print(TableText.of(tables));
        }
        if (json != null && !isToStandardOutput()) {
            Files.writeString(json, data);
        }
        if (plots != null) {
            for (Map.Entry<String, LinePlot> each : drawn.entrySet()) {
                Files.writeString(
                        plots.resolve(each.getKey() + ".svg"), LinePlotSvg.of(each.getValue()));
            }
        }
    }
}
