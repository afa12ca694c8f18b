package io.atoll.coordinator.system;

import static io.atoll.coordinator.system.EndBuilder.end;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** The model in Java: the same as from a file, with the same checks, there and back. */
class SystemBuilderTest {
    private static final Cores CORES = Cores.ofClusters(2, 2);

    /** A program to point at. */
    static final class Program {}

    @Nested
    class RoundTrip {
        @Test
        void shouldReadBackWhatWasBuilt() {
            SystemDescription built = everything().build(CORES);

            assertEquals(built.withoutPositions(), readBack(built).withoutPositions());
        }

        @Test
        void shouldReadBackAFileWithEverything() throws IOException {
            SystemDescription read = SystemFileTest.parseEverything().orThrow();
            CheckOptions options =
                    new CheckOptions(
                            CORES,
                            PpcPolicy.STRICT,
                            new SearchPath(List.of(RuleFixturesTest.Fixtures.path("."))));

            SystemDescription again =
                    SystemFile.parse("everything.system", SystemXml.write(read), options).orThrow();

            assertEquals(read.withoutPositions(), again.withoutPositions());
        }

        @Test
        void shouldEscapeWhatXmlReserves() {
            SystemDescription built =
                    SystemBuilder.named("odd")
                            .protectionDomain(
                                    "a<b>&\"c'", pd -> pd.programImage("dir/it's & more\t.java"))
                            .build(CORES);

            assertEquals(built.withoutPositions(), readBack(built).withoutPositions());
        }

        @Test
        void shouldWriteOnlyWhatIsNotTheDefault() {
            SystemDescription built =
                    SystemBuilder.named("small")
                            .protectionDomain("ping", pd -> pd.program(Program.class))
                            .build(CORES);

            assertEquals(
                    """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <system>
                      <protection_domain name="ping">
                        <program_image path="java:%s"/>
                      </protection_domain>
                    </system>
                    """
                            .formatted(Program.class.getName()),
                    SystemXml.write(built));
        }

        private SystemDescription readBack(SystemDescription built) {
            return SystemFile.parse(built.name() + ".system", SystemXml.write(built), CORES)
                    .orThrow();
        }
    }

    @Nested
    class ChannelNumbers {
        @Test
        void shouldBeTheLowestOnesFree() {
            SystemDescription system =
                    SystemBuilder.named("numbers")
                            .protectionDomain(
                                    "hub",
                                    pd ->
                                            pd.program(Program.class)
                                                    .irq(1, new Irq.Line(5, Irq.Trigger.EDGE)))
                            .protectionDomain("spoke", pd -> pd.program(Program.class))
                            .channel("hub", "spoke")
                            .channel(end("hub").id(2), end("spoke"))
                            .channel("hub", "spoke")
                            .build(CORES);

            assertEquals(
                    List.of(0, 2, 3), system.channels().stream().map(c -> c.first().id()).toList());
            assertEquals(
                    List.of(0, 1, 2),
                    system.channels().stream().map(c -> c.second().id()).toList());
        }

        @Test
        void shouldRunOutWithADiagnostic() {
            SystemBuilder builder =
                    SystemBuilder.named("full")
                            .protectionDomain("hub", pd -> pd.program(Program.class))
                            .protectionDomain("spoke", pd -> pd.program(Program.class));
            IntStream.range(0, 63).forEach(i -> builder.channel("hub", "spoke"));

            List<Diagnostic> diagnostics = builder.check(CORES).diagnostics();

            assertEquals(
                    List.of(Rule.E_CHANNEL_ID, Rule.E_CHANNEL_ID),
                    diagnostics.stream().map(Diagnostic::rule).toList());
        }
    }

    @Nested
    class Mistakes {
        @Test
        void shouldBeReportedAtTheLineOfTheAuthorsSource() {
            int[] lineOfMistake = new int[1];
            Parsed<SystemDescription> checked =
                    SystemBuilder.named("wrong")
                            .protectionDomain(
                                    "low",
                                    pd -> {
                                        pd.program(Program.class);
                                        lineOfMistake[0] = lineHere() + 1;
                                        pd.map("nothing", 0x1000);
                                    })
                            .check(CORES);

            Diagnostic diagnostic = checked.diagnostics().getFirst();
            assertEquals(Rule.E_MAP_REGION, diagnostic.rule());
            assertEquals("SystemBuilderTest.java", diagnostic.file());
            assertEquals(lineOfMistake[0], diagnostic.row());
        }

        @Test
        void shouldBeThoseOfFiles() {
            SystemBuilder builder =
                    SystemBuilder.named("wrong")
                            .memoryRegion("nothing", region -> {})
                            .protectionDomain(
                                    "client",
                                    pd ->
                                            pd.priority(120)
                                                    .program(Program.class)
                                                    .map("nothing", 0x1000))
                            .protectionDomain("server", pd -> pd.priority(100))
                            .channel(end("client").pp(), end("server"));

            assertEquals(
                    List.of(Rule.E_MR_SIZE, Rule.E_PD_IMAGE, Rule.E_PPC_PRIO),
                    builder.check(CORES).diagnostics().stream()
                            .filter(Diagnostic::isError)
                            .map(Diagnostic::rule)
                            .toList());
            assertThrows(InvalidDescriptionException.class, () -> builder.build(CORES));
        }

        private int lineHere() {
            return StackWalker.getInstance()
                    .walk(frames -> frames.skip(1).findFirst())
                    .orElseThrow()
                    .getLineNumber();
        }
    }

    @Test
    void shouldBuildAgainWithTheSameResult() {
        SystemBuilder builder = everything();

        assertEquals(builder.build(CORES), builder.build(CORES));
        assertFalse(builder.check(CORES).hasErrors());
    }

    private static SystemBuilder everything() {
        return SystemBuilder.named("built")
                .memoryRegion("ring", 0x2000)
                .memoryRegion("heap", r -> r.sizeBytes(0x40_0000).pageSizeBytes(0x20_0000))
                .memoryRegion("uart", r -> r.sizeBytes(0x1000).physicalAddress(0x900_0000))
                .protectionDomain(
                        "client",
                        pd ->
                                pd.priority(10)
                                        .budgetMicros(100)
                                        .periodMicros(200)
                                        .stackSizeBytes(0x3000)
                                        .cpu(1)
                                        .programImage("client.elf", "client.debug.elf")
                                        .map("ring", 0x1000_0000, "rx")
                                        .map(
                                                "heap",
                                                0x2000_0000,
                                                m ->
                                                        m.uncached()
                                                                .permissions("r")
                                                                .setvarVirtualAddress("heap_base")
                                                                .setvarSize("heap_size"))
                                        .irq(7, new Irq.Line(33, Irq.Trigger.EDGE), "irq_id")
                                        .irq(
                                                8,
                                                new Irq.IoApicPin(
                                                        1, 2, 3, Irq.Trigger.LEVEL, false))
                                        .irq(9, new Irq.Message("00:1f.3", 1, 4))
                                        .setvar("uart_paddr", "uart")
                                        .capability(
                                                UserCapability.Kind.SCHEDULING_CONTEXT, 5, "kid")
                                        .child(
                                                "kid",
                                                2,
                                                "kid_id",
                                                kid ->
                                                        kid.program(Program.class)
                                                                .child(
                                                                        "grandkid",
                                                                        0,
                                                                        g ->
                                                                                g.program(
                                                                                        Program
                                                                                                .class))))
                .protectionDomain("server", pd -> pd.priority(20).passive().program(Program.class))
                .channel(
                        end("client").id(3).pp().setvarId("server_id"),
                        end("server").withoutNotify())
                .channel("server", "grandkid");
    }
}
