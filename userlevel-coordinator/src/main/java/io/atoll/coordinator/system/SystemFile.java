package io.atoll.coordinator.system;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Microkit system files: text to model. Every mistake is found, not only the first; what follows
 * from another mistake is left out. Thread-safe, since nothing is kept.
 */
public final class SystemFile {
    private static final String ENDING = ".system";

    private SystemFile() {}

    /**
     * Reads the text of a system file, strict about calls between clusters; files that it names are
     * looked for beside it and in the current folder.
     *
     * @param fileName name of the file as the user gave it, for the diagnostics
     * @param xml its text
     * @param cores the machine it is to run on
     */
    public static Parsed<SystemDescription> parse(String fileName, String xml, Cores cores) {
        SearchPath files = SearchPath.beside(Path.of(fileName));
        return parse(fileName, xml, new CheckOptions(cores, PpcPolicy.STRICT, files));
    }

    /** Reads the text of a system file and checks it against the given options. */
    public static Parsed<SystemDescription> parse(
            String fileName, String xml, CheckOptions options) {
        Diagnostics diagnostics = new Diagnostics(fileName);
        XmlElement root = XmlReader.read(xml, diagnostics);
        if (root == null || diagnostics.hasErrors()) {
            return diagnostics.outcome(null);
        }
        if (!root.tag().equals(Schema.ROOT)) {
            diagnostics.report(
                    Rule.E_ROOT,
                    root.position(),
                    root.tag(),
                    "the root element of a system file is 'system'");
            return diagnostics.outcome(null);
        }
        SchemaCheck.check(root, diagnostics);
        if (options.isForMicrokit()) {
            MicrokitChecks.check(root, diagnostics);
        }
        SystemDescription written = SystemReader.read(systemName(fileName), root, diagnostics);
        return diagnostics.outcome(
                SystemChecks.checkAndComplete(written, root.position(), options, diagnostics));
    }

    /**
     * Reads a system file.
     *
     * @throws IOException if it cannot be read; text that is not UTF-8 is a diagnostic instead
     */
    public static Parsed<SystemDescription> read(Path file, CheckOptions options)
            throws IOException {
        try {
            return parse(file.toString(), Files.readString(file), options);
        } catch (CharacterCodingException e) {
            Diagnostics diagnostics = new Diagnostics(file.toString());
            diagnostics.report(Rule.E_XML, Position.START, "", "the file is not UTF-8 text");
            return new Parsed<>(null, List.copyOf(diagnostics.inFileOrder()));
        }
    }

    /** Name of a system: its file's name without folder and {@code .system}. */
    static String systemName(String fileName) {
        String last = fileName.substring(fileName.replace('\\', '/').lastIndexOf('/') + 1);
        return last.endsWith(ENDING) ? last.substring(0, last.length() - ENDING.length()) : last;
    }
}
