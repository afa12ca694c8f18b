package io.atoll.cluster.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * A machine and its clusters as text: the tree as hwloc's {@code lstopo} prints it, with the
 * clusters marked, then a table of the clusters, the distances of the memories if there are
 * several, and notes. Plain ASCII, lines end in {@code \n}, the same topology always gives the same
 * text. Used by one thread.
 *
 * <pre>
 * Machine (1024MB total)
 *   NUMANode L#0 (P#0 1024MB)
 *   L2 L#0 (4096KB)              &lt;- cluster 0
 *     Core L#0 + PU L#0 (P#0)
 * </pre>
 */
public final class TopologyText {
    private static final String INDENT = "  ";

    private final Clustering clustering;
    private final List<Line> lines = new ArrayList<>();
    private int coresPrinted;
    private int clustersMarked;

    private static final class Line {
        final String text;
        String mark = "";

        Line(String text) {
            this.text = text;
        }
    }

    private TopologyText(Clustering clustering) {
        this.clustering = clustering;
    }

    /** Tree, clusters, distances and notes. */
    public static String of(Clustering clustering) {
        TopologyText text = new TopologyText(clustering);
        return text.tree() + '\n' + text.clusters() + text.distances() + text.notes();
    }

    private String tree() {
        printTree(clustering.topology().root(), "", false);
        int markColumn =
                lines.stream()
                        .filter(line -> !line.mark.isEmpty())
                        .mapToInt(line -> line.text.length() + INDENT.length())
                        .max()
                        .orElse(0);
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            text.append(line.text);
            if (!line.mark.isEmpty()) {
                text.repeat(' ', markColumn - line.text.length()).append(line.mark);
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** One line for an object and its only children, then the memories, then the other children. */
    private void printTree(TopologyObject first, String indent, boolean insideCore) {
        int firstCore = coresPrinted;
        boolean inCore = countCore(first, insideCore);
        StringBuilder labels = new StringBuilder(indent).append(label(first));
        TopologyObject last = first;
        while (last.memory().isEmpty() && last.children().size() == 1) {
            last = last.children().getFirst();
            inCore = countCore(last, inCore);
            labels.append(" + ").append(label(last));
        }
        Line line = new Line(labels.toString());
        lines.add(line);
        for (TopologyObject memory : last.memory()) {
            lines.add(new Line(indent + INDENT + label(memory)));
        }
        int markedBefore = clustersMarked;
        for (TopologyObject child : last.children()) {
            printTree(child, indent + INDENT, inCore);
        }
        if (clustersMarked == markedBefore && isCluster(firstCore, coresPrinted)) {
            line.mark = "<- cluster " + clustering.clusterOf(firstCore);
            clustersMarked++;
        }
    }

    private boolean countCore(TopologyObject object, boolean insideCore) {
        boolean isCore = object.type() == ObjectType.CORE || object.type() == ObjectType.PU;
        if (isCore && !insideCore) {
            coresPrinted++;
        }
        return insideCore || isCore;
    }

    private boolean isCluster(int firstCore, int endCore) {
        if (firstCore == endCore) {
            return false;
        }
        List<Integer> cores = clustering.coresOf(clustering.clusterOf(firstCore));
        return cores.size() == endCore - firstCore
                && cores.getFirst() == firstCore
                && cores.getLast() == endCore - 1;
    }

    private static String label(TopologyObject object) {
        String size = object.bytes() > 0 ? sizeText(object.bytes()) : "";
        String name = object.type().shortName() + " L#" + object.logicalIndex();
        return switch (object.type()) {
            case MACHINE -> {
                long total = memoryBytes(object);
                yield total > 0 ? "Machine (%s total)".formatted(sizeText(total)) : "Machine";
            }
            case PU -> "%s (P#%d)".formatted(name, object.osIndex());
            case NUMA_NODE ->
                    "%s (P#%d%s)"
                            .formatted(name, object.osIndex(), size.isEmpty() ? "" : " " + size);
            default -> size.isEmpty() ? name : "%s (%s)".formatted(name, size);
        };
    }

    private static long memoryBytes(TopologyObject object) {
        return Stream.concat(
                        object.memory().stream().map(TopologyObject::bytes),
                        object.children().stream().map(TopologyText::memoryBytes))
                .reduce(0L, Long::sum);
    }

    /**
     * As lstopo 2: the next prefix from 10 of its units, powers of 1024 under the names KB, MB, …
     */
    private static String sizeText(long bytes) {
        String[] units = {"KB", "MB", "GB", "TB", "PB"};
        int unit = 0;
        while (unit + 1 < units.length && bytes >= 10L << 10 * (unit + 2)) {
            unit++;
        }
        long half = 1L << 10 * unit + 9;
        return (bytes / (2 * half) + (bytes % (2 * half) >= half ? 1 : 0)) + units[unit];
    }

    private String clusters() {
        Topology topology = clustering.topology();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("cluster", "cores", "PUs", "NUMA", "package"));
        for (int cluster = 0; cluster < clustering.clusterCount(); cluster++) {
            List<Integer> cores = clustering.coresOf(cluster);
            Set<Integer> pus = new TreeSet<>();
            cores.forEach(core -> pus.addAll(topology.cores().get(core).pus()));
            rows.add(
                    List.of(
                            String.valueOf(cluster),
                            CpuText.list(cores),
                            CpuText.list(pus),
                            list(cores, topology::numaNodeOf),
                            list(cores, topology::packageOf)));
        }
        String count =
                clustering.clusterCount() == 1
                        ? "1 cluster"
                        : clustering.clusterCount() + " clusters";
        return "%s by %s\n".formatted(count, clustering.clusterBy().optionName()) + table(rows);
    }

    private static String list(List<Integer> cores, IntFunction<Integer> ofCore) {
        return CpuText.list(cores.stream().map(ofCore::apply).toList());
    }

    private String distances() {
        Topology topology = clustering.topology();
        int nodes = topology.numaNodes().size();
        if (nodes < 2) {
            return "";
        }
        List<List<String>> rows = new ArrayList<>();
        for (int from = -1; from < nodes; from++) {
            List<String> row = new ArrayList<>();
            for (int to = -1; to < nodes; to++) {
                boolean isHeading = from < 0 || to < 0;
                int number = isHeading ? Math.max(from, to) : topology.numaDistance(from, to);
                row.add(from < 0 && to < 0 ? "" : String.valueOf(number));
            }
            rows.add(row);
        }
        return "\nNUMA distances, from cores (rows) to memory; 10 is local\n" + table(rows);
    }

    /** Columns right-aligned, two spaces between them. */
    private static String table(List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                text.append(INDENT).repeat(' ', widths[i] - row.get(i).length()).append(row.get(i));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private String notes() {
        StringBuilder text = new StringBuilder();
        Stream.concat(clustering.topology().notes().stream(), clustering.notes().stream())
                .forEach(note -> text.append("note: ").append(note).append('\n'));
        return text.isEmpty() ? "" : "\n" + text;
    }
}
