package io.github.spotifypipeline.web;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The query parameters of the API. A misspelt one must not be dropped: {@code DELETE …?daat=true} would do less than
 * was asked for, and {@code POST /api/retransform?colection=…} more.
 */
final class ApiParameters {

    /** By the first part of the path below {@code /api}. Every other path takes none. */
    private static final Map<String, Set<String>> KNOWN = Map.of(
            "accounts", Set.of("data"),
            "imports", Set.of("account", "dryRun", "short", "anyway", "withoutPrivate", "name"),
            "music", Set.of("account", "from", "to"),
            "replay", Set.of("endpoint", "discard"),
            "retransform", Set.of("collection"));

    /** What is asked about what was heard below {@code /api/music}, and what it takes besides an account and days. */
    static final Map<String, Set<String>> LISTENING = Map.of(
            "tops", Set.of("kind", "by", "most", "after"),
            "thing", Set.of("kind", "key", "on"),
            "years", Set.of(),
            "year", Set.of("year"),
            "ranks", Set.of("kind", "by", "most"),
            "over-time", Set.of(),
            "search", Set.of("text", "most"),
            "unplayed", Set.of("most", "after"),
            "forgotten", Set.of("most", "after"));

    private static final Pattern PATH = Pattern.compile("/api/([^/]*)(/.*)?", Pattern.DOTALL);
    private static final Pattern MUSIC = Pattern.compile("/api/music/([^/.]*)(\\.csv)?");
    private static final int MOST_CHARACTERS = 60;

    private ApiParameters() {
    }

    /**
     * Checks the parameters of a request below {@code /api}; elsewhere they may have any name.
     *
     * @param path  decoded
     * @param names as they came, decoded
     * @throws RequestException 400 when the path knows no parameter of one of the names
     */
    static void requireKnown(String path, List<String> names) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return;
        }
        Set<String> known = known(path, matcher.group(1));
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            String shown = name.length() > MOST_CHARACTERS ? name.substring(0, MOST_CHARACTERS) + "…" : name;
            throw RequestException.bad("There is no parameter \"" + shown + "\" here: this path takes "
                    + (known.isEmpty() ? "none" : String.join(", ", known)) + ". Nothing was changed.");
        });
    }

    private static Set<String> known(String path, String part) {
        Set<String> known = new TreeSet<>(KNOWN.getOrDefault(part, Set.of()));
        Matcher music = MUSIC.matcher(path);
        if (music.matches()) {
            known.addAll(LISTENING.getOrDefault(music.group(1), Set.of()));
        }
        return known;
    }

    /**
     * A parameter that is {@code true} or {@code false}; false when it is null.
     *
     * @param refusal what to say of any other value
     * @throws RequestException 400 when it is neither
     */
    static boolean flag(String value, String refusal) {
        if (value != null && !value.equals("true") && !value.equals("false")) {
            throw RequestException.bad(refusal);
        }
        return "true".equals(value);
    }

    /**
     * A parameter that names something; null stands for all.
     *
     * @throws RequestException 400 when it is blank, which was hardly meant for all
     */
    static String name(String parameter, String value) {
        if (value != null && value.isBlank()) {
            throw RequestException.bad(parameter
                    + " is empty: name one, or leave it out for all. Nothing was changed.");
        }
        return value;
    }
}
