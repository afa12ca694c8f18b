package io.atoll.command;

import io.atoll.conformance.recordings.MalformedRecordingException;
import io.atoll.conformance.recordings.RecordingFile;
import io.atoll.conformance.recordings.Recordings;
import io.atoll.conformance.recordings.ReplayReport;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code atoll test}: is this kernel seL4? */
@Command(
        name = "test",
        description = "Hold the kernel against the real seL4.",
        mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {
    private static final String CARRIED = "";

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

    @Option(names = "--no-fastpath", description = "without the IPC fastpaths of the kernel")
    private boolean noFastpath;

    @Override
    public Integer call() throws IOException {
        if (recordings == null) {
            throw new UsageException("say what to test: --recordings");
        }
        return replay(recordings.equals(CARRIED) ? Recordings.carried() : files());
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
        ReplayReport report = new ReplayReport();
        for (RecordingFile file : files) {
            try {
                report.add(file.replay(!noFastpath));
            } catch (MalformedRecordingException e) {
                throw new UsageException(e.getMessage());
            }
        }
        System.out.print(report);
        return report.isMatch() ? ExitCode.PASS : ExitCode.FAIL_SAFETY;
    }
}
