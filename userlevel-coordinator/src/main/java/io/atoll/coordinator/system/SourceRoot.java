package io.atoll.coordinator.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the folder in which the package of a Java source file begins. */
final class SourceRoot {
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\r\\n]*");
    private static final Pattern PACKAGE =
            Pattern.compile("^\\s*package\\s+([\\p{javaJavaIdentifierPart}.]+)\\s*;");

    private SourceRoot() {}

    /** The file's folder without the package's part; the folder itself if the two do not match. */
    static Path of(Path source) throws IOException {
        Path folder = source.toAbsolutePath().normalize().getParent();
        // Only the package line matters here; malformed bytes are the compiler's to report.
        String text = new String(Files.readAllBytes(source), StandardCharsets.UTF_8);
        Matcher line = PACKAGE.matcher(COMMENT.matcher(text).replaceAll(" "));
        if (!line.find()) {
            return folder;
        }
        Path relative = Path.of(line.group(1).replace('.', '/'));
        if (!folder.endsWith(relative)) {
            return folder;
        }
        Path root = folder;
        for (int i = 0; i < relative.getNameCount(); i++) {
            root = root.getParent();
        }
        return root;
    }
}
