package io.atoll.coordinator.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.coordinator.system.RuleFixturesTest.Fixtures;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** What {@link SystemFile} reads, and how it reports what it cannot read. */
class SystemFileTest {
    private static final Cores CORES = Cores.ofClusters(2, 2);
    private static final String PING =
            "<protection_domain name='ping'><program_image path='a.Ping'/></protection_domain>";

    @Nested
    class AFileWithEverything {
        private final SystemDescription system = readEverything();

        @Test
        void shouldTakeItsNameFromTheFile() {
            assertEquals("everything", system.name());
        }

        @Test
        void shouldReadProtectionDomains() {
            ProtectionDomain client = system.protectionDomain("client").orElseThrow();

            assertEquals(100, client.priority());
            assertEquals(20_000, client.budgetMicros());
            assertEquals(0xffff, client.periodMicros());
            assertFalse(client.passive());
            assertEquals(0x4000, client.stackSizeBytes());
            assertEquals(1, client.cpu());
            assertEquals(new Position(12, 3), client.position());
            assertEquals(
                    new ProgramImage.Elf("client.elf", "client.debug.elf", new Position(14, 5)),
                    client.programImage());
            assertTrue(system.protectionDomain("server").orElseThrow().passive());
        }

        @Test
        void shouldFillInDefaults() {
            ProtectionDomain grandkid = system.protectionDomain("grandkid").orElseThrow();

            assertEquals(0, grandkid.priority());
            assertEquals(1000, grandkid.budgetMicros());
            assertEquals(1000, grandkid.periodMicros());
            assertEquals(0x2000, grandkid.stackSizeBytes());
            assertEquals(0, grandkid.cpu());
        }

        @Test
        void shouldNestChildren() {
            Child kid = system.protectionDomains().getFirst().children().getFirst();

            assertEquals(3, kid.id());
            assertEquals("kid_id", kid.setvarId());
            assertEquals("kid", kid.domain().name());
            assertEquals(61, kid.domain().children().getFirst().id());
            assertEquals(
                    List.of("client", "kid", "grandkid", "server"),
                    system.allProtectionDomains().stream().map(ProtectionDomain::name).toList());
        }

        @Test
        void shouldReadMappings() {
            List<Mapping> maps = system.protectionDomain("client").orElseThrow().maps();

            assertEquals(
                    new Mapping(
                            "ring",
                            0x4000_0000L,
                            "rwx",
                            true,
                            "ring_base",
                            "ring_bytes",
                            "",
                            new Position(15, 5)),
                    maps.get(0));
            assertEquals(new Position(17, 5), maps.get(1).position());
            assertEquals(new Position(17, 41), maps.get(2).position());
            assertEquals("words_bytes", maps.get(2).setvarPrefillSize());
            assertFalse(maps.get(5).cached());
        }

        @Test
        void shouldDecideSizesThatTheFileLeavesOpen() {
            assertEquals(0x1000, region("ring").pageSizeBytes());
            assertEquals(0x20_0000, region("heap").pageSizeBytes());
            assertEquals(0x20_0000, region("auto").pageSizeBytes());
            assertEquals(0x1000, region("small").pageSizeBytes());
            assertEquals(0x2000, region("words").sizeBytes());
            assertEquals(OptionalLong.of(0x900_0000), region("uart").physicalAddress());
        }

        @Test
        void shouldReadInterruptsOfEveryKind() {
            ProtectionDomain server = system.protectionDomain("server").orElseThrow();

            assertEquals(
                    new Irq(
                            60,
                            new Irq.Line(33, Irq.Trigger.EDGE),
                            "uart_irq",
                            new Position(22, 5)),
                    system.protectionDomain("client").orElseThrow().irqs().getFirst());
            assertEquals(
                    new Irq.IoApicPin(1, 4, 107, Irq.Trigger.LEVEL, false),
                    server.irqs().get(0).source());
            assertEquals(new Irq.Message("01:1f.0", 2, 0), server.irqs().get(1).source());
        }

        @Test
        void shouldReadSymbolsAndUserCapabilities() {
            ProtectionDomain client = system.protectionDomain("client").orElseThrow();

            assertEquals(
                    List.of(new SetVar("uart_paddr", "uart", new Position(23, 5))),
                    client.setvars());
            assertEquals(
                    new UserCapability(UserCapability.Kind.VSPACE, 127, "kid", new Position(27, 7)),
                    client.capabilities().get(2));
        }

        @Test
        void shouldReadChannels() {
            Channel channel = system.channels().getFirst();

            assertEquals(
                    new End("client", 1, true, true, "server_channel", new Position(43, 5)),
                    channel.first());
            assertEquals(
                    new End("server", 2, false, false, "", new Position(44, 5)), channel.second());
            assertEquals(channel.first(), channel.opposite(channel.second()));
            assertEquals(new Position(46, 39), system.channels().get(1).second().position());
        }

        @Test
        void shouldOnlyWarnAboutWhatHasNoMeaning() throws IOException {
            List<Diagnostic> diagnostics = parseEverything().diagnostics();

            assertEquals(5, diagnostics.size());
            assertTrue(diagnostics.stream().allMatch(d -> d.rule() == Rule.W_NO_MEANING));
        }

        private MemoryRegion region(String name) {
            return system.memoryRegion(name).orElseThrow();
        }
    }

    @Nested
    class Positions {
        @Test
        void shouldPointAtTheStartOfATagThatSpansLines() {
            Parsed<SystemDescription> parsed =
                    parse(
                            "<system>\n"
                                    + PING
                                    + "\n  <memory_region\n    name='>'\n  />\n</system>");

            assertEquals(
                    "test.system:3:3: error: required attribute 'size' is missing; only a region"
                            + " with 'prefill_path' has a size of its own on element"
                            + " 'memory_region'   [E-ATTRIBUTE-MISSING]",
                    parsed.diagnostics().getFirst().toString());
        }

        @Test
        void shouldNotBeDistractedByCommentsSectionsInstructionsAndAttributes() {
            String decoys = "<!-- <a> --><?x <b> ?><!-- <c/> -->";
            Parsed<SystemDescription> parsed =
                    parse(
                            "<system>"
                                    + decoys
                                    + "<channel a='/>' b='&lt;d>'/>"
                                    + PING
                                    + "</system>");

            assertEquals(
                    new Position(1, 1 + "<system>".length() + decoys.length()),
                    parsed.diagnostics().getFirst().position());
        }

        @Test
        void shouldCountEveryKindOfLineEnd() {
            Parsed<SystemDescription> parsed =
                    parse("<system>\r\n\r\n" + PING + "\r\r  <channel/>\n</system>");

            assertEquals(new Position(5, 3), parsed.diagnostics().getFirst().position());
        }

        @Test
        void shouldNotCountAByteOrderMark() {
            Parsed<SystemDescription> parsed = parse("\uFEFF<system></system>");

            assertEquals(new Position(1, 1), parsed.diagnostics().getFirst().position());
            assertEquals(Rule.E_PD_NONE, parsed.diagnostics().getFirst().rule());
        }

        @Test
        void shouldReportInFileOrderWhateverTheOrderOfTheChecks() {
            Parsed<SystemDescription> parsed =
                    parse(
                            """
                            <system>
                                <channel>
                                    <end pd="pong" id="0"/>
                                    <end pd="ping" id="99"/>
                                </channel>
                                <memory_region name="ring" size="3"/>
                                <bogus/>
                                <protection_domain name="ping" priority="300" wrong="1">
                                    <program_image path="a.B"/>
                                    <map mr="gone" vaddr="0"/>
                                </protection_domain>
                            </system>
                            """);

            assertNull(parsed.value());
            assertEquals(
                    List.of(
                            Rule.E_END_PD,
                            Rule.E_CHANNEL_ID,
                            Rule.E_MR_SIZE,
                            Rule.W_MR_UNUSED,
                            Rule.E_ELEMENT,
                            Rule.E_ATTRIBUTE,
                            Rule.E_PRIORITY,
                            Rule.E_MAP_REGION),
                    parsed.diagnostics().stream()
                            .filter(d -> d.severity() != Diagnostic.Severity.NOTE)
                            .map(Diagnostic::rule)
                            .toList());
        }
    }

    @Nested
    class Consequences {
        @Test
        void shouldNotBlameTheDefaultOfAPriorityThatCannotBeRead() {
            assertOnly(
                    Rule.E_INTEGER,
                    """
                    <system>
                        <protection_domain name="low" priority="10">
                            <program_image path="a.B"/>
                        </protection_domain>
                        <protection_domain name="high" priority="2O">
                            <program_image path="a.B"/>
                        </protection_domain>
                        <channel><end pd="low" id="0" pp="true"/><end pd="high" id="0"/></channel>
                    </system>
                    """);
        }

        @Test
        void shouldNotBlameTheClusterOfACoreThatIsNotThere() {
            assertOnly(
                    Rule.E_CPU,
                    """
                    <system>
                        <protection_domain name="parent" cpu="17">
                            <program_image path="a.B"/>
                            <protection_domain name="child" id="0">
                                <program_image path="a.B"/>
                            </protection_domain>
                        </protection_domain>
                    </system>
                    """);
        }

        @Test
        void shouldNotLookForOverlapsOfRegionsWithoutSize() {
            assertOnly(
                    Rule.E_INTEGER,
                    """
                    <system>
                        <memory_region name="a" size="big"/>
                        <memory_region name="b" size="0x1000"/>
                        <protection_domain name="ping">
                            <program_image path="a.B"/>
                            <map mr="a" vaddr="0x1000"/>
                            <map mr="b" vaddr="0x1000"/>
                        </protection_domain>
                    </system>
                    """);
        }

        private void assertOnly(Rule rule, String xml) {
            Parsed<SystemDescription> parsed = parse(xml);
            assertEquals(
                    List.of(rule),
                    parsed.diagnostics().stream().map(Diagnostic::rule).distinct().toList());
            assertEquals(1, parsed.errorCount());
        }
    }

    @Nested
    class CallsBetweenClusters {
        private static final String APART =
                """
                <system>
                    <protection_domain name="ping" priority="1" cpu="1">
                        <program_image path="a.B"/>
                    </protection_domain>
                    <protection_domain name="pong" priority="2" cpu="2">
                        <program_image path="a.B"/>
                    </protection_domain>
                    <channel><end pd="ping" id="0" pp="true"/><end pd="pong" id="0"/></channel>
                </system>
                """;

        @Test
        void shouldBeRefusedUnlessAskedFor() {
            assertEquals(Rule.E_PPC_CLUSTER, parse(APART).diagnostics().getFirst().rule());
        }

        @Test
        void shouldBeAllowedThroughTheCoordinators() {
            CheckOptions options =
                    new CheckOptions(CORES, PpcPolicy.COORDINATOR, SearchPath.current());

            assertFalse(SystemFile.parse("test.system", APART, options).hasErrors());
        }

        @Test
        void shouldBeAllowedWhenTheTopologyPutsBothIntoOneCluster() {
            assertFalse(SystemFile.parse("test.system", APART, Cores.ofClusters(1, 4)).hasErrors());
        }
    }

    @Nested
    class HostileText {
        @Test
        void shouldNotReadFilesThroughEntities(@TempDir Path folder) throws IOException {
            Path secret = Files.writeString(folder.resolve("secret"), "<protection_domain/>");
            Parsed<SystemDescription> parsed =
                    parse(
                            "<!DOCTYPE system [<!ENTITY e SYSTEM '"
                                    + secret.toUri()
                                    + "'>]><system>&e;</system>");

            assertEquals(
                    List.of(Rule.E_XML_DTD),
                    parsed.diagnostics().stream().map(Diagnostic::rule).toList());
        }

        @Test
        void shouldRefuseElementsNestedWithoutEnd() {
            String deep = "<system>" + "<protection_domain>".repeat(100_000);

            assertEquals(
                    List.of(Rule.E_XML),
                    parse(deep).diagnostics().stream().map(Diagnostic::rule).toList());
        }

        @Test
        void shouldReportAnEmptyFile() {
            assertEquals(Rule.E_XML, parse("").diagnostics().getFirst().rule());
        }

        @Test
        void shouldReportBytesThatAreNotUtf8(@TempDir Path folder) throws IOException {
            Path file = folder.resolve("latin.system");
            Files.write(file, "<system>\u00e4</system>".getBytes(StandardCharsets.ISO_8859_1));

            Parsed<SystemDescription> parsed = SystemFile.read(file, CheckOptions.strict(CORES));

            assertEquals(
                    file + ":1:1: error: the file is not UTF-8 text   [E-XML]",
                    parsed.diagnostics().getFirst().toString());
        }
    }

    @Test
    void shouldThrowEverythingThatIsWrongWhenAskedTo() {
        InvalidDescriptionException thrown =
                assertThrows(
                        InvalidDescriptionException.class,
                        () -> parse("<system><a/><b/></system>").orThrow());

        assertEquals(3, thrown.diagnostics().size());
        assertEquals(3, thrown.getMessage().lines().count());
    }

    @Test
    void shouldFindPrefillsBesideTheFile(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("data.bin"), new byte[] {1});
        String file = folder.resolve("my.system").toString();
        String xml =
                """
                <system>
                    <memory_region name="data" prefill_path="data.bin"/>
                    <protection_domain name="ping">
                        <program_image path="a.B"/>
                        <map mr="data" vaddr="0x1000"/>
                    </protection_domain>
                </system>
                """;

        SystemDescription system = SystemFile.parse(file, xml, CORES).orThrow();

        assertEquals("my", system.name());
        assertEquals(0x1000, system.memoryRegions().getFirst().sizeBytes());
    }

    private static Parsed<SystemDescription> parse(String xml) {
        return SystemFile.parse("test.system", xml, CORES);
    }

    static Parsed<SystemDescription> parseEverything() throws IOException {
        Path file = Fixtures.path("everything.system");
        return SystemFile.parse(file.toString(), Files.readString(file), CORES);
    }

    private static SystemDescription readEverything() {
        try {
            return parseEverything().orThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
