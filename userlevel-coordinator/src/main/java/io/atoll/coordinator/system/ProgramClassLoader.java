package io.atoll.coordinator.system;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Defines the classes of programs that are not on the class path. Classes just compiled win over
 * those of the same name elsewhere: a person who edits a copy of an example wants to run the copy.
 *
 * <p>Filled by one thread before the first class is loaded; afterwards any thread may load.
 */
class ProgramClassLoader extends ClassLoader {
    private final Map<String, byte[]> compiled = new HashMap<>();
    private final List<Path> roots = new ArrayList<>();

    ProgramClassLoader(ClassLoader parent) {
        super("programs", parent);
    }

    /** Adds classes by binary name. */
    void addCompiled(Map<String, byte[]> classes) {
        compiled.putAll(classes);
    }

    /**
     * Adds a class file, and the folder in which its package begins for what it refers to.
     *
     * @return its binary name
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no class file, or lies outside its package's folder
     */
    String addClassFile(Path file) throws IOException {
        String internalName = ClassFile.of().parse(file).thisClass().asInternalName();
        Path relative = Path.of(internalName + ".class");
        Path absolute = file.toAbsolutePath().normalize();
        if (!absolute.endsWith(relative)) {
            throw new IllegalArgumentException(
                    "it contains '"
                            + internalName.replace('/', '.')
                            + "' and must lie at '"
                            + relative
                            + "'");
        }
        Path root = absolute;
        for (int i = 0; i < relative.getNameCount(); i++) {
            root = root.getParent();
        }
        roots.add(root);
        return internalName.replace('/', '.');
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isOwn(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            Class<?> found = loaded == null ? findClass(name) : loaded;
            if (resolve) {
                resolveClass(found);
            }
            return found;
        }
    }

    /** Whether a class is defined here even if the parent knows one of that name. */
    boolean isOwn(String name) {
        return compiled.containsKey(name);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = compiled.get(name);
        if (bytes == null) {
            bytes = elsewhere(name);
        }
        if (bytes == null) {
            bytes = read(name);
        }
        byte[] defined = prepared(bytes);
        return defineClass(name, defined, 0, defined.length);
    }

    /** A class file from a place that goes before the folders of class files, or null. */
    byte[] elsewhere(String name) {
        return null;
    }

    /** What is defined instead of a class file as it was found. */
    byte[] prepared(byte[] bytes) {
        return bytes;
    }

    /** A class file that this loader defines itself, or null. */
    final byte[] ownBytes(String name) {
        byte[] bytes = compiled.get(name);
        try {
            return bytes == null ? read(name) : bytes;
        } catch (ClassNotFoundException _) {
            return null;
        }
    }

    private byte[] read(String name) throws ClassNotFoundException {
        String fileName = name.replace('.', '/') + ".class";
        for (Path root : roots) {
            Path file = root.resolve(fileName);
            if (Files.isRegularFile(file)) {
                try {
                    return Files.readAllBytes(file);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
        throw new ClassNotFoundException(name);
    }
}
