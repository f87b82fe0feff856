package io.github.spotifysandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP answer.
 *
 * @param status  HTTP status
 * @param headers one value a name
 * @param body    the bytes as sent, empty for none; not copied, so never change them
 */
public record SandboxAnswer(int status, Map<String, String> headers, byte[] body) {

    /** The content type of JSON. */
    public static final String JSON = "application/json; charset=utf-8";

    private static final String CONTENT_TYPE = "Content-Type";

    /** A text, sent as UTF-8. */
    public static SandboxAnswer of(int status, String contentType, String body) {
        return new SandboxAnswer(status, Map.of(CONTENT_TYPE, contentType), body.getBytes(StandardCharsets.UTF_8));
    }

    /** A JSON body. */
    public static SandboxAnswer json(int status, JsonNode body) {
        return of(status, JSON, body.toString());
    }

    /** The error form of the Web API: {@code {"error":{"status":401,"message":"…"}}}. */
    public static SandboxAnswer apiError(int status, String message) {
        var error = JsonNodeFactory.instance.objectNode();
        error.putObject("error").put("status", status).put("message", message);
        return json(status, error);
    }

    /** The error form of the accounts service (RFC 6749, 5.2). */
    public static SandboxAnswer accountsError(int status, String error, String description) {
        return json(status, JsonNodeFactory.instance.objectNode()
                .put("error", error)
                .put("error_description", description));
    }

    /** Plain text. */
    public static SandboxAnswer sentence(int status, String sentence) {
        return of(status, "text/plain; charset=utf-8", sentence);
    }

    /** 302 to an address. */
    public static SandboxAnswer redirect(String location) {
        return new SandboxAnswer(302, Map.of("Location", location, "Cache-Control", "no-store"), new byte[0]);
    }

    /** The same answer with one more header. */
    public SandboxAnswer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new SandboxAnswer(status, more, body);
    }
}
