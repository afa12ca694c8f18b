package io.atoll.command;

import io.atoll.cluster.topology.ClusterBy;
import io.atoll.cluster.topology.Clustering;
import io.atoll.cluster.topology.HostTopology;
import io.atoll.cluster.topology.SyntheticTopology;
import io.atoll.cluster.topology.Topology;
import io.atoll.command.system.EmulatedMachine;
import io.atoll.command.system.Locking;
import io.atoll.coordinator.system.AtollToml;
import io.atoll.kernel.LockingDiscipline;

import picocli.CommandLine.Option;

import java.util.Optional;

/** The options that say what machine to run on; what they leave open, the settings say. */
final class MachineOptions {
    static final String HOST = "host";

    @Option(
            names = "--topology",
            paramLabel = "T",
            description =
                    "machine: host, an hwloc synthetic string, or CxN for C clusters of N cores"
                            + " (default: atoll.toml, else host)")
    private String topology;

    @Option(
            names = "--cluster-by",
            paramLabel = "LEVEL",
            description =
                    "what cores of a cluster share: l2, l3, die, package, numa, core, all"
                            + " (default: atoll.toml, else l2)")
    private String clusterBy;

    @Option(
            names = "--locking",
            paramLabel = "HOW",
            description =
                    "how cores of one kernel keep apart: lock-free-fastpath, or big-lock as in"
                            + " seL4; in virtual time also fine-grained or transactions (default:"
                            + " atoll.toml, else lock-free-fastpath)")
    private String locking;

    /** The machine chosen, or that of the file, or this host. */
    EmulatedMachine choose(AtollToml.Machine file) {
        String description = topology != null ? topology : file.topology().orElse(HOST);
        String level =
                clusterBy != null ? clusterBy : file.clusterBy().orElse(ClusterBy.L2.optionName());
        return new EmulatedMachine(
                clustering(description, level),
                description.equals(HOST),
                discipline(locking != null ? Optional.of(locking) : file.locking()));
    }

    private static LockingDiscipline discipline(Optional<String> name) {
        try {
            return name.map(wanted -> Locking.parse("--locking", wanted))
                    .orElse(LockingDiscipline.LOCK_FREE_FASTPATH);
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(wrong.getMessage());
        }
    }

    /** The clusters of a machine given in words. */
    static Clustering clustering(String description, String level) {
        try {
            return Clustering.of(read(description), ClusterBy.parse(level));
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(wrong.getMessage());
        }
    }

    private static Topology read(String description) {
        return description.equals(HOST)
                ? HostTopology.read()
                : SyntheticTopology.parse(description);
    }
}
