package io.atoll.benchmarks.modelled.plots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.benchmarks.modelled.plots.LinePlot.Axis;
import io.atoll.benchmarks.modelled.plots.LinePlot.Curve;
import io.atoll.benchmarks.modelled.plots.LinePlot.Kind;
import io.atoll.benchmarks.modelled.plots.LinePlot.Point;
import io.atoll.benchmarks.modelled.plots.LinePlot.Scale;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

class LinePlotSvgTest {
    private static final LinePlot EMPTY =
            LinePlot.of(
                    "Calls & <answers>",
                    "of \"nobody\"",
                    new Axis("cores", Scale.LOG2),
                    new Axis("a second", Scale.LOG10));

    private static Document parsed(LinePlot plot) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(LinePlotSvg.of(plot))));
    }

    private static Curve curve(String name, double... values) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            points.add(new Point(1 << i, values[i]));
        }
        return new Curve(name, Kind.MODELLED, 0, 0, points);
    }

    private static List<Element> elements(Document svg, String tag) {
        NodeList found = svg.getElementsByTagName(tag);
        List<Element> all = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            all.add((Element) found.item(i));
        }
        return all;
    }

    private static double heightOf(Document svg, String text) {
        return elements(svg, "text").stream()
                .filter(each -> each.getTextContent().equals(text))
                .mapToDouble(each -> Double.parseDouble(each.getAttribute("y")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldBeWellFormedWhateverItsTextsAre() throws Exception {
        Document svg = parsed(EMPTY.with(curve("a < b & c", 1, 10)));

        assertEquals("svg", svg.getDocumentElement().getTagName());
        assertEquals("Calls & <answers>", elements(svg, "title").getFirst().getTextContent());
    }

    @Test
    void shouldDrawAPlotWithoutCurves() throws Exception {
        assertEquals("svg", parsed(EMPTY).getDocumentElement().getTagName());
    }

    @Test
    void shouldMarkEveryPoint() throws Exception {
        assertEquals(4, elements(parsed(EMPTY.with(curve("four", 1, 2, 3, 4))), "circle").size());
    }

    @Test
    void shouldWriteNamesApartThatWouldLieOnOneAnother() throws Exception {
        Document svg =
                parsed(
                        EMPTY.with(curve("one", 1, 1000))
                                .with(curve("two", 1, 1000))
                                .with(curve("three", 1, 990)));

        assertTrue(Math.abs(heightOf(svg, "one") - heightOf(svg, "two")) >= 16);
        assertTrue(Math.abs(heightOf(svg, "two") - heightOf(svg, "three")) >= 16);
    }

    @Test
    void shouldNeedNothingFromElsewhere() {
        String svg = LinePlotSvg.of(EMPTY.with(curve("one", 1, 2)));

        assertEquals(1, svg.split("http", -1).length - 1, "the namespace alone");
    }
}
