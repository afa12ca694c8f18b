package io.atoll.command.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The console on a terminal, which {@code script} provides: keys, and who is not there any more.
 */
@Tag("jar")
@EnabledOnOs(OS.LINUX)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // reads block
class TerminalTest {
    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final String PROMPT = "(atoll) ";
    private static final int INTERRUPT = 2;
    private static final String CTRL_C = "\u0003";

    @TempDir private Path folder;
    private Process process;

    @Test
    void shouldBeAsInADebugger() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(SCRIPT), "no script, so no terminal");
        // As a shell starts what it puts into the background; what we start inherits it.
        assumeFalse(Shell.ignores(ProcessHandle.current().pid(), INTERRUPT), "Ctrl-C is ignored");
        Files.writeString(
                folder.resolve("Endless.java"),
                """
                import io.atoll.coordinator.microkit.DirectProgram;
                import io.atoll.coordinator.microkit.PdContext;
                public class Endless implements DirectProgram {
                    public void run(PdContext pd) {
                        pd.dbgPuts("on its way\\n");
                        while (true) pd.sel4().yieldNow();
                    }
                }
                """);
        // A shell that waits for it would end as one that Ctrl-C has reached, too.
        String command =
                "exec %s -jar %s sim -q --seed 1 --console Endless.java"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin/java"),
                                Shell.PROJECT.resolve("command-line/target/atoll.jar"));
        ProcessBuilder builder =
                new ProcessBuilder(SCRIPT.toString(), "-qec", command, "/dev/null")
                        .directory(folder.toFile())
                        .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("ATOLL_"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        process = builder.start();
        try {
            assertContains("after 0 events", untilPrompt());
            assertContains("       1  ", after("step\n"));
            assertContains("       2  ", after("\n"));
            type("threa"); // and then no more of it
            assertContains("'quit' or Ctrl-D leaves", after(CTRL_C));
            assertContains("after 2 events", after("status\n"));
            assertEquals(PROMPT.strip(), after("\n").strip());

            type("cont\n");
            until("on its way");
            String stopped = after(CTRL_C);

            assertContains("interrupted", stopped);
            assertTrue(stopped.matches("(?s).*after [\\d,]+ events; next: core .*"), stopped);
            type("quit\n");
            assertEquals(0, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
    }

    private static void assertContains(String wanted, String said) {
        assertTrue(said.contains(wanted), said);
    }

    private String after(String keys) throws IOException {
        type(keys);
        return untilPrompt();
    }

    private void type(String keys) throws IOException {
        OutputStream keyboard = process.getOutputStream();
        keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    private String untilPrompt() throws IOException {
        return until(PROMPT);
    }

    private String until(String end) throws IOException {
        StringBuilder said = new StringBuilder();
        InputStream screen = process.getInputStream();
        while (said.indexOf(end) < 0) {
            int read = screen.read();
            assertTrue(read >= 0, () -> "it ended with: " + said);
            said.append((char) read);
        }
        return said.toString();
    }
}
