package io.atoll.command;

import io.atoll.cluster.simulated.trace.ChromeTrace;
import io.atoll.cluster.simulated.trace.EventLog;
import io.atoll.cluster.simulated.trace.SpaceTimeDiagram;
import io.atoll.cluster.simulated.trace.TracedRun;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The options that say what pictures are made of a simulated run. */
final class TraceOptions {
    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description =
                    "sim: write a trace for Perfetto or chrome://tracing: threads, kernel entries,"
                            + " messages, doorbells")
    private Path trace;

    @Option(
            names = "--messages",
            paramLabel = "FILE",
            description = "sim: draw the last 500 messages and doorbells, an SVG")
    private Path messages;

    /** The option that was given, or null. */
    String given() {
        return trace != null ? "--trace" : messages != null ? "--messages" : null;
    }

    /** What a run has to be recorded in for this, or null if it need not be. */
    EventLog log(boolean isStored) {
        return isStored || given() != null ? new EventLog() : null;
    }

    /** Writes what was asked for. */
    void write(TracedRun run) {
        if (trace != null) {
            write(trace, ChromeTrace.of(run));
        }
        if (messages != null) {
            write(messages, SpaceTimeDiagram.of(run, SpaceTimeDiagram.DEFAULT_MESSAGES));
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException refused) {
            throw new UsageException(
                    "cannot write '%s': %s".formatted(file, WriteRefusal.reason(file, refused)));
        }
    }
}
