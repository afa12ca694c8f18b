package io.atoll.coordinator.system;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;

import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads XML into {@link XmlElement}s that know where they begin. Document types are refused, so no
 * entity can read a file or blow up the text. Namespaces are ignored, as the Microkit tool does:
 * local names count.
 */
final class XmlReader {
    private static final int MAX_DEPTH = 256;

    private final String xml;
    private final Diagnostics diagnostics;
    private final TextPositions positions;
    private final int[] startTags;
    private final Deque<XmlElement> open = new ArrayDeque<>();
    private int elementsRead;
    private XmlElement root;

    private XmlReader(String xml, Diagnostics diagnostics) {
        this.xml = xml;
        this.diagnostics = diagnostics;
        this.positions = new TextPositions(xml);
        this.startTags = StartTags.offsets(xml);
    }

    /**
     * Reads a text.
     *
     * @return the root element with everything up to the first mistake, or null if there is none;
     *     after a mistake the tree must only be used to find further ones
     */
    static XmlElement read(String xml, Diagnostics diagnostics) {
        String withoutMark = xml.startsWith("\uFEFF") ? xml.substring(1) : xml;
        XmlReader reader = new XmlReader(withoutMark, diagnostics);
        try {
            reader.readAll();
        } catch (XMLStreamException e) {
            diagnostics.report(
                    Rule.E_XML, position(e.getLocation()), "", "not well-formed XML: " + reason(e));
        }
        return reader.root;
    }

    private void readAll() throws XMLStreamException {
        XMLStreamReader stream = factory().createXMLStreamReader(new StringReader(xml));
        try {
            while (stream.hasNext()) {
                switch (stream.next()) {
                    case XMLStreamConstants.DTD -> {
                        refuseDocumentType();
                        return;
                    }
                    case XMLStreamConstants.START_ELEMENT -> start(stream);
                    case XMLStreamConstants.END_ELEMENT -> open.pop();
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text(stream);
                    default -> {
                        // comments and processing instructions are for others
                    }
                }
            }
        } finally {
            stream.close();
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    private void start(XMLStreamReader stream) throws XMLStreamException {
        Position position = positions.at(startTags[elementsRead++]);
        XmlElement element = new XmlElement(stream.getLocalName(), position);
        for (int i = 0; i < stream.getAttributeCount(); i++) {
            element.attributes().put(stream.getAttributeLocalName(i), stream.getAttributeValue(i));
        }
        if (open.isEmpty()) {
            root = element;
        } else {
            open.peek().children().add(element);
        }
        open.push(element);
        if (open.size() > MAX_DEPTH) {
            throw new XMLStreamException(
                    "elements are nested more than " + MAX_DEPTH + " deep", stream.getLocation());
        }
    }

    private void text(XMLStreamReader stream) {
        if (!open.isEmpty()) {
            open.peek().appendText(stream.getText());
        }
    }

    private void refuseDocumentType() {
        diagnostics.report(
                Rule.E_XML_DTD,
                positions.at(Math.max(0, xml.indexOf("<!DOCTYPE"))),
                "",
                "a system file has no <!DOCTYPE>; remove it");
    }

    private static Position position(Location location) {
        return location == null || location.getLineNumber() < 1
                ? Position.START
                : new Position(location.getLineNumber(), Math.max(1, location.getColumnNumber()));
    }

    /** The parser's message without the position that it repeats, on one line. */
    private static String reason(XMLStreamException e) {
        String message = e.getMessage();
        String marker = "Message: ";
        int at = message.indexOf(marker);
        String reason = at < 0 ? message : message.substring(at + marker.length());
        String oneLine = reason.strip().replaceAll("\\s+", " ");
        return oneLine.endsWith(".") ? oneLine.substring(0, oneLine.length() - 1) : oneLine;
    }
}
