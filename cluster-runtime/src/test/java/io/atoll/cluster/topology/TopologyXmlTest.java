package io.atoll.cluster.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import javax.xml.parsers.DocumentBuilderFactory;

/** What hwloc 2 needs to read the file is in the comments; it crashes without some of it. */
class TopologyXmlTest {
    private static String xml(String description, ClusterBy level) {
        return TopologyXml.of(Clustering.of(SyntheticTopology.parse(description), level));
    }

    private static List<Element> objects(String xml, String type) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        Document document =
                factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        NodeList all = document.getElementsByTagName("object");
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            Element object = (Element) all.item(i);
            if (type.isEmpty() || object.getAttribute("type").equals(type)) {
                found.add(object);
            }
        }
        return found;
    }

    private static List<String> values(List<Element> objects, String attribute) {
        return objects.stream().map(object -> object.getAttribute(attribute)).toList();
    }

    @Test
    void shouldSayWhichCpusAndMemoriesEachObjectHas() throws Exception {
        String xml = xml("package:2 [numa(memory=1GB)] l2:2(size=1MB) core:2 pu:1", ClusterBy.L2);

        assertEquals(
                List.of("0x0000000f", "0x000000f0"), values(objects(xml, "Package"), "cpuset"));
        assertEquals(
                List.of("0x00000001", "0x00000002"), values(objects(xml, "Package"), "nodeset"));
        assertEquals(
                List.of("0x0000000f", "0x000000f0"), values(objects(xml, "NUMANode"), "cpuset"));
        assertEquals(
                List.of("1000000000", "1000000000"),
                values(objects(xml, "NUMANode"), "local_memory"));
        assertEquals(
                List.of("0x00000001", "0x00000001", "0x00000002", "0x00000002"),
                values(objects(xml, "L2Cache"), "nodeset"));
        assertEquals(List.of("0x000000ff"), values(objects(xml, "Machine"), "cpuset"));
        assertEquals(8, objects(xml, "PU").size());
    }

    @Test
    void shouldWriteSetsOfManyCpusInWordsTheHighestFirst() throws Exception {
        String xml = xml("l2:20 core:2 pu:1", ClusterBy.L2);

        assertEquals(List.of("0x000000ff,0xffffffff"), values(objects(xml, "Machine"), "cpuset"));
        assertEquals("0x000000c0,0x00000000", values(objects(xml, "L2Cache"), "cpuset").getLast());
    }

    @Test
    void shouldMarkWhatIsACluster() {
        assertEquals(2, count(xml("l2:2 core:2 pu:1", ClusterBy.L2), "\"AtollCluster\""));
        assertTrue(
                xml("l2:2 core:2 pu:1", ClusterBy.MACHINE)
                        .contains("<info name=\"AtollClusterBy\" value=\"all\"/>"));
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    @Test
    void shouldTellCachesApart() throws Exception {
        List<Element> caches = objects(xml("l2:1 l1d:1 l1i:1 core:1 pu:1", ClusterBy.L2), "");

        assertTrue(values(caches, "type").containsAll(List.of("L2Cache", "L1Cache", "L1iCache")));
        assertTrue(values(caches, "cache_type").containsAll(List.of("0", "1", "2")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "l2:2 core:2 pu:1",
                "package:1 die:2 l2:2 core:2 pu:2",
                "node:2 l2:2 pu:2",
                "package:1 group:2 [numa] [numa] core:2 pu:2"
            })
    void shouldHaveAllThatHwlocReliesOn(String description) throws Exception {
        String xml = xml(description, ClusterBy.L2);

        Set<String> indices = new HashSet<>();
        for (Element object : objects(xml, "")) {
            for (String set : List.of("cpuset", "complete_cpuset", "nodeset", "complete_nodeset")) {
                // without a complete set it crashes
                assertTrue(object.getAttribute(set).matches("0x[0-9a-f]{8}"), set + " in " + xml);
            }
            assertTrue(indices.add(object.getAttribute("gp_index")));
        }
        assertFalse(xml.contains("<!--"), "its own parser refuses comments");
        assertFalse(xml.contains("'"), "its own parser refuses single quotes");
        assertTrue(xml.contains("<topology version=\"2.0\">"), "it refuses 3.0");
    }

    @Test
    void shouldWriteThisHost() throws Exception {
        Clustering host = Clustering.of(HostTopology.read(), ClusterBy.L2);

        assertEquals(
                host.topology().cores().stream().mapToInt(core -> core.pus().size()).sum(),
                objects(TopologyXml.of(host), "PU").size());
    }
}
