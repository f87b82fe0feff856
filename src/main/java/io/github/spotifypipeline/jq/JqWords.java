package io.github.spotifypipeline.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words errors of expressions as jq's manual does. */
public final class JqWords {

    private static final Pattern INPUT = Pattern.compile(
            "(\\S+?)(?:/\\d)? is not applicable to (input which contains )?([A-Z]+); expected one of \\[(.*)]");
    private static final Pattern ARGUMENT = Pattern.compile(
            "cannot accept ([A-Z]+) as (\\S+) argument of (\\S+?)(?:/\\d)?; expected one of \\[(.*)]");
    private static final Pattern VALUE = Pattern.compile(
            "\\b(null|boolean|number|string|array|object) \\((?:.{0,14}?\\.\\.\\.|\"(?:[^\"\\\\]|\\\\.)*\"|[^()]*)\\)");
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*(?:\"|\\.\\.\\.|$)");
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?(?!\\w)");

    private static final int SHORTEST = 3;
    private static final int LONGEST = 200;

    private JqWords() {
    }

    /** The words for an error of jackson-jq or of Java. */
    static String of(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof StackOverflowError) {
            return "it calls itself too often";
        }
        if (root instanceof NullPointerException || root instanceof ClassCastException) {
            return "a function of it does not take this value";
        }
        String words = String.valueOf(root.getMessage());
        Matcher input = INPUT.matcher(words);
        if (input.matches()) {
            return function(input.group(1)) + (input.group(2) == null ? " input must be " : " must be of ")
                    + types(input.group(4)) + ", not " + type(input.group(3));
        }
        if (words.endsWith(" cannot be negated")) {
            // the message would show the whole input
            return "what follows the minus sign cannot be negated";
        }
        Matcher argument = ARGUMENT.matcher(words);
        if (argument.matches()) {
            return "the " + argument.group(2) + " argument of " + function(argument.group(3)) + " must be "
                    + types(argument.group(4)) + ", not " + type(argument.group(1));
        }
        return words;
    }

    private static String function(String name) {
        return switch (name) {
            case "_match_impl" -> "match";
            default -> name;
        };
    }

    private static String type(String name) {
        String type = name.strip().toLowerCase(Locale.ROOT);
        return type.equals("missing") ? "null" : type;
    }

    private static String types(String names) {
        return Arrays.stream(names.split(",")).map(JqWords::type).collect(Collectors.joining(" or "));
    }

    /**
     * The same words without the values of the item, so that one mistake in many items has one text.
     *
     * @param item the item; null when it is not at hand
     */
    public static String withoutValues(String words, JsonNode item) {
        String kind = VALUE.matcher(words).replaceAll("$1");
        boolean isIndex = kind.startsWith("Cannot index ") || kind.contains(": Cannot index ");
        kind = isIndex ? kind : TEXT.matcher(kind).replaceAll("…");
        if (item != null) {
            kind = without(kind, item);
        }
        return NUMBER.matcher(kind).replaceAll("…");
    }

    private static String without(String words, JsonNode item) {
        String left = words;
        if (item.isTextual()) {
            String text = item.textValue();
            String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
            return cut.length() >= SHORTEST ? left.replace(cut, "…") : left;
        }
        for (JsonNode child : item) {
            left = without(left, child);
        }
        return left;
    }
}
