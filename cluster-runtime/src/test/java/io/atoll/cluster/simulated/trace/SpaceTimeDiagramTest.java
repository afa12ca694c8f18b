package io.atoll.cluster.simulated.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;

class SpaceTimeDiagramTest {
    private final EventLog log = new EventLog();

    private static final int NO_OTHER = -1;

    private void message(TracedRing ring, long sentAt, long foundAt) {
        long number = ring.send("a<b");
        log.add(TraceKind.MESSAGE_SENT, 0, 0, sentAt, sentAt, ring.number(), number, "a<b");
        if (foundAt >= 0) {
            ring.find("c", number);
            log.add(TraceKind.MESSAGE_FOUND, 0, 1, foundAt, foundAt, ring.number(), number, "c");
        }
    }

    private Document drawn(int mostMessages) throws Exception {
        TracedRun run =
                new TracedRun(
                        "two & two", 7, "mail", 2000, List.of(List.of(0), List.of(1)), 99, 5, log);
        byte[] text = SpaceTimeDiagram.of(run, mostMessages).getBytes(StandardCharsets.UTF_8);
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text));
    }

    private static List<String> titles(Document svg) {
        NodeList titles = svg.getElementsByTagName("title");
        return IntStream.range(1, titles.getLength())
                .mapToObj(i -> titles.item(i).getTextContent())
                .toList();
    }

    @Test
    void shouldDrawAnArrowForEachMessageThatSaysWhatItIs() throws Exception {
        message(log.addRing(0), 2000, 2400);

        assertEquals(
                List.of("a<b>c #0, by a<b at 1.000000 us, found by c after 0.200000 us"),
                titles(drawn(10)));
    }

    @Test
    void shouldEndInACrossWhatNeverArrives() throws Exception {
        message(log.addRing(0), 2000, -1);
        log.add(TraceKind.DOORBELL_LOST, 0, 1, 3000, 3000, 0, 9, "c");

        Document svg = drawn(10);

        assertEquals(
                List.of(
                        "a<b>? #0, by a<b at 1.000000 us, not found by anybody",
                        "doorbell, line 9, by c at 1.500000 us, lost"),
                titles(svg));
        NodeList paths = svg.getElementsByTagName("path");
        long crosses =
                IntStream.range(0, paths.getLength())
                        .mapToObj(i -> paths.item(i).getAttributes().getNamedItem("d"))
                        .filter(d -> d.getTextContent().endsWith("l8 8m0 -8l-8 8"))
                        .count();
        assertEquals(2, crosses);
    }

    @Test
    void shouldCutAllButTheLastMessagesAndSaySo() throws Exception {
        TracedRing ring = log.addRing(0);
        for (int i = 0; i < 20; i++) {
            message(ring, 1000 * i, 1000 * i + 300);
        }

        Document svg = drawn(5);

        assertEquals(5, titles(svg).size());
        assertTrue(titles(svg).getFirst().startsWith("a<b>c #15,"), titles(svg).toString());
        assertTrue(svg.getDocumentElement().getTextContent().contains("what came before is cut"));
        assertFalse(
                drawn(20)
                        .getDocumentElement()
                        .getTextContent()
                        .contains("what came before is cut"));
    }

    @Test
    void shouldBeReadableAlsoWithCharactersThatXmlHasNoPlaceFor() throws Exception {
        log.add(TraceKind.OUTPUT, 0, 1, 10, 10, NO_OTHER, 0, "c: bell \u0007 & <tag>\n");

        assertTrue(drawn(5).getDocumentElement().getTextContent().contains("c: bell ? & <tag>"));
    }

    /** Time never runs upwards, and a long silence takes no page. */
    @Test
    void shouldPlaceLaterMomentsLower() {
        TimeScale scale = new TimeScale(new TreeSet<>(List.of(0L, 10L, 1_000_000_000_000L)), 100);

        assertEquals(100, scale.y(0));
        assertTrue(scale.y(0) < scale.y(5) && scale.y(5) < scale.y(10));
        assertTrue(scale.y(10) < scale.y(500_000_000_000L));
        assertTrue(scale.bottom() < 200, "" + scale.bottom());
    }
}
