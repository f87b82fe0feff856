package io.github.spotifypipeline.routefiles;

/**
 * A mistake in a route file.
 *
 * @param line   its line, counted from 1; null when it is not known
 * @param what   what is wrong; it may name keys, ids and scopes of the file, but no other values: they may be secrets
 * @param remedy what to do
 */
public record RouteFinding(Integer line, String what, String remedy) {

    /** One line for a person, without the file and the line. */
    public String message() {
        return what + " - " + remedy;
    }

    /** One line for a person with file and line. @param file the name that the person knows */
    public String at(String file) {
        return file + ":" + (line == null ? "" : line + ":") + " " + message();
    }
}
