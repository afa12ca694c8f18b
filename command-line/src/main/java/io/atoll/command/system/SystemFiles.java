package io.atoll.command.system;

import io.atoll.coordinator.system.AtollToml;
import io.atoll.coordinator.system.MemoryRegion;
import io.atoll.coordinator.system.ProtectionDomain;
import io.atoll.coordinator.system.SearchPath;
import io.atoll.coordinator.system.SystemDescription;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files that a system was read from, so that it can be read again elsewhere: its description or
 * source, its settings, the programs with what lies beside them, and what its memory is filled
 * with. Classes of the class path are not among them. Immutable.
 *
 * @param start path of what was read first, below the same folder as those of all others
 * @param contents by path
 */
public record SystemFiles(String start, Map<String, byte[]> contents) {
    /** More than any system has that somebody wrote. */
    private static final long MOST_BYTES = 16 << 20;

    public SystemFiles {
        contents = Collections.unmodifiableMap(new TreeMap<>(contents));
    }

    /** Those of a description; empty if they are too many to be kept. */
    static Optional<SystemFiles> ofDescription(
            Path file, SystemDescription description, AtollToml settings, SearchPath search)
            throws IOException {
        List<String> names = new ArrayList<>();
        for (ProtectionDomain domain : description.allProtectionDomains()) {
            String path = domain.programImage().path();
            names.add(settings.images().getOrDefault(path, path));
        }
        for (MemoryRegion region : description.memoryRegions()) {
            names.add(region.prefillPath());
        }
        return of(file, names, search);
    }

    /** Those of a source. */
    static Optional<SystemFiles> ofSource(Path file) throws IOException {
        return of(file, List.of(file.getFileName().toString()), SearchPath.beside(file));
    }

    /**
     * @param names as the description has them: some start with {@code ../}
     */
    private static Optional<SystemFiles> of(Path start, List<String> names, SearchPath search)
            throws IOException {
        Path folder = start.toAbsolutePath().normalize().getParent();
        int above = names.stream().mapToInt(SystemFiles::levelsAbove).max().orElse(0);
        Path base = folder;
        for (int i = 0; i < above && base.getParent() != null; i++) {
            base = base.getParent();
        }
        Path prefix = base.relativize(folder);
        Collector found = new Collector();
        found.add(prefix.resolve(start.getFileName()), start);
        found.addIfThere(prefix.resolve(AtollToml.FILE_NAME), folder.resolve(AtollToml.FILE_NAME));
        for (String name : names) {
            Optional<Path> file = name.isEmpty() ? Optional.empty() : search.find(name);
            if (file.isPresent() && !Path.of(name).isAbsolute()) {
                found.addWithNeighbours(prefix.resolve(name).normalize(), file.get());
            }
        }
        return found.bytes > MOST_BYTES
                ? Optional.empty()
                : Optional.of(
                        new SystemFiles(text(prefix.resolve(start.getFileName())), found.contents));
    }

    private static int levelsAbove(String name) {
        int levels = 0;
        for (Path part : Path.of(name).normalize()) {
            if (!part.toString().equals("..")) {
                break;
            }
            levels++;
        }
        return levels;
    }

    private static String text(Path path) {
        return path.toString().replace('\\', '/');
    }

    /** Files as they are found. */
    private static final class Collector {
        final Map<String, byte[]> contents = new TreeMap<>();
        long bytes;

        void add(Path as, Path file) throws IOException {
            long size = Files.size(file);
            if (!contents.containsKey(text(as)) && (bytes += size) <= MOST_BYTES) {
                contents.put(text(as), Files.readAllBytes(file));
            }
        }

        void addIfThere(Path as, Path file) throws IOException {
            if (Files.isRegularFile(file)) {
                add(as, file);
            }
        }

        /** A source may refer to those beside it, and a class to others of its folder. */
        void addWithNeighbours(Path as, Path file) throws IOException {
            add(as, file);
            String name = file.getFileName().toString();
            if (!name.endsWith(".java") && !name.endsWith(".class")) {
                return;
            }
            Path folder = file.toAbsolutePath().getParent();
            try (Stream<Path> beside = Files.list(folder)) {
                for (Path neighbour : beside.sorted().toList()) {
                    String other = neighbour.getFileName().toString();
                    if (other.endsWith(".java") || other.endsWith(".class")) {
                        addIfThere(as.resolveSibling(other), neighbour);
                    }
                }
            }
        }
    }

    /** Writes all of them. */
    public void writeTo(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : contents.entrySet()) {
            Path target = folder.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
    }

    /** SHA-256 over names and contents: the same files have the same. */
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            contents.forEach(
                    (name, content) -> {
                        String length = "\n" + content.length + "\n";
                        digest.update((name + length).getBytes(StandardCharsets.UTF_8));
                        digest.update(content);
                    });
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java has it
        }
    }
}
