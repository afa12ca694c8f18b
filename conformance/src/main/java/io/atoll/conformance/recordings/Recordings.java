package io.atoll.conformance.recordings;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Where recordings are: in a folder, or carried along by this project. */
public final class Recordings {
    private static final String SUFFIX = ".trace";
    private static final String CARRIED = "recordings.zip";

    private Recordings() {}

    /**
     * All files below a folder whose names end with {@code .trace}, by path.
     *
     * @throws IOException if there is no such folder, or it cannot be read
     */
    public static List<RecordingFile> in(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path -> path.toString().endsWith(SUFFIX))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .map(path -> new RecordingFile(path.toString(), () -> Files.readAllLines(path)))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The recordings that the project carries, by name. */
    public static List<RecordingFile> carried() {
        List<RecordingFile> files = new ArrayList<>();
        try (InputStream resource = Recordings.class.getResourceAsStream(CARRIED);
                ZipInputStream zip = new ZipInputStream(resource)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                List<String> lines = lines(zip);
                files.add(new RecordingFile(entry.getName(), () -> lines));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the recordings carried along cannot be read", e);
        }
        files.sort(Comparator.comparing(RecordingFile::name));
        return files;
    }

    private static List<String> lines(InputStream entry) {
        return new BufferedReader(new InputStreamReader(entry, StandardCharsets.UTF_8))
                .lines()
                .toList();
    }
}
