package io.atoll.coordinator.system;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;

/** Keeps the class files that the compiler writes, and remembers which source each comes from. */
final class MemoryFileManager extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, ClassInMemory> written = new LinkedHashMap<>();

    MemoryFileManager(StandardJavaFileManager files) {
        super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
            Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
        ClassInMemory file =
                new ClassInMemory(className, kind, sibling == null ? null : sibling.toUri());
        written.put(className, file);
        return file;
    }

    /** Everything written, by binary name. */
    Map<String, byte[]> classes() {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        written.forEach((name, file) -> classes.put(name, file.bytes.toByteArray()));
        return classes;
    }

    /** Binary names of the top-level classes that come from each source. */
    Map<Path, List<String>> topLevelNames(Collection<Path> sources) {
        Map<Path, List<String>> names = new LinkedHashMap<>();
        for (Path source : sources) {
            URI uri = source.toAbsolutePath().normalize().toUri();
            List<String> ofSource = new ArrayList<>();
            written.forEach(
                    (name, file) -> {
                        if (uri.equals(file.source) && !isNested(name)) {
                            ofSource.add(name);
                        }
                    });
            names.put(source, List.copyOf(ofSource));
        }
        return names;
    }

    private boolean isNested(String name) {
        for (int at = name.indexOf('$', 1); at > 0; at = name.indexOf('$', at + 1)) {
            if (written.containsKey(name.substring(0, at))) {
                return true;
            }
        }
        return false;
    }

    private static final class ClassInMemory extends SimpleJavaFileObject {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final URI source;

        ClassInMemory(String className, Kind kind, URI source) {
            super(URI.create("memory:///" + className.replace('.', '/') + kind.extension), kind);
            this.source = source;
        }

        @Override
        public OutputStream openOutputStream() {
            bytes.reset();
            return bytes;
        }
    }
}
