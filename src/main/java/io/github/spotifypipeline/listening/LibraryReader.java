package io.github.spotifypipeline.listening;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdPages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bson.Document;

/** Reads the library from the database. */
final class LibraryReader {

    static final Map<ThingKind, String> COLLECTIONS = Map.of(ThingKind.SONG, "saved_tracks", ThingKind.ALBUM,
            "saved_albums", ThingKind.ARTIST, "followed_artists");
    static final String ITEMS = "playlist_items";
    static final String PLAYLISTS = "playlists";

    private static final Document FIELDS = Document.parse("{account_id: 1, name: 1, uri: 1, isrc: 1, artist_names: 1,"
            + " artist_uris: 1, album_name: 1, album_uri: 1, duration_ms: 1, added_at: 1, first_seen_at: 1,"
            + " removed_at: 1, playlist_id: 1, type: 1}");

    private final Database database;

    LibraryReader(Database database) {
        this.database = database;
    }

    LibraryFacts read() {
        List<LibraryEntry> entries = new ArrayList<>();
        Map<SongFace, SongFace> once = new HashMap<>();
        Function<SongFace, SongFace> shared = face -> Objects.requireNonNullElse(once.putIfAbsent(face, face), face);
        pages("saved_tracks", one -> entries.add(entry(one, ThingKind.SONG, shared.apply(song(one)))));
        pages("saved_albums", one -> entries.add(entry(one, ThingKind.ALBUM, album(one))));
        pages("followed_artists", one -> entries.add(entry(one, ThingKind.ARTIST, artist(one))));
        pages(ITEMS, one -> {
            if (!"episode".equals(one.get("type"))) {
                entries.add(entry(one, ThingKind.SONG, shared.apply(song(one))));
            }
        });
        Map<String, NameAndUri> playlists = new HashMap<>();
        pages(PLAYLISTS, one -> playlists.put(one.getString("_id"), named(one)));
        return new LibraryFacts(List.copyOf(entries), playlists);
    }

    private void pages(String collection, Consumer<Document> taker) {
        new IdPages(database.collection(collection), new Document("_id", new Document("$gte", "")), FIELDS)
                .forEach(taker);
    }

    private static LibraryEntry entry(Document one, ThingKind kind, SongFace face) {
        return new LibraryEntry(SongFaceReader.text(one.get("account_id")), kind, face, time(one.get("added_at")),
                time(one.get("first_seen_at")), time(one.get("removed_at")),
                SongFaceReader.text(one.get("playlist_id")));
    }

    private static SongFace song(Document one) {
        return SongFaceReader.face(one, "name", "uri");
    }

    private static SongFace album(Document one) {
        return new SongFace(false, null, null, null, SongFaceReader.artists(one), named(one), null);
    }

    private static SongFace artist(Document one) {
        return new SongFace(false, null, null, null, List.of(named(one)), null, null);
    }

    private static NameAndUri named(Document one) {
        return new NameAndUri(SongFaceReader.text(one.get("name")), SongFaceReader.text(one.get("uri")));
    }

    private static Instant time(Object value) {
        return value instanceof Date date ? date.toInstant() : null;
    }
}
