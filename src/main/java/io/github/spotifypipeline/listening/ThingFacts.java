package io.github.spotifypipeline.listening;

import io.github.spotifypipeline.database.Database;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** What the database knows of a song, an album or an artist besides plays, found by {@code _id}. */
final class ThingFacts {

    private final Database database;

    ThingFacts(Database database) {
        this.database = database;
    }

    /**
     * Adds it to what is told of a thing.
     *
     * @param face      as which it is shown
     * @param followers the accounts that follow it, or did
     */
    void add(Map<String, Object> thing, ThingKind kind, SongFace face, List<String> followers) {
        Document song = kind == ThingKind.ARTIST ? null : find("tracks", face.uri());
        Integer length = face.durationMs() != null ? face.durationMs() : song != null
                && song.get("duration_ms") instanceof Number number ? (Integer) number.intValue() : null;
        thing.put("duration_ms", kind == ThingKind.SONG ? length : null);
        thing.put("release_date", song == null ? null : SongFaceReader.text(song.get("release_date")));
        thing.put("isrc", kind == ThingKind.SONG ? face.isrc() : null);
        Document artist = kind == ThingKind.ARTIST ? withGenres((String) thing.get("uri"), followers) : null;
        thing.put("genres", artist == null ? null : artist.get("genres"));
        thing.put("genres_from", artist == null ? null : artist.get("genres_from"));
    }

    /** An artist with genres and who told them; null when nothing knows any. */
    private Document withGenres(String uri, List<String> followers) {
        Document artist = find("artists", uri);
        if (uri != null && !hasGenres(artist)) {
            artist = followers.stream().map(account -> find("followed_artists", account + ":" + uri))
                    .filter(ThingFacts::hasGenres).findFirst()
                    .map(followed -> followed.append("genres_from", "spotify")).orElse(null);
        }
        return hasGenres(artist) ? artist : null;
    }

    private static boolean hasGenres(Document artist) {
        return artist != null && artist.get("genres") instanceof List<?> genres && !genres.isEmpty();
    }

    private Document find(String collection, String id) {
        return id == null ? null : database.collection(collection).find(new Document("_id", id)).first();
    }
}
