package io.atoll.coordinator.system;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Atoll's own settings, in the file {@code atoll.toml} beside a system file that stays readable for
 * the Microkit tool. What the file does not say is empty here, so that whoever reads it can tell a
 * wish from a default. Immutable.
 *
 * @param machine table {@code [machine]}
 * @param images table {@code [images]}: a path as in {@code program_image} to the class name or
 *     {@code .java} file that stands for it
 * @param link table {@code [link]}: rings between every pair of clusters
 * @param links tables {@code [link."0>1"]}: rings of one direction, completed from {@code link}
 * @param coordinator table {@code [coordinator]}
 * @param simulation table {@code [sim]}; a pinned machine ignores it
 */
public record AtollToml(
        Machine machine,
        Map<String, String> images,
        Link link,
        Map<Direction, Link> links,
        Coordinator coordinator,
        Simulation simulation) {
    /** Name of the file. */
    public static final String FILE_NAME = "atoll.toml";

    /** What an absent file stands for. */
    public static final AtollToml EMPTY =
            new AtollToml(
                    new Machine(Optional.empty(), Optional.empty()),
                    Map.of(),
                    Link.DEFAULT,
                    Map.of(),
                    new Coordinator(Optional.empty(), List.of()),
                    new Simulation(Optional.empty(), Optional.empty(), Map.of()));

    /**
     * The machine to run on.
     *
     * @param topology synthetic description, {@code host}, or {@code @file}
     * @param clusterBy level that defines clusters
     * @param preempt whether programs get preemption points when they are loaded
     * @param locking how cores of one kernel keep apart
     * @param ppc what becomes of protected calls between clusters
     */
    public record Machine(
            Optional<String> topology,
            Optional<String> clusterBy,
            Optional<Boolean> preempt,
            Optional<String> locking,
            Optional<PpcPolicy> ppc) {
        public Machine(Optional<String> topology, Optional<String> clusterBy) {
            this(topology, clusterBy, Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /**
     * The ring of one direction between two clusters.
     *
     * @param slots messages that it holds, a power of two
     * @param slotBytes bytes of a message, a multiple of 64
     */
    public record Link(int slots, int slotBytes) {
        /** 256 messages of one cache line. */
        public static final Link DEFAULT = new Link(256, 64);
    }

    /**
     * From one cluster to another.
     *
     * @param from number of the sending cluster
     * @param to number of the receiving cluster
     */
    public record Direction(int from, int to) {}

    /**
     * The coordinators.
     *
     * @param core place of the coordinator, in hwloc's notation
     * @param services names of the services to start
     */
    public record Coordinator(Optional<String> core, List<String> services) {
        public Coordinator {
            services = List.copyOf(services);
        }
    }

    /**
     * The simulated machine.
     *
     * @param seed what decides the order and the jitter
     * @param costs a cost model that comes with Atoll, or the file of one, relative to this file
     * @param faults kind of fault to its specification
     * @param until what a run waits for, as {@code --until} says it
     * @param timeout real time after which it is given up, which {@link TimeSpan} reads
     * @param onFault whether a fault that nobody handles ends in failure: {@code fail} or {@code
     *     continue}
     * @param shrinkTime real time to look for the smallest run that fails the same way
     */
    public record Simulation(
            Optional<Long> seed,
            Optional<String> costs,
            Map<String, String> faults,
            Optional<String> until,
            Optional<String> timeout,
            Optional<String> onFault,
            Optional<Duration> shrinkTime) {
        public Simulation {
            faults = Collections.unmodifiableMap(new LinkedHashMap<>(faults));
        }

        public Simulation(Optional<Long> seed, Optional<String> costs, Map<String, String> faults) {
            this(
                    seed,
                    costs,
                    faults,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        private Simulation withCosts(String other) {
            return new Simulation(
                    seed, Optional.of(other), faults, until, timeout, onFault, shrinkTime);
        }
    }

    /** These settings, with another cost model. */
    public AtollToml withCosts(String costs) {
        return new AtollToml(
                machine, images, link, links, coordinator, simulation.withCosts(costs));
    }

    public AtollToml {
        images = Collections.unmodifiableMap(new LinkedHashMap<>(images));
        links = Collections.unmodifiableMap(new LinkedHashMap<>(links));
    }

    /** The ring from one cluster to another. */
    public Link link(int from, int to) {
        return links.getOrDefault(new Direction(from, to), link);
    }

    /**
     * Reads the text of an {@code atoll.toml}.
     *
     * @param fileName name of the file as the user gave it, for the diagnostics
     */
    public static Parsed<AtollToml> parse(String fileName, String text) {
        return AtollTomlReader.parse(fileName, text, List.of());
    }

    /**
     * Reads the {@code atoll.toml} of a folder; without such a file the result is {@link #EMPTY}.
     *
     * @throws IOException if it exists and cannot be read
     */
    public static Parsed<AtollToml> readFrom(Path folder) throws IOException {
        return readFrom(folder, List.of());
    }

    /** Only what was given elsewhere, where there is no file. */
    public static Parsed<AtollToml> of(List<Setting> settings) {
        return settings.isEmpty()
                ? new Parsed<>(EMPTY, List.of())
                : AtollTomlReader.parse(FILE_NAME, "", settings);
    }

    /**
     * Reads the {@code atoll.toml} of a folder, if there is one.
     *
     * @param settings what was given elsewhere, which counts more than the file; a later one more
     *     than an earlier one
     * @throws IOException if the file exists and cannot be read
     */
    public static Parsed<AtollToml> readFrom(Path folder, List<Setting> settings)
            throws IOException {
        Path file = folder.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            return of(settings);
        }
        try {
            return AtollTomlReader.parse(file.toString(), Files.readString(file), settings);
        } catch (CharacterCodingException e) {
            Diagnostics diagnostics = new Diagnostics(file.toString());
            diagnostics.report(
                    Rule.E_TOML_SYNTAX, Position.START, "", "the file is not UTF-8 text");
            return diagnostics.outcome(null);
        }
    }
}
