package io.atoll.command;

import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.simulated.cost.Presets;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code atoll costs}: the cost models of the simulated machine. */
@Command(
        name = "costs",
        description = {
            "List the cost models of 'atoll sim', or show one: all that it says, as a file of your"
                    + " own can say it.",
        },
        mixinStandardHelpOptions = true)
final class CostsCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL[+PART]",
            description = "one of those listed, or a file; with parts: mail+kpti")
    private String model;

    @Override
    public Integer call() {
        if (model == null) {
            list("machines, for --costs", Presets.machines());
            list("mitigations, to put behind one: mail+kpti", Presets.mitigations());
            list("kernel paths, to put behind one: knl-7210+paths-tx1", Presets.paths());
        } else {
            show(System.out, SimulationOptions.costs(model));
        }
        return ExitCode.PASS;
    }

    private static void list(String title, List<String> names) {
        System.out.println(title);
        names.forEach(
                name -> System.out.println("  %-18s %s".formatted(name, Presets.title(name))));
    }

    private void show(PrintStream out, CostModel costs) {
        for (String layer : model.split("\\+")) {
            if (Presets.all().contains(layer)) {
                Presets.text(layer)
                        .lines()
                        .takeWhile(line -> line.startsWith("#"))
                        .forEach(out::println);
            }
        }
        out.println();
        if (!costs.topology().isEmpty()) {
            out.println("topology = " + costs.topology());
        }
        out.print(costs.toText());
    }
}
