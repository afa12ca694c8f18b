package io.atoll.cluster.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes a folder like Linux's {@code /sys/devices/system}, with the files and the notation of a
 * 6.x kernel. Everything written can be taken away again, to be what a container shows.
 */
final class SysfsFixture {
    private final Path root;
    private final BitSet allowed = new BitSet();

    SysfsFixture(Path root) {
        this.root = root;
    }

    /** One core and all its hardware threads, all of them allowed. */
    SysfsFixture core(int packageId, int coreId, int... cpus) {
        String threads = list(cpus);
        for (int cpu : cpus) {
            allowed.set(cpu);
            Path folder = Path.of("cpu/cpu" + cpu + "/topology");
            file(folder.resolve("physical_package_id"), packageId);
            file(folder.resolve("die_id"), 0);
            file(folder.resolve("core_id"), coreId);
            file(folder.resolve("core_cpus_list"), threads);
            file(folder.resolve("thread_siblings_list"), threads);
        }
        return this;
    }

    /** Puts the CPUs in another die than 0. */
    SysfsFixture die(int dieId, int... cpus) {
        for (int cpu : cpus) {
            file(Path.of("cpu/cpu" + cpu + "/topology/die_id"), dieId);
        }
        return this;
    }

    /** A cache that these CPUs share. */
    SysfsFixture cache(int level, String type, String size, int... cpus) {
        for (int cpu : cpus) {
            Path caches = Path.of("cpu/cpu" + cpu + "/cache");
            int index = 0;
            while (Files.exists(root.resolve(caches).resolve("index" + index))) {
                index++;
            }
            Path folder = caches.resolve("index" + index);
            file(folder.resolve("level"), level);
            file(folder.resolve("type"), type);
            file(folder.resolve("size"), size);
            file(folder.resolve("shared_cpu_list"), list(cpus));
        }
        return this;
    }

    SysfsFixture node(int node, long kibibytes, String distances, int... cpus) {
        Path folder = Path.of("node/node" + node);
        file(folder.resolve("cpulist"), list(cpus));
        file(folder.resolve("distance"), distances);
        file(
                folder.resolve("meminfo"),
                """
                Node %1$d MemTotal:       %2$d kB
                Node %1$d MemFree:        1234 kB\
                """
                        .formatted(node, kibibytes));
        return this;
    }

    SysfsFixture online(String cpus) {
        return file(Path.of("cpu/online"), cpus);
    }

    /** Restricts the process, as {@code taskset} or a container does. */
    SysfsFixture allowOnly(int... cpus) {
        allowed.clear();
        Arrays.stream(cpus).forEach(allowed::set);
        return this;
    }

    /** Writes any file below the folder. */
    SysfsFixture file(Path path, Object content) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content + "\n");
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Takes a file or a folder away. */
    SysfsFixture without(String path) {
        try (Stream<Path> files = Files.walk(root.resolve(path))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Topology read() {
        return HostTopology.read(root, allowed);
    }

    private static String list(int... cpus) {
        List<String> parts = new ArrayList<>();
        for (int i = 0, end; i < cpus.length; i = end) {
            end = i + 1;
            while (end < cpus.length && cpus[end] == cpus[end - 1] + 1) {
                end++;
            }
            parts.add(end == i + 1 ? "" + cpus[i] : cpus[i] + "-" + cpus[end - 1]);
        }
        return String.join(",", parts);
    }
}
