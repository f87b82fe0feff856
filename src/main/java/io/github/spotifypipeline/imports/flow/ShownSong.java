package io.github.spotifypipeline.imports.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.spotifypipeline.records.Bson;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.bson.Document;

/**
 * A song of Spotify's catalogue as a list shows it.
 *
 * @param song  its track object
 * @param album that it is on; the songs of an album do not name it
 */
record ShownSong(JsonNode song, JsonNode album) {

    private static final int LONGEST_URI = 200;

    /** Finds the songs in an entry of a list: it is one, wraps one, or is or wraps an album that shows its songs. */
    static void in(JsonNode entry, Consumer<ShownSong> taker) {
        for (String name : List.of("track", "item", "album")) {
            // a song names its album, too
            if (entry.path(name).isObject() && (!name.equals("album") || !isSong(entry))) {
                in(entry.get(name), taker);
                return;
            }
        }
        if (isSong(entry)) {
            taker.accept(new ShownSong(entry, entry.path("album")));
            return;
        }
        for (JsonNode song : entry.path("tracks").path("items")) {
            if (isSong(song)) {
                taker.accept(new ShownSong(song, entry));
            }
        }
    }

    private static boolean isSong(JsonNode entry) {
        String uri = entry.path("uri").asText("");
        return uri.startsWith("spotify:track:") && uri.length() <= LONGEST_URI && entry.path("name").isTextual();
    }

    String uri() {
        return Bson.text(song.get("uri").textValue());
    }

    /** Of what is kept of it. */
    int hash() {
        return Objects.hash(song.path("name"), song.path("artists"), song.path("duration_ms"), song.path("explicit"),
                isrc(), album.path("name"), album.path("uri"), image(), album.path("release_date"));
    }

    /** Whether MongoDB takes it. */
    boolean isStorable() {
        return Bson.isStorable(song) && Bson.isStorable(album);
    }

    /**
     * What its document lacks, or has otherwise. What this list does not show stays.
     *
     * @param stored its document; null when there is none
     * @return null for nothing
     */
    Document update(Document stored) {
        Document set = new Document();
        Document unknown = new Document();
        facts().forEach((name, value) -> {
            if (value == null) {
                unknown.append(name, null);
            } else if (stored == null || !value.equals(stored.get(name))) {
                set.append(name, value);
            }
        });
        if (set.isEmpty()) {
            return null;
        }
        Document update = new Document("$set", set);
        return stored != null || unknown.isEmpty() ? update : update.append("$setOnInsert", unknown);
    }

    private Document facts() {
        return new Document("name", text(song.path("name"))).append("artist_names", texts("name"))
                .append("artist_uris", texts("uri")).append("album_name", text(album.path("name")))
                .append("album_uri", text(album.path("uri"))).append("image", text(image()))
                .append("duration_ms", song.path("duration_ms").isNumber() ? song.get("duration_ms").longValue() : null)
                .append("explicit", song.path("explicit").isBoolean() ? song.get("explicit").booleanValue() : null)
                .append("isrc", text(isrc())).append("release_date", text(album.path("release_date")));
    }

    private JsonNode isrc() {
        return song.path("external_ids").path("isrc");
    }

    private JsonNode image() {
        return album.path("images").isArray() ? album.path("images").path(0).path("url") : MissingNode.getInstance();
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? Bson.text(value.textValue()) : null;
    }

    /** Of its artists; null where it names none, or not of each. */
    private List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        song.path("artists").forEach(artist -> texts.add(text(artist.path(name))));
        return texts.isEmpty() || texts.contains(null) ? null : texts;
    }
}
