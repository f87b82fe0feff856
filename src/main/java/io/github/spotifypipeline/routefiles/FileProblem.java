package io.github.spotifypipeline.routefiles;

import java.time.Instant;

/**
 * Why the current text of a file is not in use.
 *
 * @param file    the file, relative to the routes folder
 * @param line    where, counted from 1; null when it is not known
 * @param message what is wrong, and what to do
 * @param since   when the file began to have a problem
 */
public record FileProblem(String file, Integer line, String message, Instant since) {

    /** The file, the line and the message. */
    public String text() {
        return file + (line == null ? "" : ":" + line) + ": " + message;
    }
}
