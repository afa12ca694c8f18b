package io.atoll.command.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** The script {@code atoll}: which Java it takes, and what it says when it cannot go on. */
@Tag("jar")
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final String JDK = System.getProperty("java.home");

    @TempDir private Path folder;

    /** A copy of the launcher in a project of its own whose jar is this text. */
    private Path project(String jar) throws IOException {
        Path script = folder.resolve("atoll");
        Files.copy(Shell.PROJECT.resolve("atoll"), script);
        Files.createDirectories(folder.resolve("command-line/target"));
        Files.createDirectories(folder.resolve("command-line/src/main"));
        Files.createDirectories(folder.resolve("examples"));
        if (jar != null) {
            Files.writeString(folder.resolve("command-line/target/atoll.jar"), jar);
        }
        return script;
    }

    /** A folder that looks like a JDK of that version, and whose java says what it was asked. */
    private Path pretendedJdk(String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve("jdk-" + version));
        Path bin = Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        for (String tool : List.of("java", "javac")) {
            Path file = bin.resolve(tool);
            Files.writeString(file, "#!/bin/sh\necho \"" + version + " $*\"\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return home;
    }

    private Shell launch(Path script, Map<String, String> environment, String... arguments) {
        String[] command = new String[1 + arguments.length];
        command[0] = script.toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Shell.run(folder, environment, command);
    }

    @Test
    void shouldRunTheJarOnTheJdkThatItsVariableNames() throws IOException {
        Shell run =
                launch(
                        project("a jar"),
                        Map.of("ATOLL_JAVA_HOME", pretendedJdk("25.0.1").toString()),
                        "run",
                        "two words");

        assertEquals(0, run.code());
        String said = run.out().getFirst();
        assertTrue(said.startsWith("25.0.1 "), said);
        assertTrue(said.endsWith("/command-line/target/atoll.jar run two words"), said);
    }

    @Test
    void shouldPassOverAJavaThatIsTooOld() throws IOException {
        Path old = pretendedJdk("17.0.2");
        Path young = pretendedJdk("26");

        Shell run =
                launch(
                        project("a jar"),
                        Map.of(
                                "ATOLL_JAVA_HOME",
                                "",
                                "JAVA_HOME",
                                young.toString(),
                                "PATH",
                                old.resolve("bin") + ":/usr/bin:/bin"));

        assertTrue(run.out().getFirst().startsWith("26 "), run.out()::toString);
    }

    @Test
    void shouldSayInOneSentenceThatTheJdkNamedIsNone() throws IOException {
        Path old = pretendedJdk("17.0.2");

        Shell run = launch(project("a jar"), Map.of("ATOLL_JAVA_HOME", old.toString()));

        assertEquals(2, run.code());
        assertEquals(
                List.of(
                        "atoll: ATOLL_JAVA_HOME names '%s', which is not a JDK 25 or newer"
                                .formatted(old)),
                run.err());
    }

    @Test
    void shouldSayThatSourcesAreNewerThanTheJar() throws IOException {
        Path script = project("a jar");
        Path source = folder.resolve("examples/hello.system");
        Files.writeString(source, "<system/>");
        Path jar = folder.resolve("command-line/target/atoll.jar");
        Files.setLastModifiedTime(
                jar, FileTime.fromMillis(Files.getLastModifiedTime(source).toMillis() - 60_000));
        Map<String, String> environment = Map.of("ATOLL_JAVA_HOME", pretendedJdk("25").toString());

        Shell run = launch(script, environment);

        assertEquals(0, run.code());
        assertEquals(1, run.err().size(), run.err()::toString);
        assertTrue(run.err().getFirst().contains("sources are newer"), run.err()::toString);
    }

    @Test
    void shouldSayWhatIsMissingToBuild() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("dirname", "sed", "readlink", "find")) {
            for (String place : List.of("/usr/bin/", "/bin/")) {
                if (Files.exists(Path.of(place + tool)) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), Path.of(place + tool));
                }
            }
        }

        Shell run =
                Shell.run(
                        folder,
                        Map.of("ATOLL_JAVA_HOME", JDK, "PATH", tools.toString()),
                        "/bin/sh",
                        project(null).toString());

        assertEquals(2, run.code());
        assertEquals(1, run.err().size(), run.err()::toString);
        assertTrue(run.err().getFirst().contains("no mvn on the PATH"), run.err()::toString);
    }
}
