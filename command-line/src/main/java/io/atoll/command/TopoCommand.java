package io.atoll.command;

import io.atoll.cluster.topology.ClusterBy;
import io.atoll.cluster.topology.Clustering;
import io.atoll.cluster.topology.TopologyText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

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

    @Option(names = "--synthetic", description = "only the topology in hwloc's synthetic notation")
    private boolean synthetic;

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
        if (synthetic) {
            if (!clustering.topology().isSymmetric()) {
                throw new UsageException(
                        "the synthetic notation cannot say this machine: its parts differ");
            }
            System.out.println(clustering.topology().toSynthetic());
        } else {
            System.out.print(TopologyText.of(clustering));
        }
        return ExitCode.PASS;
    }
}
