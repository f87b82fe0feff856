package io.github.spotifypipeline.web;

import io.github.spotifypipeline.http.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Header;

/**
 * {@code GET /}: the page's files, from {@code web/} on the classpath, and the library that draws its charts, from its
 * WebJar. A browser keeps them and asks each time whether they have changed.
 */
public final class PageAnswer {

    private static final Map<String, String> TYPES = Map.of("html", "text/html", "css", "text/css",
            "js", "text/javascript", "svg", "image/svg+xml");

    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String ECHARTS = "echarts.js";

    private final Map<String, Content> read = new ConcurrentHashMap<>();

    /** @param tag names this content, as an ETag; weak, because what is sent may be compressed */
    private record Content(String type, String text, String tag) {
    }

    /**
     * One of the files.
     *
     * @param path  the path asked for, such as {@code /app.css}; the page itself is at {@code /}
     * @param known the ETags of what the browser has, as in If-None-Match; null when it has nothing
     * @return 200, or 304 when the browser has it
     * @throws RequestException 404 when there is no such file
     */
    public Answer file(@Header("CamelHttpPath") String path, @Header("If-None-Match") String known) {
        String name = path.equals("/") || path.isEmpty() ? "index.html" : path.replaceFirst("^/", "");
        Content content = read.computeIfAbsent(name, PageAnswer::read);
        if (content == null) {
            throw RequestException.notFound("There is nothing at this path. The page is at /.");
        }
        boolean same = known != null && known.contains(content.tag());
        return Answer.of(same ? 304 : 200, content.type(), same ? "" : content.text())
                .with("Content-Security-Policy", POLICY)
                .with("Cache-Control", "no-cache")
                .with("ETag", content.tag())
                .with("Vary", "Accept-Encoding");
    }

    /** @return null when there is no such file */
    private static Content read(String name) {
        String type = name.matches("[a-z-]+\\.[a-z]+") ? TYPES.get(name.substring(name.indexOf('.') + 1)) : null;
        if (type == null) {
            return null;
        }
        try (InputStream file = PageAnswer.class.getResourceAsStream(name.equals(ECHARTS) ? echarts()
                : "/web/" + name)) {
            if (file == null) {
                return null;
            }
            byte[] bytes = file.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Content(type, new String(bytes, StandardCharsets.UTF_8),
                    "W/\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The path of the library as an ES module, which holds the version of its jar. */
    private static String echarts() throws IOException {
        try (InputStream file =
                PageAnswer.class.getResourceAsStream("/META-INF/maven/org.webjars/echarts/pom.properties")) {
            Properties properties = new Properties();
            properties.load(file);
            return "/META-INF/resources/webjars/echarts/" + properties.getProperty("version") + "/echarts.esm.min.js";
        }
    }

    /** An error as a page: the sentence, and a link back; what it says of signing in and of settings becomes links. */
    static Answer error(int status, String message) {
        String sentence = message.replace("&", "&amp;").replace("<", "&lt;")
                .replaceAll("([Ss]tart again|[Ss]ign in again) at /login", "<a href=\"login\">$1</a>")
                .replace("the settings page", "<a href=\"settings.html\">the settings page</a>")
                .replace("the page at /", "<a href=\"./\">the page</a>");
        return Answer.of(status, "text/html", "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta"
                + " name=\"viewport\" content=\"width=device-width\"><title>Spotify pipeline</title><link rel=\"icon\""
                + " href=\"icon.svg\"><link rel=\"stylesheet\" href=\"app.css\"><main class=\"plain\"><h1>That did not"
                + " work</h1><p>" + sentence
                + "</p><p><a href=\"./\">Back to the page</a></p></main></html>")
                .with("Content-Security-Policy", POLICY);
    }
}
