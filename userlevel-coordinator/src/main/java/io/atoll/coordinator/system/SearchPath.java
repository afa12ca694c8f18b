package io.atoll.coordinator.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Folders in which the files named by a description are looked for, in this order.
 *
 * @param folders the folders; the first one is the base folder, where the description lies
 */
public record SearchPath(List<Path> folders) {
    private static final Path CURRENT = Path.of("");

    public SearchPath {
        folders = List.copyOf(folders);
    }

    /** Only the current folder. */
    public static SearchPath current() {
        return new SearchPath(List.of(CURRENT));
    }

    /**
     * The folder of a description, then the given folders, then the current folder, as the Microkit
     * tool does.
     */
    public static SearchPath beside(Path description, Path... further) {
        Path folder = description.getParent();
        List<Path> folders = new ArrayList<>();
        folders.add(folder == null ? CURRENT : folder);
        folders.addAll(List.of(further));
        if (!folders.contains(CURRENT)) {
            folders.add(CURRENT);
        }
        return new SearchPath(folders);
    }

    /** The first ordinary file of this name. */
    public Optional<Path> find(String name) {
        Path relative = asPath(name);
        if (relative == null) {
            return Optional.empty();
        }
        return folders.stream()
                .map(folder -> folder.resolve(relative))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** The folders, as a message to a person names them. */
    public String describe() {
        return folders.stream()
                .map(folder -> folder.toString().isEmpty() ? "." : folder.toString())
                .collect(Collectors.joining(", "));
    }

    private static Path asPath(String name) {
        try {
            return Path.of(name);
        } catch (java.nio.file.InvalidPathException e) {
            return null; // a name that no file of this host can have names no file
        }
    }
}
