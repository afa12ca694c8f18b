package io.atoll.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
            "            70 a mistake of Atoll, 124 timeout, 130 interrupted, 143 terminated",
            "",
            "An option counts more than its variable (ATOLL_CLUSTER_BY for --cluster-by),",
            "that more than the key in atoll.toml, that more than the default.",
            "More:  atoll help TOPIC, where TOPIC is a command, exit-codes, settings, or",
            "       the id of an error such as E-PPC-PRIO"
        },
        subcommands = {
            RunCommand.class,
            SimCommand.class,
            ReplayCommand.class,
            CheckCommand.class,
            TopoCommand.class,
            CostsCommand.class,
            BenchCommand.class,
            TestCommand.class,
            DoctorCommand.class,
            ExamplesCommand.class,
            HelpCommand.class
        })
public final class Atoll implements Runnable {

    private final Environment environment;

    @Spec private CommandSpec spec;

    @Option(
            names = {"-q", "--quiet"},
            arity = "0",
            negatable = true,
            fallbackValue = "true",
            scope = ScopeType.INHERIT,
            description = "no ATOLL|INFO lines")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            arity = "0",
            scope = ScopeType.INHERIT,
            description = "more about what is done; -vv also the logs")
    private boolean[] verbose = {};

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            scope = ScopeType.INHERIT,
            description =
                    "colours: never, always, or auto, on a terminal unless NO_COLOR is set"
                            + " (default: auto)")
    private Palette.When color = Palette.When.AUTO;

    private Atoll(Environment environment) {
        this.environment = environment;
    }

    /** Runs the command line and leaves the JVM with its exit code. */
    public static void main(String[] arguments) {
        // Numbers look the same in every country: scripts read them, and so does replay.
        Locale.setDefault(Locale.ROOT);
        System.exit(execute(arguments));
    }

    /** Runs the command line in this JVM; returns its exit code. */
    static int execute(String... arguments) {
        return execute(System.getenv(), arguments);
    }

    /** As if the process had this environment. */
    static int execute(Map<String, String> variables, String... arguments) {
        Environment environment = new Environment(variables);
        CommandLine command =
                new CommandLine(new Atoll(environment))
                        .setDefaultValueProvider(environment)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        // '@FILE' is the value of options of ours, and no list of arguments.
                        .setExpandAtFiles(false)
                        .setParameterExceptionHandler(
                                (thrown, _) -> badParameter(environment, thrown))
                        .setExecutionExceptionHandler(Atoll::failed);
        return command.execute(arguments);
    }

    /** One sentence and, where something similar exists, its name; no page of help. */
    private static int badParameter(Environment environment, ParameterException thrown) {
        PrintWriter err = thrown.getCommandLine().getErr();
        String name = thrown.getCommandLine().getCommandSpec().qualifiedName();
        String origin =
                thrown.getArgSpec() instanceof OptionSpec option
                                && environment.get(option.longestName()).isPresent()
                                && environment
                                        .get(option.longestName())
                                        .equals(Optional.ofNullable(thrown.getValue()))
                        ? " (from %s)".formatted(Environment.variableOf(option.longestName()))
                        : "";
        err.println("atoll: error: " + thrown.getMessage() + origin);
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
        ErrorReport.write(thrown, result)
                .ifPresent(file -> err.println("atoll: all of it is in " + file));
        return ExitCode.INTERNAL;
    }

    /** What the environment of the process says. */
    Environment environment() {
        return environment;
    }

    /** Below 0 if quiet, above if verbose. */
    int verbosity() {
        return quiet ? -1 : verbose.length;
    }

    /** The way to say something on standard error. */
    Messages messages() {
        if (verbose.length > 1) {
            LogToStandardError.showAll();
        }
        return new Messages(System.err, verbosity(), palette(2));
    }

    /** The colours of a stream: 1 for output, 2 for errors. */
    Palette palette(int descriptor) {
        return Palette.of(color, environment.variables(), Palette.isTerminal(descriptor));
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
