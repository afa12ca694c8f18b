package io.atoll.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What programs report, and why nobody goes on, as a person sees it. */
@Timeout(120)
class ProgramReportsTest {
    @TempDir Path folder;

    @BeforeEach
    void shouldHaveTwoClusters() throws IOException {
        Files.writeString(folder.resolve("atoll.toml"), "[machine]\ntopology = \"2x1\"\n");
    }

    /** A system of programs, each on a cpu of its own, with this body. */
    private Path system(String... bodies) throws IOException {
        StringBuilder domains = new StringBuilder();
        for (int i = 0; i < bodies.length; i++) {
            String name = "P" + i;
            Files.writeString(
                    folder.resolve(name + ".java"),
                    """
                    import io.atoll.coordinator.history.*;
                    import io.atoll.coordinator.microkit.*;
                    import io.atoll.kernel.api.Sel4;
                    import java.lang.foreign.*;
                    public final class %s implements DirectProgram {
                        @Override
                        public void run(PdContext context) {
                            Sel4 sel4 = context.sel4();
                            %s
                        }
                    }
                    """
                            .formatted(name, bodies[i]));
            domains.append(
                    """
                    <protection_domain name="p%d" priority="100" cpu="%d">
                        <program_image path="%s.java" />
                        <map mr="words" vaddr="0x2000000" perms="rw" />
                    </protection_domain>
                    """
                            .formatted(i, i, name));
        }
        return Files.writeString(
                folder.resolve("checked.system"),
                "<system><memory_region name=\"words\" size=\"0x1000\" />" + domains + "</system>");
    }

    private static CommandRun run(String mode, Path system, String... options) {
        List<String> all = new ArrayList<>(List.of("run", "-q", "--mode", mode, system.toString()));
        all.addAll(List.of(options));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static String everything(CommandRun run) {
        return String.join("\n", run.out()) + "\n" + String.join("\n", run.err());
    }

    @Nested
    class Assertions {
        /** The program goes on after its broken assertion; the run does not wait for it. */
        @ParameterizedTest
        @ValueSource(strings = {"real", "sim"})
        void shouldEndTheRunInFailure(String mode) throws IOException {
            Path system =
                    system(
                            """
                            Check check = Check.of(sel4);
                            check.that(true, "never said");
                            int sum = 1 + 1;
                            check.that(sum == 3, () -> "the sum is " + sum + ", not 3");
                            while (true) {
                                sel4.yieldNow();
                            }
                            """);

            CommandRun run = run(mode, system, "--no-store", "--timeout", "60s");

            assertEquals(1, run.code(), () -> everything(run));
            assertTrue(
                    run.out()
                            .getLast()
                            .matches(
                                    "FAIL safety  checked: 'p0' in cluster 0 at \\S+ us.*: the sum"
                                            + " is 2, not 3 .*"),
                    run.out()::getLast);
            assertTrue(run.err().getFirst().startsWith("CHECK|FAIL: 'p0' in cluster 0 at "));
        }
    }

    @Nested
    class Histories {
        private static final String TWO_OPERATIONS =
                """
                RegisterHistory x = History.ofRegister(sel4, "x", 0);
                Call write = x.write(5);
                write.done();
                x.read().returned(%s);
                x.write(6);
                """;

        @ParameterizedTest
        @ValueSource(strings = {"real", "sim"})
        void shouldBeKeptAndJudged(String mode) throws IOException {
            Path out = folder.resolve("out-" + mode);
            CommandRun run =
                    run(mode, system(TWO_OPERATIONS.formatted("5")), "--out", out.toString());

            assertEquals(0, run.code(), () -> everything(run));
            String said = "3 operations on register 'x': linearizable";
            assertTrue(run.out().getLast().startsWith("PASS  checked: " + said));
            List<String> lines = Files.readAllLines(out.resolve("history.jsonl"));
            assertEquals(3, lines.size());
            assertTrue(
                    lines.get(0)
                            .matches(
                                    "\\{\"object\":\"x\",\"model\":\"register\",\"process\":\"p0\",\"operation\":\"write\",\"arguments\":\\[5],\"calledNanos\":\\d+,\"answeredNanos\":\\d+,\"result\":null}"),
                    lines::getFirst);
            assertTrue(lines.get(2).matches(".*\"arguments\":\\[6],\"calledNanos\":\\d+}"));
            assertTrue(Files.readString(out.resolve("verdict.json")).contains(said));
            assertTrue(Files.readString(out.resolve("stats.txt")).contains("history.register.x"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"real", "sim"})
        void shouldFailTheRunIfNoOrderAllowsThem(String mode) throws IOException {
            CommandRun run = run(mode, system(TWO_OPERATIONS.formatted("4")), "--no-store");

            assertEquals(1, run.code(), () -> everything(run));
            assertTrue(everything(run).contains("no order allows read() = 4 of 'p0'"));
            assertTrue(everything(run).contains("<- meanwhile it was 5"));
        }

        /** One that waits in vain for the other has shown nothing wrong, but a wrong answer has. */
        @Test
        void shouldOutweighThatNobodyGoesOn() throws IOException {
            Path system = system(TWO_OPERATIONS.formatted("4"));

            assertEquals(1, run("sim", system, "--no-store", "--until", "marker:never").code());
        }

        @Test
        void shouldNotBeDecidedIfProgramsDoNotAgreeWhatItIs() throws IOException {
            Path system =
                    system(
                            "History.ofRegister(sel4, \"x\", 0).write(1).done();",
                            "History.ofCounter(sel4, \"x\", 0).add(1).done();");

            CommandRun run = run("sim", system, "--no-store");

            assertEquals(5, run.code(), () -> everything(run));
            assertTrue(run.out().getLast().contains("some programs say that it is a "));
        }
    }

    @Nested
    class WhenNobodyGoesOn {
        @Test
        void shouldNameThreadsOfPinnedCoresToo() {
            CommandRun run =
                    CommandRun.of(
                            "run", "-q", "--no-store", "name-service", "--until", "marker:never");

            assertEquals(3, run.code(), () -> everything(run));
            assertTrue(
                    run.err().stream()
                            .anyMatch(
                                    line ->
                                            line.matches(
                                                    "cluster 1  coordinator-1 +blocked on recv"
                                                        + " ep_.* could be woken by: server \\(cap"
                                                        + " 0x9\\), .*rung by coordinator-0 of"
                                                        + " cluster 0 .*")),
                    () -> everything(run));
        }

        /** It waits for a word in memory, through a window. */
        @Test
        void shouldNameAProgramThatLetsNoTimePass() throws IOException {
            Path system =
                    system(
                            """
                            MemorySegment words = context.region("words");
                            while (words.get(ValueLayout.JAVA_LONG, 0) == 0
                                    && System.getProperty("atoll.test.over") == null) {
                                Thread.onSpinWait();
                            }
                            """);
            try {
                CommandRun run = run("sim", system, "--no-store", "--timeout", "2s", "--seed", "1");

                assertEquals(124, run.code(), () -> everything(run));
                assertTrue(
                        everything(run)
                                .contains(
                                        "no virtual time passes: 'p0' in cluster 0 does not come to"
                                                + " a system call"),
                        () -> everything(run));
                assertTrue(run.out().getLast().contains("at P0.run(P0.java:"), run.out()::getLast);
            } finally {
                System.setProperty("atoll.test.over", "now");
            }
        }
    }
}
