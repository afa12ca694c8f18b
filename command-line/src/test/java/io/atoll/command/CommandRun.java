package io.atoll.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One call of the command in this JVM: what it printed, and its exit code. Takes System.out and
 * System.err for itself meanwhile, so one at a time.
 */
record CommandRun(int code, List<String> out, List<String> err) {
    static CommandRun of(String... arguments) {
        return in(Map.of(), arguments);
    }

    /** In this environment, which has nothing else. */
    static synchronized CommandRun in(Map<String, String> environment, String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
        try {
            int code = Atoll.execute(environment, arguments);
            return new CommandRun(code, lines(printed), lines(complained));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static List<String> lines(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** The only line of standard error. */
    String complaint() {
        if (err.size() != 1) {
            throw new AssertionError("one line expected on standard error, but there is " + err);
        }
        return err.getFirst();
    }
}
