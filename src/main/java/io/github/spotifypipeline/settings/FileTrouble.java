package io.github.spotifypipeline.settings;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file cannot be read or written, in words: Java's own message is often the file's name alone. */
public final class FileTrouble {

    private FileTrouble() {
    }

    /** A few words that fit into brackets, such as {@code permission denied}. */
    public static String inWords(IOException trouble) {
        if (trouble instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (trouble instanceof NoSuchFileException || trouble instanceof FileNotFoundException) {
            return "there is no such file or folder";
        }
        if (trouble instanceof NotDirectoryException) {
            return "it is no folder";
        }
        if (trouble instanceof FileAlreadyExistsException) {
            return "there is something else of this name";
        }
        String reason = trouble instanceof FileSystemException in ? in.getReason() : trouble.getMessage();
        return reason == null || reason.isBlank() ? "the system refuses" : reason;
    }
}
