package io.github.spotifypipeline.routefiles;

/**
 * Something wrong in a route file.
 *
 * @param line   where, counted from 1; null when it is not known
 * @param what   what is wrong; of the file's content it names keys, ids and scopes, never other values, which may be
 *               secrets
 * @param remedy what to do
 */
public record RouteFinding(Integer line, String what, String remedy) {

    /** For a person, in one line without the place. */
    public String message() {
        return what + " - " + remedy;
    }

    /** With the place before it. @param file the file as its reader knows it */
    public String at(String file) {
        return file + ":" + (line == null ? "" : line + ":") + " " + message();
    }
}
