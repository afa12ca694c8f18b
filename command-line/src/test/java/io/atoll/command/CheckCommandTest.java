package io.atoll.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class CheckCommandTest {
    private static final String PROGRAM =
            """
            import io.atoll.coordinator.microkit.DirectProgram;
            import io.atoll.coordinator.microkit.PdContext;
            public class A implements DirectProgram {
                public void run(PdContext pd) {}
            }
            """;

    @TempDir private Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void shouldTellEverythingInFileOrderWithPlaceAndId() throws IOException {
        Path file =
                write(
                        "wrong.system",
                        """
                        <system>
                          <memory_region name="unused" size="0x1000"/>
                          <protection_domain name="a" priority="300">
                            <program_image path="A.java"/>
                          </protection_domain>
                          <protection_domain name="b" cpu="9" budget="5" period="3"/>
                          <channel><end pd="a" id="0"/><end pd="c" id="62"/></channel>
                        </system>
                        """);

        CommandRun run = CommandRun.of("check", "--topology", "2x1", file.toString());

        assertEquals(2, run.code());
        assertEquals(List.of(), run.out());
        assertEquals(
                List.of(
                        "2:3 warning [W-MR-UNUSED]",
                        "3:3 error [E-PRIORITY]",
                        "6:3 error [E-PD-IMAGE]",
                        "6:3 error [E-CPU]",
                        "6:3 note",
                        "6:3 error [E-BUDGET]",
                        "7:32 error [E-END-PD]",
                        "7:32 error [E-CHANNEL-ID]",
                        "6 errors, 1 warning"),
                run.err().stream().map(line -> shortened(file, line)).toList());
    }

    private static String shortened(Path file, String line) {
        return line.replace(file + ":", "")
                .replaceFirst("^(\\d+:\\d+): (error|warning): .*   (\\[.*\\])$", "$1 $2 $3")
                .replaceFirst("^(\\d+:\\d+): note: .*$", "$1 note");
    }

    @Test
    void shouldNotLetOneMissingProgramHideOthers() throws IOException {
        write("Broken.java", "class Broken { int x = \"text\"; }\n");
        Path file =
                write(
                        "programs.system",
                        """
                        <system>
                          <protection_domain name="a"><program_image path="Broken.java"/></protection_domain>
                          <protection_domain name="b"><program_image path="b.elf"/></protection_domain>
                          <protection_domain name="c"><program_image path="java:no.such.Program"/></protection_domain>
                        </system>
                        """);

        CommandRun run = CommandRun.of("check", file.toString());

        assertEquals(
                List.of(
                        file + ":3:31: error [E-IMAGE-UNMAPPED]",
                        file + ":4:31: error [E-IMAGE-CLASS]",
                        folder.resolve("Broken.java") + ":1:24: error [E-IMAGE-COMPILE]"),
                run.err().stream()
                        .filter(line -> line.contains(": error: "))
                        .map(line -> line.replaceFirst("error: .*   \\[", "error ["))
                        .toList());
        assertEquals("3 errors, 0 warnings", run.err().getLast());
        assertEquals(2, run.code());
    }

    @Test
    void shouldPassAndPrintTheReportThatIsAskedFor() {
        CommandRun run = CommandRun.of("check", "--report", "-", "ping-pong-two-clusters");

        assertEquals(0, run.code());
        assertEquals(List.of("0 errors, 0 warnings"), run.err());
        assertTrue(run.out().contains("# Clusters"), run.out()::toString);
        assertTrue(
                run.out().contains("1: topology's cluster 1, core 1: coordinator-1 pong"),
                run.out()::toString);
    }

    @Test
    void shouldFindMistakesInTheSettings() throws IOException {
        write("atoll.toml", "[machine]\ntopologie = \"2x1\"\n");
        Path file =
                write(
                        "fine.system",
                        """
                        <system>
                          <protection_domain name="a"><program_image path="A.java"/></protection_domain>
                        </system>
                        """);

        CommandRun run = CommandRun.of("check", file.toString());

        assertEquals(2, run.code());
        assertTrue(run.err().getFirst().endsWith("[E-TOML-KEY]"), run.err()::toString);
    }

    @Test
    void shouldSayThatASettingHasNoEffect() throws IOException {
        Path settings = write("atoll.toml", "[link]\nslots = 1024\n");
        write("A.java", "class A { }");
        Path file =
                write(
                        "fine.system",
                        """
                        <system>
                          <protection_domain name="a"><program_image path="A.java"/></protection_domain>
                        </system>
                        """);

        CommandRun run = CommandRun.of("check", file.toString());

        assertEquals(
                settings
                        + ": warning: [link] has no effect yet: rings hold 256 messages of 64 bytes"
                        + "   [W-NO-MEANING]",
                run.err().getFirst());
        assertTrue(run.err().get(1).contains("implements none of Handler"), run.err()::toString);
    }

    @Nested
    class Strict {
        private static final String DOMAIN =
                """
                <system>
                  <protection_domain name="a"><program_image path="%s"/></protection_domain>
                </system>
                """;

        @Test
        void shouldRefuseWhatTheMicrokitToolWould() throws IOException {
            write("A.java", PROGRAM);
            Path file = write("fine.system", DOMAIN.formatted("A.java"));

            assertEquals(0, CommandRun.of("check", file.toString()).code());
            CommandRun run = CommandRun.of("check", "--strict", file.toString());

            assertEquals(2, run.code());
            assertTrue(run.err().getFirst().endsWith("[E-MICROKIT-IMAGE]"), run.err()::toString);
        }

        @Test
        void shouldPassWithImagesThatSettingsMap() throws IOException {
            write("A.java", PROGRAM);
            write("atoll.toml", "[images]\n\"a.elf\" = \"A.java\"\n");
            Path file = write("fine.system", DOMAIN.formatted("a.elf"));

            CommandRun run = CommandRun.of("check", "--strict", file.toString());

            assertEquals(List.of("0 errors, 0 warnings"), run.err());
            assertEquals(0, run.code());
        }

        @Test
        void shouldSayThatAClassIsNothingForTheMicrokitTool() {
            String name = "class:io.atoll.command.Programs$Doubling";

            CommandRun run = CommandRun.of("check", "--strict", name);

            assertEquals(2, run.code());
            assertEquals(
                    "atoll: error: '%s' is a Java class; the Microkit tool reads system files"
                            .formatted(name),
                    run.complaint());
        }
    }

    @Test
    void shouldSayInOneSentenceThatAReportCannotBeWritten() {
        String file = folder.resolve("no/such/folder/report.txt").toString();

        CommandRun run = CommandRun.of("check", "-q", "--report", file, "hello");

        assertEquals(2, run.code());
        assertEquals(
                "atoll: error: cannot write '%s': there is no such folder".formatted(file),
                run.err().getLast());
    }

    @Test
    void shouldSayTheSameToPrograms() throws IOException {
        Path file =
                write(
                        "wrong.system",
                        """
                        <system>
                          <protection_domain name="a" priority="300"><program_image path="A.java"/></protection_domain>
                        </system>
                        """);

        CommandRun run = CommandRun.of("check", "--json", file.toString());

        JsonNode json = new ObjectMapper().readTree(String.join("\n", run.out()));
        assertEquals(2, run.code());
        assertEquals(List.of(), run.err());
        assertEquals(1, json.get("errors").asInt());
        assertEquals(
                "{\"file\":\"%s\",\"row\":2,\"column\":3,\"severity\":\"error\",\"rule\":\"E-PRIORITY\",\"message\":\"priority is 300, but must be 0 to 254\",\"element\":\"protection_domain\"}"
                        .formatted(file),
                json.get("diagnostics").get(0).toString());
    }
}
