package io.atoll.command.console;

import io.atoll.cluster.SharedRegion;
import io.atoll.cluster.simulated.CoreView;
import io.atoll.command.Messages;
import io.atoll.command.UsageException;
import io.atoll.command.run.RunStatistics;
import io.atoll.command.system.UsedCluster;
import io.atoll.command.system.Workload;
import io.atoll.coordinator.Coordinator;
import io.atoll.coordinator.ring.KnownRings.Ring;
import io.atoll.coordinator.system.Mapping;
import io.atoll.coordinator.system.ProtectionDomain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Verbs about the run and the system as a whole. */
final class GeneralVerbs {
    private final Session session;
    private final Whereabouts whereabouts;

    GeneralVerbs(Session session, Whereabouts whereabouts) {
        this.session = session;
        this.whereabouts = whereabouts;
    }

    List<Verb> verbs() {
        return List.of(
                Verb.of("status", "", "where the run is, and what every core is at", this::status),
                Verb.of("stats", "", "what has been counted so far", this::stats),
                Verb.of("info", "topic", "topology, memory, links, or coordinator", this::info));
    }

    private Answer status(Arguments arguments) {
        EventWords words = session.words();
        List<String> lines = new ArrayList<>(whereabouts.lines());
        List<Object> cores = new ArrayList<>();
        for (CoreView core : session.machine().cores()) {
            lines.add(
                    "cluster %d  core %d  %14s  %s"
                            .formatted(
                                    core.cluster(),
                                    core.core(),
                                    words.time(core.cycles()),
                                    core.doing()));
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("cluster", core.cluster());
            each.put("core", core.core());
            each.put("virtualTime", words.time(core.cycles()));
            each.put("doing", core.doing());
            cores.add(each);
        }
        session.run().run().rings().all().stream()
                .filter(ring -> !ring.isEmpty())
                .map(Ring::toText)
                .forEach(lines::add);
        session.breakpoints().lines().forEach(each -> lines.add("breakpoint " + each));
        Map<String, Object> data = whereabouts.data();
        data.put("cores", cores);
        return new Answer(lines, data);
    }

    private Answer stats(Arguments arguments) {
        RunStatistics soFar = session.run().run().soFar();
        Map<String, Object> data = new LinkedHashMap<>();
        soFar.entries().forEach(each -> data.put(each.name(), each.value()));
        return new Answer(soFar.toText().lines().toList(), data);
    }

    private Answer info(Arguments arguments) {
        String topic = arguments.text("topic");
        return Answer.text(
                switch (topic) {
                    case "topology" -> topology();
                    case "memory" -> memory();
                    case "links" -> RingVerbs.all(session);
                    case "coordinator" -> coordinators();
                    default ->
                            throw new UsageException(
                                    "info: there is no topic '%s'; it is topology, memory, links, or coordinator"
                                            .formatted(topic));
                });
    }

    private List<String> topology() {
        Workload workload = session.system().workload();
        List<String> lines = new ArrayList<>();
        lines.add(session.system().machine().clustering().topology().toString());
        for (int i = 0; i < workload.clusters().size(); i++) {
            int cluster = i;
            UsedCluster used = workload.clusters().get(i);
            lines.add(
                    "cluster %d: %s: %s"
                            .formatted(
                                    i,
                                    Messages.list("core", used.cores()),
                                    String.join(
                                            ", ",
                                            new TreeSet<>(
                                                    session.machine().threads().stream()
                                                            .filter(
                                                                    each ->
                                                                            each.cluster()
                                                                                    == cluster)
                                                            .map(each -> each.name())
                                                            .filter(name -> !name.equals("idle"))
                                                            .toList()))));
        }
        return lines;
    }

    private List<String> memory() {
        Workload workload = session.system().workload();
        List<String> lines = new ArrayList<>();
        for (SharedRegion region : workload.regions()) {
            lines.add(
                    "%s: %,d bytes, shared by clusters %s"
                            .formatted(
                                    MemoryVerbs.nameOf(region),
                                    region.byteSize(),
                                    new TreeSet<>(region.clusters())));
        }
        workload.plan().stream()
                .flatMap(plan -> plan.domains().stream())
                .forEach(domain -> domain.maps().forEach(map -> lines.add(line(domain, map))));
        return lines.isEmpty() ? List.of("no memory that has a name") : lines;
    }

    private static String line(ProtectionDomain domain, Mapping map) {
        return "%s has %s at 0x%x, %s"
                .formatted(domain.name(), map.region(), map.virtualAddress(), map.permissions());
    }

    private List<String> coordinators() {
        if (session.system().workload().plan().isEmpty()) {
            return List.of("this system has an initial task of its own, and no coordinator");
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < session.machine().clusterCount(); i++) {
            String name = Coordinator.threadName(i);
            session.machine()
                    .details(name)
                    .forEach(
                            each ->
                                    lines.add(
                                            "%s: %s"
                                                    .formatted(
                                                            name,
                                                            each.waitsFor().isEmpty()
                                                                    ? each.thread().state()
                                                                    : each.waitsFor())));
            session.run().run().rings().all().stream()
                    .filter(ring -> ring.sender().equals(name) || ring.receiver().equals(name))
                    .forEach(ring -> lines.add("  " + ring.toText()));
        }
        return lines.isEmpty() ? List.of("no coordinator has its name yet") : lines;
    }
}
