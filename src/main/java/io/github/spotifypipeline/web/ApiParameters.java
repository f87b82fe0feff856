package io.github.spotifypipeline.web;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The query parameters of the API. A misspelt one must not be dropped: {@code DELETE …?daat=true} would do less than it
 * was asked for, and {@code POST /api/retransform?colection=…} more.
 */
final class ApiParameters {

    /** By the path's first part below {@code /api}. What stands in no other row takes none. */
    private static final Map<String, Set<String>> KNOWN = Map.of(
            "accounts", Set.of("data"),
            "music", Set.of("account", "from", "to"),
            "replay", Set.of("endpoint", "discard"),
            "retransform", Set.of("collection"));

    private static final Pattern PATH = Pattern.compile("/api/([^/]*)(/.*)?", Pattern.DOTALL);
    private static final int MOST_CHARACTERS = 60;

    private ApiParameters() {
    }

    /**
     * Looks at a request's parameters; those of a path outside {@code /api} may have any name.
     *
     * @param path  decoded
     * @param names as they came, decoded
     * @throws ErrorAnswers.BadRequestException when the path knows no parameter of one of the names
     */
    static void requireKnown(String path, List<String> names) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return;
        }
        Set<String> known = KNOWN.getOrDefault(matcher.group(1), Set.of());
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new ErrorAnswers.BadRequestException("There is no parameter \"" + shown(name) + "\" here: "
                    + (known.isEmpty() ? "this path takes none." : "this path takes "
                    + known.stream().sorted().collect(Collectors.joining(", ")) + ".") + " Nothing was changed.");
        });
    }

    private static String shown(String name) {
        return name.length() > MOST_CHARACTERS ? name.substring(0, MOST_CHARACTERS) + "…" : name;
    }
}
