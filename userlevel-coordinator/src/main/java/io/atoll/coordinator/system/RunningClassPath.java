package io.atoll.coordinator.system;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The class path that programs are compiled against: what the running Java was started with, be it
 * folders or one jar with everything, and what launchers added with loaders of their own.
 */
final class RunningClassPath {
    private RunningClassPath() {}

    /** The class path behind a loader, separated as the compiler wants it. */
    static String of(ClassLoader loader) {
        Set<String> entries = new LinkedHashSet<>();
        for (ClassLoader at = loader; at != null; at = at.getParent()) {
            if (at instanceof URLClassLoader added) {
                for (URL url : added.getURLs()) {
                    addFile(url, entries);
                }
            }
        }
        entries.add(System.getProperty("java.class.path", ""));
        return String.join(File.pathSeparator, entries);
    }

    private static void addFile(URL url, Set<String> entries) {
        if (!url.getProtocol().equals("file")) {
            return; // the compiler reads files only
        }
        try {
            entries.add(Path.of(url.toURI()).toString());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("a class path entry is no file name: " + url, e);
        }
    }
}
