package io.github.spotifypipeline.listening;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What a song, an artist or an album is known by, in addresses, too. The songs are those of the chart of what was
 * played: Spotify gives one recording several ids, so it goes by its ISRC, and by its uri where it has none.
 */
final class ThingKeys {

    private static final int LONGEST = 300;

    private ThingKeys() {
    }

    static String song(SongFace face) {
        String key = isText(face.isrc()) ? face.isrc() : face.uri();
        return isText(key) ? bounded(key)
                : ofNames(face.name(), face.artists().stream().map(NameAndUri::name).toList());
    }

    /** @return null for one without a name */
    static String artist(NameAndUri artist) {
        String key = isText(artist.uri()) ? artist.uri() : artist.name();
        return artist.name() == null || !isText(key) ? null : bounded(key);
    }

    /** @return null when no album is named */
    static String album(SongFace face) {
        NameAndUri album = face.album();
        if (album == null || !isText(album.name()) && !isText(album.uri())) {
            return null;
        }
        return isText(album.uri()) ? bounded(album.uri()) : albumName(face);
    }

    /** What an album is known by that is named alone: its name, and that of its first artist. */
    static String albumName(SongFace face) {
        return ofNames(face.album().name(), face.artists().stream().limit(1).map(NameAndUri::name).toList());
    }

    private static boolean isText(String text) {
        return text != null && !text.isEmpty();
    }

    private static String bounded(String key) {
        return key.length() <= LONGEST ? key : "long:" + digest(key);
    }

    private static String ofNames(String name, List<String> artists) {
        return "names:" + digest(Objects.toString(name) + '\n' + artists);
    }

    private static String digest(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
