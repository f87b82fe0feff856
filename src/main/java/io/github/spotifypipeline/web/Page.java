package io.github.spotifypipeline.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Header;

/** The page's files, from {@code web/} on the classpath. */
public final class Page {

    private static final Map<String, String> TYPES = Map.of("html", "text/html", "css", "text/css",
            "js", "text/javascript", "svg", "image/svg+xml");

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /**
     * @param path the path asked for, such as {@code /app.css}; the page itself is at {@code /}
     * @throws Answers.NotFoundException when there is no such file
     */
    public Answer file(@Header("CamelHttpPath") String path) {
        String name = path.equals("/") || path.isEmpty() ? "index.html" : path.replaceFirst("^/", "");
        String type = name.matches("[a-z-]+\\.[a-z]+") ? TYPES.get(name.substring(name.indexOf('.') + 1)) : null;
        try (InputStream file = type == null ? null : Page.class.getResourceAsStream("/web/" + name)) {
            if (file == null) {
                throw new Answers.NotFoundException("There is nothing at this path. The page is at /.");
            }
            return Answer.of(200, type, new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .with("Content-Security-Policy", POLICY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An error as a browser shows it: the sentence, and the way on. */
    public static Answer error(int status, String message) {
        String escaped = message.replace("&", "&amp;").replace("<", "&lt;");
        return Answer.of(status, "text/html", "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\"><title>Spotify pipeline</title>"
                + "<link rel=\"icon\" href=\"icon.svg\"><link rel=\"stylesheet\" href=\"app.css\">"
                + "<main class=\"plain\"><h1>That did not work</h1><p>" + escaped
                + "</p><p><a href=\"./\">Back to the page</a></p></main></html>")
                .with("Content-Security-Policy", POLICY);
    }
}
