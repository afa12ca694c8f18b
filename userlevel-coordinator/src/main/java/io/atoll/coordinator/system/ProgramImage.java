package io.atoll.coordinator.system;

import java.util.regex.Pattern;

/**
 * What the {@code path} of a {@code program_image} stands for. The kind follows from the form of
 * the path alone; a path that {@code atoll.toml} maps under {@code [images]} is replaced before it
 * is looked at.
 */
public sealed interface ProgramImage {
    /** The path as the description gives it. */
    String path();

    /** Path of a second file for symbol patching, or empty; Atoll only keeps it. */
    String pathForSymbols();

    /** Where the element begins. */
    Position position();

    /** A class of the class path: {@code java:com.acme.Ping}, or the name alone. */
    record JavaClass(String path, String pathForSymbols, Position position)
            implements ProgramImage {
        /** Binary name of the class. */
        public String className() {
            return path.startsWith(JAVA_PREFIX) ? path.substring(JAVA_PREFIX.length()) : path;
        }
    }

    /** A {@code .java} file, compiled when the system is loaded. */
    record JavaSource(String path, String pathForSymbols, Position position)
            implements ProgramImage {}

    /** A compiled {@code .class} file. */
    record ClassFile(String path, String pathForSymbols, Position position)
            implements ProgramImage {}

    /** An image for real hardware, which needs a class in {@code atoll.toml} to stand for it. */
    record Elf(String path, String pathForSymbols, Position position) implements ProgramImage {}

    /** Prefix that says that the rest is the name of a class. */
    String JAVA_PREFIX = "java:";

    /** A name that can be that of a class; {@code .elf} and the like are excluded before. */
    Pattern CLASS_NAME =
            Pattern.compile(
                    "[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}]*"
                            + "(\\.[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}]*)*");

    /** Endings of images for real hardware that are also well-formed class names. */
    Pattern IMAGE_ENDING = Pattern.compile(".*\\.(elf|img|bin)");

    /** Recognises a path by its form. */
    static ProgramImage of(String path, String pathForSymbols, Position position) {
        if (path.startsWith(JAVA_PREFIX)) {
            return new JavaClass(path, pathForSymbols, position);
        }
        if (path.endsWith(".java")) {
            return new JavaSource(path, pathForSymbols, position);
        }
        if (path.endsWith(".class")) {
            return new ClassFile(path, pathForSymbols, position);
        }
        if (!IMAGE_ENDING.matcher(path).matches() && CLASS_NAME.matcher(path).matches()) {
            return new JavaClass(path, pathForSymbols, position);
        }
        return new Elf(path, pathForSymbols, position);
    }

    /** A program given by path alone. */
    static ProgramImage of(String path) {
        return of(path, "", Position.NONE);
    }
}
