package io.atoll.command;

import io.atoll.command.system.Locking;
import io.atoll.conformance.recordings.MalformedRecordingException;
import io.atoll.conformance.recordings.RecordingFile;
import io.atoll.conformance.recordings.Recordings;
import io.atoll.conformance.recordings.ReplayReport;
import io.atoll.conformance.recordings.ReplaySetup;
import io.atoll.conformance.sel4test.Sel4Test;
import io.atoll.conformance.sel4test.Setup;
import io.atoll.conformance.sel4test.SuiteRun;
import io.atoll.kernel.LockingDiscipline;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code atoll test}: is this kernel seL4? */
@Command(
        name = "test",
        description = {
            "Hold the kernel against the real seL4: its own test suite (sel4test), written anew, or"
                    + " recorded runs.",
            "Exit codes: 0 all passed, 1 one failed, 2 no such test, 5 none that matches applies."
        },
        mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {
    private static final String CARRIED = "";
    private static final int MAX_CORES = 64;

    @Parameters(
            arity = "0..1",
            paramLabel = "PATTERN",
            defaultValue = "*",
            description =
                    "run the tests of sel4test whose names match; * is anything. All of them"
                            + " without a pattern")
    private String pattern;

    @Option(
            names = "--recordings",
            arity = "0..1",
            fallbackValue = CARRIED,
            paramLabel = "DIR",
            description =
                    "replay the recorded runs (*.trace) of the real kernel that are below this"
                            + " folder, and compare every answer; without a folder, those that"
                            + " come with Atoll")
    private String recordings;

    @Option(
            names = "--no-fastpath",
            arity = "0",
            fallbackValue = "true",
            description = "without the IPC fastpaths of the kernel")
    private boolean noFastpath;

    @Option(
            names = "--cores",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "cores of the image, 1 if not said; tests about several cores get two at least")
    private int cores;

    @Option(
            names = "--locking",
            paramLabel = "DISCIPLINE",
            description =
                    "how the cores of an image keep apart: lock-free-fastpath (if not said) or"
                            + " big-lock")
    private String locking = Locking.nameOf(LockingDiscipline.LOCK_FREE_FASTPATH);

    @Option(
            names = "--spread",
            arity = "0",
            fallbackValue = "true",
            description =
                    "sel4test: helper processes on all cores in turns; recordings: all of it on the"
                            + " last core")
    private boolean spread;

    @Option(
            names = "--real",
            arity = "0",
            fallbackValue = "true",
            description =
                    "sel4test: each core on a host thread, in real time; tests that claim what only"
                            + " virtual time can promise are left out, and say so")
    private boolean real;

    @Override
    public Integer call() throws IOException {
        if (cores < 1 || cores > MAX_CORES) {
            throw new UsageException(
                    "--cores cannot be %d; an image has from 1 to %d cores"
                            .formatted(cores, MAX_CORES));
        }
        if (recordings == null) {
            return runSuite();
        }
        if (real) {
            throw new UsageException(
                    "--real cannot be used with --recordings: their order of events is that of"
                            + " virtual time");
        }
        return replay(recordings.equals(CARRIED) ? Recordings.carried() : files());
    }

    private int runSuite() {
        List<Sel4Test> tests = SuiteRun.matching(pattern);
        if (tests.isEmpty()) {
            throw new UsageException(
                    "no test of sel4test has a name like '%s'; docs/fidelity.md lists them all"
                            .formatted(pattern));
        }
        SuiteRun run = new SuiteRun(System.out, setup());
        run.run(tests);
        if (run.isAllDisabled()) {
            return ExitCode.UNKNOWN;
        }
        return run.isPassed() ? ExitCode.PASS : ExitCode.FAIL_SAFETY;
    }

    private Setup setup() {
        return new Setup(
                !noFastpath,
                cores,
                discipline(),
                spread ? Setup.Processes.SPREAD : Setup.Processes.TOGETHER,
                real ? Setup.Clock.REAL : Setup.Clock.VIRTUAL);
    }

    private LockingDiscipline discipline() {
        try {
            return Locking.onRealCores(Locking.parse("--locking", locking));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private List<RecordingFile> files() throws IOException {
        Path folder = Path.of(recordings);
        if (!Files.isDirectory(folder)) {
            throw new UsageException("there is no folder '%s'".formatted(folder));
        }
        List<RecordingFile> files = Recordings.in(folder);
        if (files.isEmpty()) {
            throw new UsageException(
                    "there is no recording below '%s': no file whose name ends with .trace"
                            .formatted(folder));
        }
        return files;
    }

    private int replay(List<RecordingFile> files) throws IOException {
        ReplaySetup setup =
                new ReplaySetup(!noFastpath, cores, spread ? cores - 1 : 0, discipline());
        ReplayReport report = new ReplayReport();
        for (RecordingFile file : files) {
            try {
                report.add(file.replay(setup));
            } catch (MalformedRecordingException e) {
                throw new UsageException(e.getMessage());
            }
        }
        System.out.print(report);
        return report.isMatch() ? ExitCode.PASS : ExitCode.FAIL_SAFETY;
    }
}
