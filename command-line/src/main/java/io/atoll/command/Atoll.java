package io.atoll.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;

/** The root of the {@code atoll} command; runs on the host's main thread. */
@Command(
        name = "atoll",
        description = "Emulates a clustered multikernel on the JVM.",
        mixinStandardHelpOptions = true,
        versionProvider = Atoll.ManifestVersion.class,
        footer = {
            "",
            "First steps:  atoll run hello    atoll examples    atoll bench ipc",
            "",
            "Exit codes: 0 pass, 1 safety, 2 bad input, 3 liveness, 4 fault, 5 unknown,",
            "            70 a mistake of Atoll, 124 timeout, 130 interrupted"
        },
        subcommands = {
            RunCommand.class,
            SimCommand.class,
            CheckCommand.class,
            TopoCommand.class,
            BenchCommand.class,
            TestCommand.class,
            DoctorCommand.class,
            ExamplesCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Atoll implements Runnable {

    @Spec private CommandSpec spec;

    /** Runs the command line and leaves the JVM with its exit code. */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /** Runs the command line in this JVM; returns its exit code. */
    static int execute(String... arguments) {
        return new CommandLine(new Atoll())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Atoll::badParameter)
                .setExecutionExceptionHandler(Atoll::failed)
                .execute(arguments);
    }

    /** One sentence and, where something similar exists, its name; no page of help. */
    private static int badParameter(ParameterException thrown, String[] arguments) {
        PrintWriter err = thrown.getCommandLine().getErr();
        String name = thrown.getCommandLine().getCommandSpec().qualifiedName();
        err.println("atoll: error: " + thrown.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(thrown, err)) {
            err.println("atoll: see '" + name + " --help'");
        }
        return ExitCode.USAGE;
    }

    private static int failed(
            Exception thrown, CommandLine command, CommandLine.ParseResult result) {
        PrintWriter err = command.getErr();
        if (thrown instanceof UsageException) {
            err.println("atoll: error: " + thrown.getMessage());
            return ExitCode.USAGE;
        }
        err.println("atoll: internal error; this is a mistake of Atoll, please report it");
        thrown.printStackTrace(err);
        return ExitCode.INTERNAL;
    }

    /** Without a subcommand the command explains itself. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Version as the build wrote it into the jar's manifest. */
    static String version() {
        String version = Atoll.class.getPackage().getImplementationVersion();
        return version == null ? "(not run from its jar)" : version;
    }

    /** Reads the version that the build wrote into the jar's manifest. */
    static final class ManifestVersion implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"atoll " + version() + ", Java " + Runtime.version()};
        }
    }
}
