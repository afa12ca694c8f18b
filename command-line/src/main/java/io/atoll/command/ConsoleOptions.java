package io.atoll.command;

import io.atoll.cluster.simulated.trace.Standstill.Place;
import io.atoll.command.console.Console;
import io.atoll.command.run.SimulatedRun;
import io.atoll.command.run.StoredRun;
import io.atoll.command.system.LoadedSystem;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The options that say that somebody goes through a simulated run by hand, and how. */
final class ConsoleOptions {
    @Option(
            names = "--console",
            arity = "0",
            fallbackValue = "true",
            description =
                    "sim: stop before the first event, and read from standard input what to do:"
                            + " 'help' lists the verbs")
    private boolean console;

    @Option(
            names = "--json",
            arity = "0",
            fallbackValue = "true",
            description = "sim: the console's verbs and answers as JSON objects, one a line")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Whether there is to be a console; before anything is loaded. */
    boolean isWanted() {
        // In the environment it is for other commands too.
        if (!console && command.commandLine().getParseResult().hasMatchedOption("--json")) {
            throw new UsageException("--json is the form of the console: --console --json");
        }
        return console;
    }

    /**
     * Goes through a run until the input ends, or {@code quit}.
     *
     * @param stored the run that it has to be, or null
     * @param first where it stops first
     * @return the exit code
     */
    int goThrough(
            LoadedSystem loaded,
            SimulatedRun.Options how,
            StoredRun stored,
            Messages messages,
            Place first)
            throws IOException {
        return new Console(
                        loaded,
                        how,
                        stored,
                        messages,
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                        System.out,
                        System.err,
                        json
                                ? Console.Form.JSON
                                : Palette.isTerminal(0)
                                        ? Console.Form.TERMINAL
                                        : Console.Form.LINES)
                .run(first);
    }
}
