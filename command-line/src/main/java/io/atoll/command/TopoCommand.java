package io.atoll.command;

import io.atoll.cluster.topology.ClusterBy;
import io.atoll.cluster.topology.Clustering;
import io.atoll.cluster.topology.Topology;
import io.atoll.cluster.topology.TopologyText;
import io.atoll.cluster.topology.TopologyXml;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code atoll topo}: a machine and its clusters. */
@Command(
        name = "topo",
        description = "Show a machine and the clusters that it divides into.",
        mixinStandardHelpOptions = true)
final class TopoCommand implements Callable<Integer> {
    @ParentCommand private Atoll atoll;

    @Parameters(
            arity = "0..1",
            paramLabel = "TOPOLOGY",
            description =
                    "host, an hwloc synthetic string, or CxN for C clusters of N cores (default:"
                            + " host)")
    private String topology;

    @Option(
            names = "--cluster-by",
            paramLabel = "LEVEL",
            description =
                    "what cores of a cluster share: l2, l3, die, package, numa, core, all (default:"
                            + " l2)")
    private String clusterBy;

    /** Forms of what is printed; with none, a tree and a table. */
    @ArgGroup private Form form = new Form();

    private static final class Form {
        @Option(
                names = "--synthetic",
                arity = "0",
                fallbackValue = "true",
                description = "only the topology in hwloc's synthetic notation")
        boolean synthetic;

        @Option(
                names = "--xml",
                arity = "0",
                fallbackValue = "true",
                description = "the topology and its clusters as hwloc's XML, for lstopo -i")
        boolean xml;

        @Option(
                names = "--json",
                arity = "0",
                fallbackValue = "true",
                description = "the clusters as JSON")
        boolean json;
    }

    @Override
    public Integer call() {
        Environment environment = atoll.environment();
        Clustering clustering =
                MachineOptions.clustering(
                        topology != null
                                ? topology
                                : environment.get("--topology").orElse(MachineOptions.HOST),
                        clusterBy != null
                                ? clusterBy
                                : environment
                                        .get("--cluster-by")
                                        .orElse(ClusterBy.L2.optionName()));
        System.out.print(text(clustering));
        return ExitCode.PASS;
    }

    private String text(Clustering clustering) {
        if (form.xml) {
            return TopologyXml.of(clustering);
        }
        if (form.json) {
            return Json.text(asData(clustering));
        }
        if (!form.synthetic) {
            return TopologyText.of(clustering);
        }
        if (!clustering.topology().isSymmetric()) {
            throw new UsageException(
                    "the synthetic notation cannot say this machine: its parts differ");
        }
        return clustering.topology().toSynthetic() + System.lineSeparator();
    }

    private static Map<String, Object> asData(Clustering clustering) {
        Topology machine = clustering.topology();
        Map<String, Object> all = new LinkedHashMap<>();
        if (machine.isSymmetric()) {
            all.put("synthetic", machine.toSynthetic());
        }
        all.put("clusterBy", clustering.clusterBy().optionName());
        all.put(
                "clusters",
                clustering.clusters().stream()
                        .map(
                                cores -> {
                                    Map<String, Object> fields = new LinkedHashMap<>();
                                    fields.put("cluster", clustering.clusterOf(cores.getFirst()));
                                    fields.put("cores", cores);
                                    fields.put(
                                            "pus",
                                            cores.stream()
                                                    .flatMap(
                                                            core ->
                                                                    machine
                                                                            .cores()
                                                                            .get(core)
                                                                            .pus()
                                                                            .stream())
                                                    .toList());
                                    return fields;
                                })
                        .toList());
        return all;
    }
}
