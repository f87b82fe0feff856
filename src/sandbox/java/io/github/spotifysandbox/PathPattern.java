package io.github.spotifysandbox;

import java.util.Optional;

/**
 * A path of the API: a plain one, one with a single {@code {name}} that stands for one segment, or one that ends in
 * {@code /**} and stands for everything below.
 */
final class PathPattern {

    private static final String BELOW = "/**";

    private final String before;
    private final String after;
    private final boolean variable;
    private final boolean below;

    PathPattern(String pattern) {
        int open = pattern.indexOf('{');
        this.variable = open >= 0;
        this.below = pattern.endsWith(BELOW);
        this.before = variable ? pattern.substring(0, open)
                : below ? pattern.substring(0, pattern.length() - BELOW.length() + 1) : pattern;
        this.after = variable ? pattern.substring(pattern.indexOf('}') + 1) : "";
    }

    /** What stands in the place of the variable, an empty string without one; empty if the path is another. */
    Optional<String> match(String path) {
        if (!variable) {
            return (below ? path.startsWith(before) : path.equals(before)) ? Optional.of("") : Optional.empty();
        }
        if (path.length() <= before.length() + after.length() || !path.startsWith(before) || !path.endsWith(after)) {
            return Optional.empty();
        }
        String value = path.substring(before.length(), path.length() - after.length());
        return value.indexOf('/') < 0 ? Optional.of(value) : Optional.empty();
    }
}
