package io.github.spotifypipeline.jq;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tokens of a jq expression, from left to right. White space stays with the token that follows it, so that every
 * token keeps its line; comments are dropped.
 */
final class JqTokens {

    private static final String COMMENT = "#[^\n]*";
    private static final Pattern BLANK = Pattern.compile("(?:\\s++|" + COMMENT + ")*+");

    /** A number, a name with or without a sign before it, an operator, or the quote that begins a text. */
    private static final Pattern TOKEN = Pattern.compile("\\d++(?:\\.(?!\\.)\\d*+)?+(?:[eE][+-]?\\d++)?+"
            + "|\\.\\d++(?:[eE][+-]?\\d++)?+|[.$@]?[A-Za-z_]\\w*+(?:::\\w++)*+"
            + "|\\.\\.|\\|=|//=|//|[-+*/%=!<>]=|[^\\s#]");

    private static final Pattern TEXT = Pattern.compile("(?:[^\"\\\\]|\\\\[^(])*+(?:\"|\\\\\\()");

    private final String source;
    private String blank;
    private String token;
    private int end;

    JqTokens(String source) {
        this.source = source;
        advance(0);
    }

    private void advance(int from) {
        Matcher blanks = BLANK.matcher(source).region(from, source.length());
        blanks.lookingAt();
        blank = blanks.group().replaceAll(COMMENT, "");
        Matcher tokens = TOKEN.matcher(source).region(blanks.end(), source.length());
        token = tokens.lookingAt() ? tokens.group() : "";
        end = blanks.end() + token.length();
    }

    /** The token that comes next; empty at the end. */
    String next() {
        return token;
    }

    boolean is(String wanted) {
        return token.equals(wanted);
    }

    boolean isName() {
        return token.matches("[A-Za-z_].*");
    }

    /** Moves on. @return the token with the white space before it */
    String take() {
        return put(token);
    }

    /** Moves on. @return other text in place of the token, with the white space before it */
    String put(String instead) {
        String taken = blank + instead;
        advance(end);
        return taken;
    }

    /**
     * Takes a part of a text.
     *
     * @param begin the line in which the text begins
     * @return from the token, which is a quote or a closing parenthesis, up to the next quote or <code>\(</code>
     */
    String takeText(int begin) {
        Matcher text = TEXT.matcher(source).region(end, source.length());
        if (!text.lookingAt()) {
            throw new JqException(begin, "a text begins here and does not end");
        }
        String taken = blank + token + text.group();
        advance(text.end());
        return taken;
    }

    /** The line of the token, from 1. */
    int line() {
        return 1 + (int) source.substring(0, end).chars().filter(c -> c == '\n').count();
    }
}
