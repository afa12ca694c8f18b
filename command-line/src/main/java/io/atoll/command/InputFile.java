package io.atoll.command;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file of text that an option names. */
final class InputFile {
    private InputFile() {}

    /**
     * Reads it.
     *
     * @param option that names it
     * @param name as it was given
     * @param kind what is in such a file, with its article
     * @param otherwise what else the name could have been and is not, to follow a comma; or empty
     * @throws UsageException with one sentence, if it cannot be read
     */
    static String read(String option, String name, String kind, String otherwise) {
        try {
            Path file = Path.of(name);
            if (Files.isDirectory(file)) {
                throw new UsageException(
                        "%s: '%s' is a folder; %s is a file".formatted(option, name, kind));
            }
            if (Files.exists(file)) {
                return Files.readString(file);
            }
        } catch (CharacterCodingException _) {
            throw new UsageException("'%s' is no text; %s is".formatted(name, kind));
        } catch (IOException refused) {
            throw new UsageException(
                    "%s: '%s' cannot be read (%s)".formatted(option, name, refused.getMessage()));
        } catch (InvalidPathException _) {
            // no file has such a name
        }
        throw new UsageException("%s: there is no file '%s'%s".formatted(option, name, otherwise));
    }
}
