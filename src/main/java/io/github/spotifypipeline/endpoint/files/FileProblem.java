package io.github.spotifypipeline.endpoint.files;

import java.time.Instant;

/**
 * An endpoint file that is not in use as it stands.
 *
 * @param file    the file, relative to the routes folder
 * @param line    where, counted from 1; null when it is not known
 * @param message what is wrong, and what to do
 * @param since   since when the file has had a problem
 */
public record FileProblem(String file, Integer line, String message, Instant since) {

    /** With the place before it. */
    public String text() {
        return file + (line == null ? "" : ":" + line) + ": " + message;
    }
}
