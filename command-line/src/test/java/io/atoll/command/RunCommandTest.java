package io.atoll.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.atoll.command.testing.Expected;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

@Timeout(60)
class RunCommandTest {
    private static final String CLASS = "class:io.atoll.command.Programs$";

    private static CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("run", "--no-store"));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(String[]::new));
    }

    /** A system file of two domains that call, in the clusters of these cpus. */
    private static Path doubling(Path folder, int callerCpu, int doublerCpu) throws IOException {
        return Files.writeString(
                folder.resolve("doubling.system"),
                """
                <system>
                  <protection_domain name="caller" priority="1" cpu="%d">
                    <program_image path="caller.elf"/>
                  </protection_domain>
                  <protection_domain name="doubler" priority="2" cpu="%d">
                    <program_image path="doubler.elf"/>
                  </protection_domain>
                  <channel><end pd="caller" id="0" pp="true"/><end pd="doubler" id="0"/></channel>
                </system>
                """
                        .formatted(callerCpu, doublerCpu));
    }

    private static void mapImages(Path folder) throws IOException {
        Files.writeString(
                folder.resolve("atoll.toml"),
                """
                [machine]
                topology = "2x1"
                [images]
                "caller.elf" = "io.atoll.command.Programs$Caller"
                "doubler.elf" = "io.atoll.command.Programs$Doubler"
                """);
    }

    @Nested
    class Systems {
        @Test
        void shouldBeTheNameOfAnExample() {
            CommandRun run = run("hello");

            assertEquals(0, run.code());
            Expected.assertMatches(List.of("hello, world", "PASS hello (<s> s wall)"), run.out());
            Expected.assertMatches(
                    List.of(
                            "ATOLL|INFO: hello: 1 protection domain, 0 memory regions, 0 channels;"
                                    + " 1 of 2 clusters used",
                            "ATOLL|INFO: mode=real topology=\"<a> L2Cache:2(size=4194304) Core:1"
                                    + " PU:1\" cpus=<cpus>",
                            "ATOLL|INFO: idle after <s> s"),
                    run.err());
        }

        @Test
        void shouldBeAFileWhoseElfNamesAreMappedInTheSettings(@TempDir Path folder)
                throws IOException {
            mapImages(folder);

            CommandRun run = run(doubling(folder, 0, 0).toString());

            Expected.assertMatches(
                    List.of("caller| answer 40", "PASS doubling (<s> s wall)"), run.out());
            assertEquals(0, run.code());
        }

        /** One kernel on both cores, however they keep apart in it. */
        @ParameterizedTest
        @ValueSource(strings = {"lock-free-fastpath", "big-lock"})
        void shouldHaveProgramsOnSeveralCoresOfACluster(String locking, @TempDir Path folder)
                throws IOException {
            mapImages(folder);
            String system = doubling(folder, 0, 1).toString();

            CommandRun run =
                    run("-v", "--pin", "off", "--topology", "1x2", "--locking", locking, system);

            Expected.assertMatches(
                    List.of("caller| answer 40", "PASS doubling (<s> s wall)"), run.out());
            Expected.assertMatches(
                    List.of(
                            "ATOLL|INFO: doubling: 2 protection domains, 0 memory regions, 1"
                                    + " channel; 1 of 1 clusters used, 2 of 2 cores",
                            "...",
                            "LDR|INFO|C0: kernel image 0: cores 0+1 ("
                                    + locking
                                    + "), not pinned, 32 MiB, shared regions 0",
                            "..."),
                    run.err());
            assertEquals(0, run.code());
        }

        @Test
        void shouldLeaveOutCoresOnWhichNothingWasPut(@TempDir Path folder) throws IOException {
            mapImages(folder);
            String system = doubling(folder, 4, 6).toString();

            CommandRun run = run("-v", "--topology", "2x4", "--pin", "off", system);

            assertEquals(0, run.code());
            assertTrue(
                    run.err()
                            .contains(
                                    "LDR|INFO|C0: kernel image 0: cores 4+6 (lock-free-fastpath),"
                                            + " not pinned, 32 MiB, shared regions 0"),
                    run.err()::toString);
        }

        @Test
        void shouldBeAFolderWithASystemFile(@TempDir Path folder) throws IOException {
            mapImages(folder);
            doubling(folder, 0, 0);

            assertEquals("caller| answer 40", run(folder.toString()).out().getFirst());
        }

        @Test
        void shouldBeAFolderThatASystemFileBesideItIsNamedAfter(@TempDir Path folder)
                throws IOException {
            mapImages(folder);
            doubling(folder, 0, 0);
            Path programs = Files.createDirectory(folder.resolve("doubling"));

            assertEquals("caller| answer 40", run(programs.toString()).out().getFirst());
        }

        @Test
        void shouldBeASourceFile(@TempDir Path folder) throws IOException {
            Path source =
                    Files.writeString(
                            folder.resolve("Alone.java"),
                            """
                            import io.atoll.coordinator.microkit.DirectProgram;
                            import io.atoll.coordinator.microkit.PdContext;
                            public class Alone implements DirectProgram {
                                public void run(PdContext pd) { pd.dbgPuts("I am " + pd.name()); }
                            }
                            """);

            Expected.assertMatches(
                    List.of("I am Alone", "PASS Alone (<s> s wall)"), run(source.toString()).out());
        }

        @Test
        void shouldBeABuilder() {
            Expected.assertMatches(
                    List.of("caller| answer 40", "PASS doubling (<s> s wall)"),
                    run(CLASS + "Doubling").out());
        }

        @Test
        void shouldBeAnInitialTaskForEachCluster() {
            CommandRun run = run("--topology", "2x1", CLASS + "Where");

            assertEquals(
                    List.of("initial-task| in cluster 0", "initial-task| in cluster 1"),
                    run.out().subList(0, 2).stream().sorted().toList());
        }
    }

    @Nested
    class Refusals {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        nowhere.system | there is no file or folder 'nowhere.system', and no example of that name; examples are hello, ping-pong, ping-pong-two-clusters, ping-pong-brief, two-cores, name-service, initial-task, crash, token-ring, lost-wakeup, lost-wakeup-mended, replicated-register, stale-read, spin-lock, spin-lock-naive
                        pom.xml.orig   | there is no file or folder 'pom.xml.orig', and no example of that name; examples are hello, ping-pong, ping-pong-two-clusters, ping-pong-brief, two-cores, name-service, initial-task, crash, token-ring, lost-wakeup, lost-wakeup-mended, replicated-register, stale-read, spin-lock, spin-lock-naive
                        src            | folder 'src' holds neither a .system nor a .java file
                        class:Nowhere  | there is no class 'Nowhere' on the class path; --search-path adds to it
                        class:java.lang.String | class 'java.lang.String' is nothing to run: it implements none of InitialTask, SystemDefinition, Handler, DirectProgram and StackfulProgram
                        """)
        void shouldSayInOneSentenceWhatIsNoSystem(String argument, String sentence) {
            CommandRun run = run(argument);

            assertEquals("atoll: error: " + sentence, run.complaint());
            assertEquals(List.of(), run.out());
            assertEquals(2, run.code());
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        --seed 5          | --seed is for the simulated machine: use 'atoll sim', or --mode sim
                        --until tomorrow  | --until cannot be 'tomorrow'; it can be idle, a time such as 5s, '2000 events', or marker:TEXT
                        --timeout 5       | --timeout cannot be '5'; it is a time such as 500ms, 5s or 2m
                        --cluster-by sock | clusters cannot be formed by 'sock'; write core, l2, l3, die, numa, package or all
                        --topology 2y2    |
                        """)
        void shouldSayInOneSentenceWhatAnOptionCannotBe(String options, String sentence) {
            List<String> arguments = new ArrayList<>(List.of(options.split(" ")));
            arguments.add("hello");

            CommandRun run = run(arguments.toArray(String[]::new));

            assertTrue(run.complaint().startsWith("atoll: error: "), run.complaint());
            if (sentence != null) {
                assertEquals("atoll: error: " + sentence, run.complaint());
            }
            assertEquals(2, run.code());
        }

        @Test
        void shouldSayWhatABuilderNeeds() {
            CommandRun run = run(CLASS + "NeedsMore");

            assertTrue(
                    run.complaint().contains("it needs a constructor without parameters"),
                    run.complaint());
            assertEquals(2, run.code());
        }

        @Test
        void shouldTellAllErrorsAndStartNothing(@TempDir Path folder) throws IOException {
            Path file = doubling(folder, 0, 0); // without the settings that map its images

            CommandRun run = run(file.toString());

            assertEquals(2, run.code());
            assertEquals(List.of(), run.out());
            assertEquals(
                    List.of(
                            file + ":3:5: error: [E-IMAGE-UNMAPPED]",
                            file + ":6:5: error: [E-IMAGE-UNMAPPED]"),
                    run.err().stream()
                            .filter(line -> line.contains(": error: "))
                            .map(line -> line.replaceAll("error: .*   \\[", "error: ["))
                            .toList());
            assertEquals("2 errors, 0 warnings", run.err().getLast());
        }

        @Test
        void shouldNameTheLineOfABuilderThatIsWrong() {
            CommandRun run = run(CLASS + "Wrong");

            assertEquals(2, run.code());
            assertTrue(
                    run.err()
                            .getFirst()
                            .matches("Programs.java:\\d+:1: error: priority must be .*"),
                    run.err()::toString);
        }

        @Test
        void shouldRefuseACallBetweenClustersUnlessCoordinatorsMayCarryIt(@TempDir Path folder)
                throws IOException {
            mapImages(folder);
            String file = doubling(folder, 0, 1).toString();

            CommandRun strict = run(file);
            CommandRun carried = run("--ppc", "coordinator", file);

            assertEquals(2, strict.code());
            assertTrue(strict.err().getFirst().endsWith("[E-PPC-CLUSTER]"), strict.err()::toString);
            assertEquals("caller| answer 40", carried.out().getFirst());
            assertEquals(0, carried.code());
        }
    }

    @Nested
    class Warnings {
        @Test
        void shouldChangeTheExitCodeOnlyIfAskedTo(@TempDir Path folder) throws IOException {
            mapImages(folder);
            Path file = doubling(folder, 0, 0);
            Files.writeString(
                    folder.resolve("atoll.toml"),
                    "[link]\nslots = 512\n",
                    StandardOpenOption.APPEND);

            assertEquals(0, run(file.toString()).code());
            CommandRun refused = run("--werror", file.toString());

            assertEquals(2, refused.code());
            assertEquals(List.of(), refused.out());
            assertEquals("0 errors, 1 warning", refused.err().getLast());
        }
    }

    @Nested
    class Ends {
        @Test
        void shouldFailIfNobodyHandledAFault() {
            CommandRun run = run("crash");

            assertEquals(4, run.code());
            Expected.assertMatches(
                    List.of(
                            "FAIL fault crash: 'crasher' faulted and nobody handled it (<s> s"
                                    + " wall)"),
                    List.of(run.out().getLast()));
        }

        @Test
        void shouldPassWithAFaultThatIsAccepted() {
            assertEquals(0, run("--on-fault", "continue", "crash").code());
        }

        @Test
        void shouldFailIfWhatWasWaitedForCannotComeAnyMore() {
            CommandRun run = run("--until", "marker:done", CLASS + "Waiter");

            assertEquals(3, run.code());
            Expected.assertMatches(
                    List.of(
                            "waiting",
                            "FAIL liveness Waiter: nothing can happen any more, and nobody printed"
                                    + " 'done' (<s> s wall)"),
                    run.out());
        }

        @Test
        void shouldPassAsSoonAsTheMarkerIsPrinted() {
            CommandRun run = run("--until", "marker:bus", CLASS + "Busy");

            assertEquals(0, run.code());
        }

        @Test
        void shouldPassWhenItsTimeIsOver() {
            CommandRun run = run("--until", "100ms", CLASS + "Busy");

            assertEquals(0, run.code());
        }

        @Test
        void shouldGiveUpAfterTheTimeout() {
            CommandRun run = run("--timeout", "200ms", CLASS + "Busy");

            assertEquals(124, run.code());
            Expected.assertMatches(
                    List.of("busy", "TIMEOUT Busy: not done after 0.2 s (<s> s wall)"), run.out());
        }
    }

    @Nested
    class Output {
        @Test
        void shouldBeTheGuestsAloneIfRaw() {
            CommandRun run = run("--raw", CLASS + "Doubling");

            assertEquals(List.of("answer 40"), run.out());
            Expected.assertMatches(List.of("...", "PASS doubling (<s> s wall)"), run.err());
        }

        @Test
        void shouldSayWhereEachImageIsIfVerbose() {
            Expected.assertMatches(
                    List.of(
                            "...",
                            "LDR|INFO|C0: kernel image 0: core 0, not pinned, 32 MiB, shared"
                                    + " regions 0",
                            "..."),
                    run("-v", "--pin", "off", "hello").err());
        }

        @Test
        void shouldBeInColourWhereThatIsAskedFor() {
            assertTrue(
                    run("--color", "always", "hello")
                            .out()
                            .getLast()
                            .startsWith("\u001b[1;32mPASS\u001b[0m  hello  ("));
            assertTrue(run("--color", "never", "hello").out().getLast().startsWith("PASS  hello"));
        }

        @Test
        void shouldHaveNoRemarksIfQuiet() {
            assertEquals(List.of(), run("--quiet", "hello").err());
        }

        @Test
        void shouldBeKeptInTheFolderOfTheRun(@TempDir Path folder) throws IOException {
            Path out = folder.resolve("kept");

            CommandRun run = CommandRun.of("run", "--out", out.toString(), "hello");

            assertEquals(0, run.code());
            try (Stream<Path> files = Files.list(out)) {
                assertEquals(
                        new TreeSet<>(
                                List.of(
                                        "atoll.log",
                                        "config.resolved.toml",
                                        "console.log",
                                        "report.txt",
                                        "stats.json",
                                        "stats.txt",
                                        "system",
                                        "system.resolved.xml",
                                        "topology.xml",
                                        "verdict.json")),
                        new TreeSet<>(files.map(file -> file.getFileName().toString()).toList()));
            }
            assertTrue(
                    Files.readString(out.resolve("console.log")).endsWith("hello| hello, world\n"));
            assertTrue(Files.readString(out.resolve("verdict.json")).contains("\"code\" : 0,"));
            assertTrue(
                    Files.readString(out.resolve("config.resolved.toml"))
                            .contains("timeout = \"60s\"\n"));
            List<String> log = Files.readAllLines(out.resolve("atoll.log"));
            assertTrue(log.removeIf(line -> line.startsWith("LDR|")), "details are kept, too");
            assertEquals(run.err(), log);
            assertTrue(
                    Files.readString(out.resolve("topology.xml"))
                            .contains("<info name=\"AtollCluster\" value=\"1\"/>"));
            JsonNode stats = new ObjectMapper().readTree(out.resolve("stats.json").toFile());
            assertEquals(1, stats.get("program.hello.lines").get("value").asInt());
            assertEquals("count", stats.get("program.hello.lines").get("unit").asText());
            assertTrue(stats.get("wall").get("value").asDouble() > 0);
            List<String> names = new ArrayList<>();
            stats.fieldNames().forEachRemaining(names::add);
            assertEquals(
                    names,
                    Files.readAllLines(out.resolve("stats.txt")).stream()
                            .map(line -> line.substring(0, line.indexOf(' ')))
                            .toList());
        }

        @Test
        void shouldNotHaveATimeForWhatWasNotReached(@TempDir Path folder) throws IOException {
            Path out = folder.resolve("kept");

            CommandRun run =
                    CommandRun.of(
                            "run", "--out", out.toString(), "--timeout", "100ms", CLASS + "Busy");

            assertEquals(124, run.code());
            JsonNode stats = new ObjectMapper().readTree(out.resolve("stats.json").toFile());
            assertTrue(stats.has("boot"), stats::toString);
            assertFalse(stats.has("idle"), stats::toString);
        }

        @Test
        void shouldNotBeKeptInAFolderThatHoldsSomethingElse(@TempDir Path folder)
                throws IOException {
            Files.writeString(folder.resolve("precious.txt"), "mine");

            CommandRun run = CommandRun.of("run", "--out", folder.toString(), "hello");

            assertEquals(2, run.code());
            assertTrue(run.complaint().contains("is not empty"), run.complaint());
        }
    }
}
