package io.atoll.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why a file could not be written, in words: the messages of the JDK often are only the path. */
final class WriteRefusal {
    private WriteRefusal() {}

    /** The reason, as the end of a sentence. */
    static String reason(Path file, IOException refused) {
        return switch (refused) {
            case NoSuchFileException _ -> "there is no such folder";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it is no folder";
            case FileSystemException _ when Files.isDirectory(file) -> "it is a folder";
            case FileSystemException it when it.getReason() != null -> it.getReason();
            default -> refused.getMessage();
        };
    }
}
