package io.github.spotifysandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * An HTTP answer.
 *
 * @param status  HTTP status
 * @param headers one value a name
 * @param body    the bytes as sent, empty for none; not copied, so never change them
 */
record Answer(int status, Map<String, String> headers, byte[] body) {

    private static final String CONTENT_TYPE = "Content-Type";
    static final String JSON = "application/json; charset=utf-8";

    static Answer of(int status, String contentType, String body) {
        return new Answer(status, Map.of(CONTENT_TYPE, contentType), body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer json(int status, JsonNode body) {
        return of(status, JSON, body.toString());
    }

    /** A JSON text in UTF-8 that is ready to be sent. */
    static Answer json(byte[] body) {
        return new Answer(200, Map.of(CONTENT_TYPE, JSON), body);
    }

    /** The error form of the Web API: {@code {"error":{"status":401,"message":"…"}}}. */
    static Answer apiError(int status, String message) {
        var error = JsonNodeFactory.instance.objectNode();
        error.putObject("error").put("status", status).put("message", message);
        return json(status, error);
    }

    /** The error form of the accounts service (RFC 6749, 5.2). */
    static Answer accountsError(int status, String error, String description) {
        return json(status, JsonNodeFactory.instance.objectNode()
                .put("error", error)
                .put("error_description", description));
    }

    static Answer sentence(int status, String sentence) {
        return of(status, "text/plain; charset=utf-8", sentence);
    }

    static Answer redirect(String location) {
        return new Answer(302, Map.of("Location", location, "Cache-Control", "no-store"), new byte[0]);
    }

    /** The same with its body zipped. */
    Answer zipped() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Answer(status, headers, bytes.toByteArray());
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }
}
