package io.github.spotifypipeline.http;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One HTTP answer.
 *
 * @param status  the HTTP status
 * @param headers header names and values, without Content-Length
 * @param body    the text, sent as UTF-8
 * @param stream  sent in place of the body, while it is read, and closed; null when there is none
 */
public record Answer(int status, Map<String, String> headers, String body, InputStream stream) {

    /** An answer of a type, such as {@code text/html}; the charset is added. */
    public static Answer of(int status, String type, String body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", type + "; charset=utf-8");
        headers.put("Cache-Control", "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        return new Answer(status, headers, body, null);
    }

    /** A value as JSON. */
    public static Answer json(int status, Object value) {
        return of(status, "application/json", ApiJson.write(value));
    }

    /** An answer without content. */
    public static Answer empty(int status) {
        return of(status, "text/plain", "");
    }

    /** 302 to an address. */
    public static Answer redirect(String location) {
        return empty(302).with("Location", location);
    }

    /** The same answer with one header more. */
    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body, stream);
    }

    /** The same answer with a body that is too large for a text. */
    public Answer streaming(InputStream bytes) {
        return new Answer(status, headers, body, bytes);
    }
}
