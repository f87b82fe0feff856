package io.github.spotifypipeline.testing;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of a page.
 *
 * @param page     the page's path from the repository's folder, such as {@code docs/extending.md}
 * @param line     the line of its first fence, from 1
 * @param headings those that it stands below, the page's title first
 * @param language the word behind the fence, such as {@code yaml}; empty where there is none
 * @param text     its lines without the fences and without the indentation of the fence, with a line break at the end
 * @param runBy    the simple name of the test class that the page names, or null
 * @param notRun   why no test runs it, in the words that the page shows, or null
 */
public record CodeBlock(String page, int line, List<String> headings, String language, String text, String runBy,
        String notRun) {

    private static final Pattern ROUTE_ID = Pattern.compile("(?m)^- route:\\s+id: *\"?([\\w.-]+)");

    /** The nearest heading above it. */
    public String heading() {
        return headings.isEmpty() ? "" : headings.get(headings.size() - 1);
    }

    /** Whether the page says neither which test runs it nor that none does: then the test of its language does. */
    public boolean isUnmarked() {
        return runBy == null && notRun == null;
    }

    /** The id of the route that a YAML block begins with, or an empty text where it is none. */
    public String routeId() {
        Matcher id = ROUTE_ID.matcher(text);
        return id.lookingAt() ? id.group(1) : "";
    }

    /** Where it is, as in {@code docs/extending.md:26 (Six lines)}. */
    @Override
    public String toString() {
        return page + ":" + line + " (" + heading() + ")";
    }
}
