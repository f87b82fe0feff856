package io.github.spotifysandbox.server;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The parameters of a query or of a form body. */
public final class Parameters {

    private final Map<String, String> values;

    private Parameters(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads {@code a=1&b=2}, percent-encoded UTF-8.
     *
     * @throws IllegalArgumentException if the encoding is broken or a name comes twice (RFC 6749, 3.1 forbids it);
     *                                  the message is a sentence for the caller
     */
    public static Parameters parse(String encoded) {
        Map<String, String> values = new HashMap<>();
        for (String pair : encoded.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (values.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("A parameter was given twice.");
            }
        }
        return new Parameters(values);
    }

    /** The value, or an empty string if it is missing: Spotify treats both alike. */
    public String get(String name) {
        return values.getOrDefault(name, "");
    }

    /** The value; empty if the parameter is missing. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Percent-encodes a value, a space as {@code %20}, which every reader understands. */
    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("A parameter is not properly percent-encoded.", e);
        }
    }
}
