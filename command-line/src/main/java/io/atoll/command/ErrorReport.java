package io.atoll.command;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What whoever mends a mistake of Atoll needs to know, in one file. */
final class ErrorReport {
    private ErrorReport() {}

    /** Writes it into the temporary folder; empty if even that is not possible. */
    static Optional<Path> write(Throwable thrown, CommandLine.ParseResult call) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.println("atoll     " + Atoll.version());
        out.println("java      " + Runtime.version());
        out.println(
                "host      " + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        out.println("folder    " + Path.of("").toAbsolutePath());
        out.println("arguments " + (call == null ? "" : String.join(" ", call.originalArgs())));
        out.println();
        thrown.printStackTrace(out);
        try {
            return Optional.of(
                    Files.writeString(
                            Files.createTempFile("atoll-error-", ".txt"), text.toString()));
        } catch (IOException refused) {
            return Optional.empty(); // the same was printed
        }
    }
}
