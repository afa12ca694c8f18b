package io.atoll.command;

import io.atoll.cluster.IdleStrategy;
import io.atoll.command.run.RunDirectory;

import picocli.CommandLine.Option;

import java.nio.file.Path;

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
                    "run until idle, for a time such as 5s (of a simulated machine: virtual time),"
                            + " or until marker:TEXT is printed"
                            + " (default: idle)")
    String until = "idle";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "give up after this time, with exit code 124 (default: 60s)")
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
                            + " (default: fail)")
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

    /** Where the run is kept; null if it is not. */
    RunDirectory directory(String systemName) {
        if (noStore) {
            return null;
        }
        return out == null ? RunDirectory.create(systemName) : RunDirectory.at(out);
    }
}
