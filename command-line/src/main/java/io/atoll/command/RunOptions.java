package io.atoll.command;

import io.atoll.cluster.IdleStrategy;
import io.atoll.command.run.RunDirectory;
import io.atoll.command.run.Until;
import io.atoll.coordinator.system.AtollToml;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** How a system is run, once it is found and checked: common to commands that run one. */
final class RunOptions {
    /** What the system runs on. */
    enum Mode {
        REAL,
        SIM
    }

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description =
                    "real: pinned cores, measured time; sim: one host thread, virtual time"
                            + " (default: real)")
    Mode mode;

    @Option(
            names = "--until",
            paramLabel = "X",
            description =
                    "run until idle, for a time such as 5s (of a simulated machine: virtual time,"
                            + " or '2000 events'), or until marker:TEXT is printed (default: of a"
                            + " simulated machine atoll.toml, else idle)")
    String until = "idle";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description =
                    "give up after this time, with exit code 124 (default: of a simulated machine"
                            + " atoll.toml, else 60s)")
    String timeout = "60s";

    /** What idle cores do. */
    enum Spin {
        AUTO(IdleStrategy.BACK_OFF),
        BUSY(IdleStrategy.SPIN),
        BACK_OFF(IdleStrategy.BACK_OFF),
        PARK(IdleStrategy.PARK);

        final IdleStrategy strategy;

        Spin(IdleStrategy strategy) {
            this.strategy = strategy;
        }
    }

    @Option(
            names = "--spin",
            paramLabel = "POLICY",
            description =
                    "what idle cores do: auto, busy, back_off, park; busy needs a CPU per core"
                            + " (default: auto, which is back_off)")
    Spin spin = Spin.AUTO;

    /** Whether cores are bound to CPUs. */
    enum Pin {
        AUTO,
        ON,
        OFF
    }

    @Option(
            names = "--pin",
            paramLabel = "WHEN",
            description =
                    "bind cores to CPUs: on, off, or auto, where there are enough (default: auto)")
    Pin pin = Pin.AUTO;

    /** What a fault that nobody handles means for the verdict. */
    enum OnFault {
        FAIL,
        CONTINUE
    }

    @Option(
            names = "--on-fault",
            paramLabel = "WHAT",
            description =
                    "a fault that nobody handles: fail ends with exit code 4, continue ignores it"
                            + " (default: of a simulated machine atoll.toml, else fail)")
    OnFault onFault = OnFault.FAIL;

    @Option(
            names = "--raw",
            arity = "0",
            negatable = true,
            fallbackValue = "true",
            description =
                    "standard output is what guests print and nothing else: no names, no verdict")
    boolean raw;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "keep the run in this folder (default: a new one in .atoll/runs)")
    Path out;

    @Option(
            names = "--no-store",
            arity = "0",
            fallbackValue = "true",
            description = "keep nothing of the run")
    boolean noStore;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private boolean isGiven(String option) {
        return command.commandLine().getParseResult().hasMatchedOption(option);
    }

    // What a simulated machine's settings say counts less than the command line. They say what
    // the environment says, too, which is all that pinned cores have.

    /** What a simulated run waits for, as text. */
    String until(AtollToml.Simulation settings) {
        return isGiven("--until") ? until : settings.until().orElse(until);
    }

    /** The same, understood. */
    Until awaited(AtollToml.Simulation settings) {
        boolean isSetting = !isGiven("--until") && settings.until().isPresent();
        return Until.parse(isSetting ? "sim.until" : "--until", until(settings));
    }

    /** Real time that a simulated run may take, as text. */
    String timeout(AtollToml.Simulation settings) {
        return isGiven("--timeout") ? timeout : settings.timeout().orElse(timeout);
    }

    /** The same, understood. */
    Duration patience(AtollToml.Simulation settings) {
        return Until.Durations.parse("--timeout", timeout(settings));
    }

    /** What a fault that nobody handles means for the verdict of a simulated run. */
    OnFault onFault(AtollToml.Simulation settings) {
        return isGiven("--on-fault") || settings.onFault().isEmpty()
                ? onFault
                : OnFault.valueOf(settings.onFault().get().toUpperCase(Locale.ROOT));
    }

    /** Where the run is kept; null if it is not. */
    RunDirectory directory(String systemName) {
        if (noStore) {
            return null;
        }
        return out == null ? RunDirectory.create(systemName) : RunDirectory.at(out);
    }
}
