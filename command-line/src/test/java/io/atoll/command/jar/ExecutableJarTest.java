package io.atoll.command.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.command.testing.Expected;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** The jar on its own: {@code java -jar atoll.jar}, from any folder, without any option. */
@Tag("jar")
class ExecutableJarTest {
    private static final Path JAR = Shell.PROJECT.resolve("command-line/target/atoll.jar");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin/java").toString();

    @TempDir private Path folder;

    private Shell atoll(String... arguments) {
        String[] command = new String[3 + arguments.length];
        command[0] = JAVA;
        command[1] = "-jar";
        command[2] = JAR.toString();
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        return Shell.run(folder, Map.of(), command);
    }

    @Test
    void shouldCarryInItsManifestWhatTheJvmMustAllow() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Attributes main = jar.getManifest().getMainAttributes();

            assertEquals("java.base/jdk.internal.vm", main.getValue("Add-Exports"));
            assertTrue(main.getValue("Add-Opens").contains("java.base/jdk.internal.misc"));
            assertEquals("ALL-UNNAMED", main.getValue("Enable-Native-Access"));
            assertFalse(main.getValue("Implementation-Version").isEmpty());
        }
    }

    @Test
    void shouldRunAnExampleWithoutAWordFromTheJvm() {
        Shell run = atoll("run", "name-service");

        assertEquals(0, run.code());
        Expected.assertMatches(List.of("...", "PASS name-service (<s> s wall)"), run.out());
        assertTrue(
                run.err().stream().allMatch(line -> line.startsWith("ATOLL|")),
                run.err()::toString);
        assertTrue(Files.exists(folder.resolve(".atoll/runs/latest/verdict.json")));
    }

    @Test
    void shouldHandItsExitCodeOn() {
        assertEquals(2, atoll("run", "nothing").code());
        assertEquals(4, atoll("run", "--no-store", "crash").code());
    }
}
