package io.atoll.cluster.topology;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads {@code cpu} and {@code node} of Linux's {@code /sys/devices/system}. Used by one thread,
 * then thrown away.
 *
 * <p>Instruction caches are left out, as by hwloc's default. So is {@code cluster_cpus}: on some
 * Arm machines it joins cores whose L2 caches are private; what shares an L2 is asked of the
 * caches.
 */
final class SysfsReader {
    private final Path cpuFolder;
    private final Path nodeFolder;
    private final List<String> notes = new ArrayList<>();
    private final BitSet cpus;
    private final CpuSetTree tree;

    SysfsReader(Path sysDevicesSystem, BitSet allowed) {
        cpuFolder = sysDevicesSystem.resolve("cpu");
        nodeFolder = sysDevicesSystem.resolve("node");
        cpus = online(allowed);
        tree = new CpuSetTree(cpus, notes);
    }

    Topology read() {
        addPackagesAndDies();
        addCores();
        addCaches();
        addMemories();
        return new Topology(tree.build(), readDistances(), notes);
    }

    private BitSet online(BitSet allowed) {
        BitSet online = SysfsFiles.cpuList(cpuFolder.resolve("online"));
        BitSet usable = (BitSet) allowed.clone();
        if (online == null) {
            return usable;
        }
        usable.and(online);
        if (usable.isEmpty()) {
            notes.add(
                    "None of the allowed CPUs %s is said to be online; they are used nevertheless."
                            .formatted(CpuText.list(allowed)));
            return (BitSet) allowed.clone();
        }
        if (!usable.equals(allowed)) {
            BitSet offline = (BitSet) allowed.clone();
            offline.andNot(usable);
            notes.add("Offline and left out: CPUs %s.".formatted(CpuText.list(offline)));
        }
        if (usable.cardinality() < online.cardinality()) {
            notes.add(
                    "This process may use %d of %d CPUs: %s."
                            .formatted(
                                    usable.cardinality(),
                                    online.cardinality(),
                                    CpuText.list(usable)));
        }
        return usable;
    }

    private Path topologyFolder(int cpu) {
        return cpuFolder.resolve("cpu" + cpu).resolve("topology");
    }

    private void addPackagesAndDies() {
        Map<Integer, Map<Integer, BitSet>> cpusByPackageAndDie = new TreeMap<>();
        cpus.stream()
                .forEach(
                        cpu -> {
                            Path folder = topologyFolder(cpu);
                            int packageId =
                                    SysfsFiles.number(folder.resolve("physical_package_id"));
                            int dieId = SysfsFiles.number(folder.resolve("die_id"));
                            cpusByPackageAndDie
                                    .computeIfAbsent(packageId, id -> new TreeMap<>())
                                    .computeIfAbsent(dieId, id -> new BitSet())
                                    .set(cpu);
                        });
        cpusByPackageAndDie.remove(SysfsFiles.MISSING);
        cpusByPackageAndDie.forEach(this::addPackage);
    }

    private void addPackage(int packageId, Map<Integer, BitSet> cpusByDie) {
        BitSet all = new BitSet();
        cpusByDie.values().forEach(all::or);
        tree.add(ObjectType.PACKAGE, packageId, 0, all);
        cpusByDie.remove(SysfsFiles.MISSING);
        cpusByDie.forEach(
                (dieId, die) -> {
                    // Linux reports a die 0 for every package that has only one
                    if (!die.equals(all)) {
                        tree.add(ObjectType.DIE, dieId, 0, die);
                    }
                });
    }

    private void addCores() {
        BitSet undescribed = new BitSet();
        cpus.stream()
                .forEach(
                        cpu -> {
                            Path folder = topologyFolder(cpu);
                            BitSet threads =
                                    usable(
                                            SysfsFiles.cpuList(folder.resolve("core_cpus_list")),
                                            SysfsFiles.cpuList(
                                                    folder.resolve("thread_siblings_list")));
                            if (threads == null || !threads.get(cpu)) {
                                undescribed.set(cpu);
                                threads = new BitSet();
                                threads.set(cpu);
                            }
                            int coreId = SysfsFiles.number(folder.resolve("core_id"));
                            tree.add(ObjectType.CORE, coreId, 0, threads);
                            BitSet thread = new BitSet();
                            thread.set(cpu);
                            tree.add(ObjectType.PU, cpu, 0, thread);
                        });
        if (!undescribed.isEmpty()) {
            notes.add(
                    "Which CPUs share a core is not said of CPUs %s: each counts as a core."
                            .formatted(CpuText.list(undescribed)));
        }
    }

    /** Those of a set that may be used; of the second set where the first is missing. */
    private BitSet usable(BitSet set, BitSet otherwise) {
        BitSet chosen = set != null ? set : otherwise;
        if (chosen != null) {
            chosen.and(cpus);
        }
        return chosen;
    }

    private void addCaches() {
        BitSet undescribed = new BitSet();
        cpus.stream().filter(cpu -> !addCachesOf(cpu)).forEach(undescribed::set);
        // where nothing is said of any, the topology notes that it knows of no L2
        if (!undescribed.isEmpty() && !undescribed.equals(cpus)) {
            notes.add("No cache is described for CPUs %s.".formatted(CpuText.list(undescribed)));
        }
    }

    private boolean addCachesOf(int cpu) {
        Path folder = cpuFolder.resolve("cpu" + cpu).resolve("cache");
        boolean any = false;
        for (int index : SysfsFiles.numbered(folder, "index")) {
            Path cache = folder.resolve("index" + index);
            ObjectType type = cacheType(cache);
            BitSet sharing = usable(SysfsFiles.cpuList(cache.resolve("shared_cpu_list")), null);
            if (type != null && sharing != null && sharing.get(cpu)) {
                tree.add(
                        type,
                        TopologyObject.NO_OS_INDEX,
                        SysfsFiles.bytes(cache.resolve("size")),
                        sharing);
                any = true;
            }
        }
        return any;
    }

    private static ObjectType cacheType(Path cache) {
        int level = SysfsFiles.number(cache.resolve("level"));
        return switch (SysfsFiles.text(cache.resolve("type"))) {
            case "Unified" -> ObjectType.cache(level, 'u');
            case "Data" -> ObjectType.cache(level, 'd');
            default -> null;
        };
    }

    private void addMemories() {
        BitSet withoutCores = new BitSet();
        for (int node : SysfsFiles.numbered(nodeFolder, "node")) {
            Path folder = nodeFolder.resolve("node" + node);
            BitSet near = usable(SysfsFiles.cpuList(folder.resolve("cpulist")), null);
            if (near == null || near.isEmpty()) {
                withoutCores.set(node);
                continue;
            }
            tree.add(ObjectType.NUMA_NODE, node, memoryBytes(folder), near);
        }
        if (!withoutCores.isEmpty()) {
            notes.add(
                    "Left out, because no usable CPU is near: NUMA nodes %s."
                            .formatted(CpuText.list(withoutCores)));
        }
    }

    /** From a line {@code Node 0 MemTotal: 16384 kB}; 0 if there is none. */
    private static long memoryBytes(Path folder) {
        for (String line : SysfsFiles.lines(folder.resolve("meminfo"))) {
            if (line.matches("Node [0-9]+ MemTotal:\\s+[0-9]{1,15} kB\\s*")) {
                String[] words = line.strip().split("\\s+");
                return Long.parseLong(words[words.length - 2]) << 10;
            }
        }
        return 0;
    }

    /** Each node's file lists its distances to all online nodes, ascending. */
    private NumaDistances readDistances() {
        Map<Integer, Map<Integer, Integer>> distances = new TreeMap<>();
        int[] nodes = onlineNodes();
        for (int node : nodes) {
            String[] words =
                    SysfsFiles.text(nodeFolder.resolve("node" + node).resolve("distance"))
                            .split("\\s+");
            Map<Integer, Integer> row = new TreeMap<>();
            for (int i = 0; i < words.length && words.length == nodes.length; i++) {
                if (words[i].matches("[0-9]{1,4}")) {
                    row.put(nodes[i], Integer.parseInt(words[i]));
                }
            }
            distances.put(node, row);
        }
        return (a, b, assumed) -> distances.getOrDefault(a, Map.of()).getOrDefault(b, assumed);
    }

    private int[] onlineNodes() {
        Path online = nodeFolder.resolve("online");
        BitSet listed = Files.isRegularFile(online) ? SysfsFiles.cpuList(online) : null;
        return listed == null ? SysfsFiles.numbered(nodeFolder, "node") : listed.stream().toArray();
    }
}
