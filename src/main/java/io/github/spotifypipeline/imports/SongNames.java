package io.github.spotifypipeline.imports;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What something is called; each may be null.
 *
 * @param title  of the song, episode or chapter
 * @param artist the album's artist, the show, or the book
 * @param album  of a song
 */
public record SongNames(String title, String artist, String album) {

    /** A uri for what has none: {@code export:} and 32 hexadecimal digits of SHA-256 of artist, NUL, title. */
    public String exportUri() {
        String text = (artist == null ? "" : artist) + '\0' + (title == null ? "" : title);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "export:" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
