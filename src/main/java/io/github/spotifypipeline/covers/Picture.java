package io.github.spotifypipeline.covers;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An image whose first bytes say what it is.
 *
 * @param type the media type that they stand for
 */
public record Picture(String type, byte[] content) {

    private static final int RIFF_HEAD = 12;

    /** Empty when the content is no JPEG, PNG or WebP, whatever the server called it. */
    static Optional<Picture> of(byte[] content) {
        String type = startsWith(content, "\u00ff\u00d8\u00ff") ? "image/jpeg"
                : startsWith(content, "\u0089PNG\r\n\u001a\n") ? "image/png"
                : startsWith(content, "RIFF") && content.length > RIFF_HEAD
                        && text(content, RIFF_HEAD).endsWith("WEBP") ? "image/webp" : null;
        return type == null ? Optional.empty() : Optional.of(new Picture(type, content));
    }

    private static boolean startsWith(byte[] content, String bytes) {
        return content.length >= bytes.length() && text(content, bytes.length()).equals(bytes);
    }

    private static String text(byte[] content, int length) {
        return new String(content, 0, length, StandardCharsets.ISO_8859_1);
    }
}
