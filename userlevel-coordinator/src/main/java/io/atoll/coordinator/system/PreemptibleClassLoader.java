package io.atoll.coordinator.system;

import io.atoll.coordinator.preemption.PreemptionInstrumentation;
import io.atoll.kernel.api.PreemptibleClasses;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Defines the classes of programs with preemption points. Those of the class path are defined here
 * anew, except the JDK's and Atoll's own, so that all code of a program has points, wherever it
 * comes from.
 */
final class PreemptibleClassLoader extends ProgramClassLoader implements PreemptibleClasses {
    /** Packages that programs share with the system: the same classes for both. */
    private static final List<String> SHARED =
            List.of(
                    "java.",
                    "javax.",
                    "jdk.",
                    "sun.",
                    "com.sun.",
                    "io.atoll.kernel.",
                    "io.atoll.cluster.",
                    "io.atoll.coordinator.",
                    "io.atoll.command.");

    private final PreemptionInstrumentation instrumentation =
            new PreemptionInstrumentation(this::bytesOf);

    PreemptibleClassLoader(ClassLoader parent) {
        super(parent);
    }

    @Override
    boolean isOwn(String name) {
        return super.isOwn(name)
                || (SHARED.stream().noneMatch(name::startsWith) && fromClassPath(name) != null);
    }

    @Override
    byte[] prepared(byte[] bytes) {
        try {
            return instrumentation.instrument(bytes);
        } catch (IllegalArgumentException refused) {
            throw new ClassFormatError(
                    "no preemption points can be put in: " + refused.getMessage());
        }
    }

    @Override
    byte[] elsewhere(String name) {
        return fromClassPath(name);
    }

    private byte[] bytesOf(String name) {
        byte[] own = ownBytes(name);
        return own == null ? fromClassPath(name) : own;
    }

    private byte[] fromClassPath(String name) {
        String file = name.replace('.', '/') + ".class";
        try (InputStream found = getParent().getResourceAsStream(file)) {
            return found == null ? null : found.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("class " + name + " cannot be read", unreadable);
        }
    }
}
