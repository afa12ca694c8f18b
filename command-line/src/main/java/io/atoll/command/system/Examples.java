package io.atoll.command.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The examples that travel inside the jar, below {@code /examples}. An example is a system file
 * {@code NAME.system} with the folders its programs are in, alone or with settings of its own in a
 * folder {@code NAME}, or a folder {@code NAME} that no system file names, with a source in it.
 * Immutable.
 */
public final class Examples {
    private static final String FOLDER = "examples/";
    private static final String ENDING = ".system";
    private static final String README = "README.md";
    private static final String SETTINGS = "atoll.toml";

    /** A program's folder, as a system file names it. */
    private static final Pattern PROGRAM_FOLDER =
            Pattern.compile("program_image path=\"(?:\\.\\./)?([^/\"]+)/");

    /** The first line of a system file's first comment. */
    private static final Pattern XML_HEADER = Pattern.compile("<!--\\s*(.*?)\\s*(?:-->|\\R)");

    /** The first line of a Java file's first documentation comment. */
    private static final Pattern JAVA_HEADER =
            Pattern.compile("/\\*\\*[\\s*]*(.*?)\\s*(?:\\*/|\\R)");

    private final Map<String, String> texts;
    private final List<Example> all;

    /**
     * One example.
     *
     * @param teaches one sentence, the first of its files
     * @param start what is run: its system file, or its folder
     * @param files its own files, by their paths below {@code examples}
     */
    public record Example(String name, String teaches, String start, List<String> files) {
        public Example {
            files = List.copyOf(files);
        }
    }

    private Examples(Map<String, String> texts) {
        this.texts = texts;
        this.all = find();
    }

    /** Those of the running jar, or of the class path's folder. */
    public static Examples load() {
        URL url = Examples.class.getClassLoader().getResource(FOLDER + README);
        if (url == null) {
            throw new IllegalStateException("this jar was built without its examples");
        }
        try {
            return new Examples(
                    url.openConnection() instanceof JarURLConnection inJar
                            ? read(inJar.getJarFile())
                            : read(Path.of(url.toURI()).getParent()));
        } catch (IOException | URISyntaxException broken) {
            throw new IllegalStateException("the examples in the jar cannot be read", broken);
        }
    }

    private static Map<String, String> read(JarFile jar) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (JarEntry entry : jar.stream().toList()) {
            if (entry.getName().startsWith(FOLDER) && !entry.isDirectory()) {
                byte[] bytes = jar.getInputStream(entry).readAllBytes();
                texts.put(
                        entry.getName().substring(FOLDER.length()),
                        new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    private static Map<String, String> read(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                texts.put(name, Files.readString(file));
            }
        }
        return texts;
    }

    private List<Example> find() {
        List<Example> found = new ArrayList<>();
        List<String> used = new ArrayList<>();
        for (String path : texts.keySet()) {
            if (path.endsWith(ENDING)) {
                String name = nameOf(path);
                List<String> files = new ArrayList<>(List.of(path));
                if (path.contains("/")) {
                    used.add(name);
                    files.add(name + "/" + SETTINGS);
                }
                PROGRAM_FOLDER
                        .matcher(texts.get(path))
                        .results()
                        .map(named -> named.group(1))
                        .distinct()
                        .forEach(
                                folder -> {
                                    used.add(folder);
                                    files.addAll(filesBelow(folder));
                                });
                found.add(new Example(name, header(path, XML_HEADER), path, files));
            }
        }
        texts.keySet().stream()
                .filter(path -> path.contains("/"))
                .map(path -> path.substring(0, path.indexOf('/')))
                .distinct()
                .filter(folder -> !used.contains(folder))
                .forEach(folder -> found.add(ofFolder(folder)));
        // As the examples' own README introduces them.
        found.sort(Comparator.comparingInt(each -> texts.get(README).indexOf(mention(each))));
        return List.copyOf(found);
    }

    /** Of the folder that it has to itself and its settings, or of the file. */
    private static String nameOf(String systemFile) {
        int slash = systemFile.indexOf('/');
        return slash >= 0
                ? systemFile.substring(0, slash)
                : systemFile.substring(0, systemFile.length() - ENDING.length());
    }

    private Example ofFolder(String folder) {
        List<String> files = filesBelow(folder);
        String program =
                files.stream().filter(each -> each.endsWith(".java")).findFirst().orElseThrow();
        return new Example(folder, header(program, JAVA_HEADER), folder, files);
    }

    private List<String> filesBelow(String folder) {
        return texts.keySet().stream().filter(path -> path.startsWith(folder + "/")).toList();
    }

    private String header(String path, Pattern form) {
        Matcher header = form.matcher(texts.get(path));
        return header.find() ? header.group(1) : "";
    }

    /** How the README names an example. */
    static String mention(Example example) {
        return "`" + example.name() + "`";
    }

    /** All examples, in learning order. */
    public List<Example> all() {
        return all;
    }

    /** The example of that name. */
    public Optional<Example> named(String name) {
        return all.stream().filter(example -> example.name().equals(name)).findFirst();
    }

    /** The text of a file of an example, or of the examples' README. */
    public String text(String path) {
        return texts.get(path);
    }

    /**
     * Writes an example, and the settings it needs, into a folder.
     *
     * @return what to run: its system file, or its folder
     */
    public Path copy(Example example, Path target) {
        try {
            for (String file : example.files()) {
                write(target.resolve(file), text(file));
            }
            write(target.resolve(SETTINGS), text(SETTINGS));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return target.resolve(example.start());
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
