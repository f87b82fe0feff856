package io.github.spotifypipeline.routefiles;

import java.util.regex.Pattern;

/** What Camel says, without the names of its classes and of its messages, which tell a person nothing. */
public final class PlainWords {

    /** {@code java.lang.IllegalArgumentException: }, and the like at any place. */
    private static final Pattern THROWN = Pattern.compile(
            "\\b(?:[a-z]\\w*\\.)+[A-Z][\\w$]*(?:Exception|Error)\\b:?\\s*");
    private static final Pattern CLASS = Pattern.compile(
            "\\b(?:(?:org|java|javax|io|com|net)\\.)(?:[a-z]\\w*\\.)+(?=[A-Z])");
    private static final Pattern EXCHANGE = Pattern.compile("\\.? ?Exchange\\[[^\\]]*]");

    private PlainWords() {
    }

    /** The text on one line. */
    public static String of(String message) {
        String words = THROWN.matcher(message).replaceAll("");
        words = CLASS.matcher(words).replaceAll("");
        return EXCHANGE.matcher(words).replaceAll("").replaceAll("\\s+", " ").strip();
    }
}
