package io.atoll.coordinator.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * From the {@code program_image} of every protection domain to its Java class. Classes come from
 * the running class path, from {@code .class} files, and from {@code .java} files that are compiled
 * in memory, all of one system together, with the files around them at hand.
 *
 * <p>Protection domains that name the same program share its class, hence its static fields;
 * programs keep their state in instances. Thread-safe: each {@link #load} stands for itself.
 */
public final class ProgramLoader {
    private static final String TAG = "program_image";

    private final SearchPath files;
    private final Map<String, String> images;
    private final ClassLoader parent;
    private final JavaCompiler compiler;
    private final boolean preemption;

    /**
     * A loader.
     *
     * @param files where source and class files are looked for
     * @param images what {@code [images]} of {@code atoll.toml} says
     * @param parent loader that knows the running class path
     */
    public ProgramLoader(SearchPath files, Map<String, String> images, ClassLoader parent) {
        this(files, images, parent, ToolProvider.getSystemJavaCompiler());
    }

    /**
     * As this loader, with preemption points in all classes of the programs, so that a program that
     * makes no system call can be preempted; see {@link
     * io.atoll.coordinator.preemption.PreemptionInstrumentation}.
     */
    public ProgramLoader withPreemption() {
        return new ProgramLoader(files, images, parent, compiler, true);
    }

    /**
     * A loader with this compiler.
     *
     * @param compiler null on a Java without one
     */
    ProgramLoader(
            SearchPath files,
            Map<String, String> images,
            ClassLoader parent,
            JavaCompiler compiler) {
        this(files, images, parent, compiler, false);
    }

    private ProgramLoader(
            SearchPath files,
            Map<String, String> images,
            ClassLoader parent,
            JavaCompiler compiler,
            boolean preemption) {
        this.files = files;
        this.images = Map.copyOf(images);
        this.parent = parent;
        this.compiler = compiler;
        this.preemption = preemption;
    }

    /**
     * Finds the class of every protection domain of a system.
     *
     * @param fileName the system's file, for the diagnostics
     * @return the classes by the domains' names, in the order of {@link
     *     SystemDescription#allProtectionDomains()}; mistakes in the description come before those
     *     in Java sources
     */
    public Parsed<Map<String, Class<?>>> load(String fileName, SystemDescription system) {
        return new Loading(fileName).load(system.allProtectionDomains());
    }

    /** One run of the loader. */
    private final class Loading {
        private final Diagnostics diagnostics;
        private final List<Diagnostic> compilation = new ArrayList<>();
        private final ProgramClassLoader loader =
                preemption ? new PreemptibleClassLoader(parent) : new ProgramClassLoader(parent);

        /** Class name to load by domain name; absent while it is not known. */
        private final Map<String, String> classNames = new LinkedHashMap<>();

        private final Map<ProtectionDomain, Path> sources = new LinkedHashMap<>();

        Loading(String fileName) {
            diagnostics = new Diagnostics(fileName);
        }

        Parsed<Map<String, Class<?>>> load(List<ProtectionDomain> domains) {
            domains.forEach(this::locate);
            if (!sources.isEmpty()) {
                compile();
            }
            Map<String, Class<?>> classes = new LinkedHashMap<>();
            // One that is missing does not hide what is wrong with the others.
            domains.stream()
                    .filter(domain -> classNames.containsKey(domain.name()))
                    .forEach(domain -> loadClass(domain, classes));
            List<Diagnostic> all = new ArrayList<>(diagnostics.inFileOrder());
            all.addAll(compilation);
            return new Parsed<>(all.isEmpty() ? classes : null, all);
        }

        private void locate(ProtectionDomain domain) {
            ProgramImage written = domain.programImage();
            switch (substitute(written)) {
                case ProgramImage.JavaClass named ->
                        classNames.put(domain.name(), named.className());
                case ProgramImage.JavaSource source ->
                        find(written, source.path()).ifPresent(path -> sources.put(domain, path));
                case ProgramImage.ClassFile compiled ->
                        find(written, compiled.path()).ifPresent(path -> addFile(domain, path));
                case ProgramImage.Elf elf -> reportUnmapped(elf);
            }
        }

        private ProgramImage substitute(ProgramImage written) {
            String program = images.get(written.path());
            return program == null
                    ? written
                    : ProgramImage.of(program, written.pathForSymbols(), written.position());
        }

        private void reportUnmapped(ProgramImage image) {
            report(
                    Rule.E_IMAGE_UNMAPPED,
                    image,
                    "'"
                            + image.path()
                            + "' is an image for real hardware, and no Java class stands for it");
            diagnostics.note(
                    Rule.E_IMAGE_UNMAPPED,
                    image.position(),
                    "add to [images] in atoll.toml: \""
                            + image.path()
                            + "\" = \"name.of.the.JavaClass\"");
            diagnostics.suggest(
                    Rule.E_IMAGE_UNMAPPED, image.position(), image.path(), images.keySet());
        }

        private Optional<Path> find(ProgramImage written, String name) {
            Optional<Path> file = files.find(name).map(Path::normalize);
            if (file.isEmpty()) {
                report(Rule.E_IMAGE_FILE, written, "no file '" + name + "' in " + files.describe());
            }
            return file;
        }

        private void addFile(ProtectionDomain domain, Path file) {
            try {
                classNames.put(domain.name(), loader.addClassFile(file));
            } catch (IOException | IllegalArgumentException e) {
                report(
                        Rule.E_IMAGE_FILE,
                        domain.programImage(),
                        "'" + file + "' is not a usable class file: " + e.getMessage());
            }
        }

        private void compile() {
            if (compiler == null) {
                sources.forEach(
                        (domain, path) ->
                                report(
                                        Rule.E_IMAGE_COMPILER,
                                        domain.programImage(),
                                        "'"
                                                + path
                                                + "' cannot be compiled, because this Java has no"
                                                + " compiler; run Atoll on a JDK"));
                return;
            }
            SourceCompiler.Outcome outcome =
                    new SourceCompiler(compiler, RunningClassPath.of(parent))
                            .compile(List.copyOf(sources.values()));
            compilation.addAll(outcome.diagnostics());
            if (!compilation.isEmpty()) {
                return;
            }
            loader.addCompiled(outcome.classes());
            sources.forEach((domain, path) -> chooseClass(domain, path, outcome));
        }

        private void chooseClass(
                ProtectionDomain domain, Path source, SourceCompiler.Outcome outcome) {
            outcome.programClass(source)
                    .ifPresentOrElse(
                            name -> classNames.put(domain.name(), name),
                            () ->
                                    report(
                                            Rule.E_IMAGE_CLASS,
                                            domain.programImage(),
                                            "'"
                                                    + source
                                                    + "' declares no class with the file's name"));
        }

        private void loadClass(ProtectionDomain domain, Map<String, Class<?>> classes) {
            String className = classNames.get(domain.name());
            try {
                classes.put(domain.name(), Class.forName(className, false, loader));
            } catch (ClassNotFoundException e) {
                reportMissing(domain.programImage(), className);
            } catch (LinkageError e) {
                report(
                        Rule.E_IMAGE_CLASS,
                        domain.programImage(),
                        "class '" + className + "' cannot be loaded: " + e.getMessage());
            }
        }

        private void reportMissing(ProgramImage image, String className) {
            boolean mapped = images.containsKey(image.path());
            report(
                    Rule.E_IMAGE_CLASS,
                    image,
                    "there is no class '"
                            + className
                            + "' on the class path"
                            + (mapped
                                    ? ", which atoll.toml names for '" + image.path() + "'"
                                    : ""));
            diagnostics.note(
                    Rule.E_IMAGE_CLASS,
                    image.position(),
                    "give its full name with the package, or a source file such as '"
                            + className.substring(className.lastIndexOf('.') + 1)
                            + ".java'");
        }

        private void report(Rule rule, ProgramImage image, String message) {
            diagnostics.report(rule, image.position(), TAG, message);
        }
    }
}
