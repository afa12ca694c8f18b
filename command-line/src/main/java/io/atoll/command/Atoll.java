package io.atoll.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the {@code atoll} command; runs on the host's main thread. */
@Command(
        name = "atoll",
        description = "Emulates a clustered multikernel on the JVM.",
        mixinStandardHelpOptions = true,
        versionProvider = Atoll.ManifestVersion.class)
public final class Atoll implements Runnable {

    @Spec private CommandSpec spec;

    /** Runs the command line and leaves the JVM with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Atoll()).execute(arguments));
    }

    /** Without a subcommand the command explains itself. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Reads the version that the build wrote into the jar's manifest. */
    static final class ManifestVersion implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Atoll.class.getPackage().getImplementationVersion();
            String known = version == null ? "(not run from its jar)" : version;
            return new String[] {"atoll " + known + ", Java " + Runtime.version()};
        }
    }
}
