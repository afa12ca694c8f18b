package io.atoll.cluster.topology;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A machine and its clusters in hwloc's XML, version 2.0, which hwloc 2 and 3 read: {@code lstopo
 * -i topology.xml} draws it. The cluster of an object whose cores are exactly those of a cluster is
 * an info pair {@code AtollCluster}. Written for hwloc's own small parser too: double quotes, no
 * comments, all sets given, one object or info a line. The same clustering always gives the same
 * text. Used by one thread.
 */
public final class TopologyXml {
    private static final int BITS_OF_A_WORD = 32;
    private static final int LINE_BYTES = 64;

    private final Clustering clustering;
    private final StringBuilder text = new StringBuilder();
    private int objects;
    private int cores;

    private TopologyXml(Clustering clustering) {
        this.clustering = clustering;
    }

    /** The whole document. */
    public static String of(Clustering clustering) {
        return new TopologyXml(clustering).write();
    }

    private String write() {
        text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        text.append("<!DOCTYPE topology SYSTEM \"hwloc2.dtd\">\n");
        text.append("<topology version=\"2.0\">\n");
        TopologyObject root = clustering.topology().root();
        object(root, nodesIn(root), "  ", false);
        return text.append("</topology>\n").toString();
    }

    /**
     * @param around nodes of the object around this one, for one that has none of its own
     */
    private void object(TopologyObject object, BitSet around, String indent, boolean inCore) {
        int firstCore = cores;
        boolean isCore = object.type() == ObjectType.CORE || object.type() == ObjectType.PU;
        if (isCore && !inCore) {
            cores++;
        }
        BitSet own = nodesIn(object);
        BitSet nodes = own.isEmpty() ? around : own;
        open(object, cpusIn(object), nodes, indent);
        text.append(">\n");
        int afterHead = text.length();
        for (TopologyObject memory : object.memory()) {
            open(memory, cpusIn(object), set(memory.osIndex()), indent + "  ");
            text.append("/>\n");
        }
        // A node attached here serves all that is below it.
        BitSet inside = new BitSet();
        object.memory().forEach(memory -> inside.set(memory.osIndex()));
        for (TopologyObject child : object.children()) {
            object(child, inside.isEmpty() ? nodes : inside, indent + "  ", inCore || isCore);
        }
        text.insert(afterHead, infos(object, firstCore, indent + "  "));
        text.append(indent).append("</object>\n");
    }

    private void open(TopologyObject object, BitSet cpus, BitSet nodes, String indent) {
        text.append(indent).append("<object");
        attribute("type", object.type().longName().replaceFirst("[di]?Cache", contents(object)));
        if (object.osIndex() != TopologyObject.NO_OS_INDEX) {
            attribute("os_index", object.osIndex());
        }
        attribute("cpuset", words(cpus));
        attribute("complete_cpuset", words(cpus));
        if (object.type() == ObjectType.MACHINE) {
            attribute("allowed_cpuset", words(cpus));
        }
        attribute("nodeset", words(nodes));
        attribute("complete_nodeset", words(nodes));
        if (object.type() == ObjectType.MACHINE) {
            attribute("allowed_nodeset", words(nodes));
        }
        attribute("gp_index", ++objects);
        if (object.type() == ObjectType.NUMA_NODE) {
            attribute("local_memory", object.bytes());
        } else if (object.type() == ObjectType.GROUP) {
            attribute("kind", 0);
            attribute("subkind", 0);
        } else if (object.type().isCache()) {
            attribute("cache_size", object.bytes());
            attribute("depth", object.type().cacheLevel());
            attribute("cache_linesize", LINE_BYTES);
            attribute("cache_associativity", 0);
            attribute("cache_type", kindOfCache(object.type()));
        }
    }

    /** Data caches are called as unified ones: {@code cache_type} tells them apart. */
    private static String contents(TopologyObject object) {
        return kindOfCache(object.type()) == 2 ? "iCache" : "Cache";
    }

    private static int kindOfCache(ObjectType type) {
        return switch (type.shortName().charAt(type.shortName().length() - 1)) {
            case 'd' -> 1;
            case 'i' -> 2;
            default -> 0;
        };
    }

    private void attribute(String name, Object value) {
        text.append(' ').append(name).append("=\"").append(value).append('"');
    }

    private String infos(TopologyObject object, int firstCore, String indent) {
        StringBuilder infos = new StringBuilder();
        if (object.type() == ObjectType.MACHINE) {
            infos.append(info(indent, "AtollClusterBy", clustering.clusterBy().optionName()));
        }
        if (firstCore < cores) {
            int cluster = clustering.clusterOf(firstCore);
            List<Integer> members = new ArrayList<>();
            for (int core = firstCore; core < cores; core++) {
                members.add(core);
            }
            if (members.equals(clustering.coresOf(cluster))) {
                infos.append(info(indent, "AtollCluster", Integer.toString(cluster)));
            }
        }
        return infos.toString();
    }

    private static String info(String indent, String name, String value) {
        return "%s<info name=\"%s\" value=\"%s\"/>\n".formatted(indent, name, value);
    }

    private static BitSet cpusIn(TopologyObject object) {
        BitSet cpus = new BitSet();
        if (object.type() == ObjectType.PU) {
            cpus.set(object.osIndex());
        }
        object.children().forEach(child -> cpus.or(cpusIn(child)));
        return cpus;
    }

    private static BitSet nodesIn(TopologyObject object) {
        BitSet nodes = new BitSet();
        object.memory().forEach(memory -> nodes.set(memory.osIndex()));
        object.children().forEach(child -> nodes.or(nodesIn(child)));
        return nodes;
    }

    private static BitSet set(int member) {
        BitSet one = new BitSet();
        one.set(member);
        return one;
    }

    /** Words of 32 bits, the most significant first: {@code 0x00000001,0x0000000f}. */
    private static String words(BitSet members) {
        int last = Math.max(0, members.length() - 1) / BITS_OF_A_WORD;
        List<String> words = new ArrayList<>();
        for (int word = last; word >= 0; word--) {
            int from = word * BITS_OF_A_WORD;
            long[] bits = members.get(from, from + BITS_OF_A_WORD).toLongArray();
            words.add("0x%08x".formatted(bits.length == 0 ? 0 : bits[0]));
        }
        return String.join(",", words);
    }
}
