package io.github.spotifypipeline.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the path and the query of a request strictly: percent escapes (RFC 3986, section 2.1) of UTF-8. */
final class RequestAddress {

    private static final String ENCODED_SLASH = "(?i)%2f";

    private RequestAddress() {
    }

    /**
     * The text of one part of a path, such as an id.
     *
     * @throws RequestException 400 when an escape is broken or the text is not UTF-8
     */
    static String part(String raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(16 * hex(raw, i + 1) + hex(raw, i + 2));
                i += 2;
            } else if (c > ' ' && c < 0x7f) {
                bytes.write(c);
            } else {
                throw malformed();
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    /** A path, decoded. An encoded slash stays as it is, because it separates nothing. */
    static String path(String raw) {
        return Arrays.stream(raw.split(ENCODED_SLASH, -1)).map(RequestAddress::part).collect(Collectors.joining("%2F"));
    }

    /**
     * Those parameters of a query that have one of these names.
     *
     * @throws RequestException 400 when the query cannot be read, or has one of them twice
     */
    static Map<String, String> parameters(String query, Set<String> names) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String pair : query.replace("+", "%20").split("&")) {
            int equals = pair.indexOf('=');
            String name = part(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : part(pair.substring(equals + 1));
            if (names.contains(name) && found.put(name, value) != null) {
                throw RequestException.bad("The parameter " + name + " is given more than once.");
            }
        }
        return found;
    }

    /**
     * The names of all parameters of a query. Empty parts between two {@code &} are skipped.
     *
     * @throws RequestException 400 when the query cannot be read
     */
    static List<String> names(String query) {
        return Arrays.stream(query.replace("+", "%20").split("&")).filter(pair -> !pair.isEmpty())
                .map(pair -> part(pair.split("=", 2)[0])).toList();
    }

    private static int hex(String raw, int at) {
        int digit = at < raw.length() && raw.charAt(at) < 0x7f ? Character.digit(raw.charAt(at), 16) : -1;
        if (digit < 0) {
            throw malformed();
        }
        return digit;
    }

    private static RequestException malformed() {
        return RequestException.bad("The address cannot be read: write it in UTF-8 with percent escapes.");
    }
}
