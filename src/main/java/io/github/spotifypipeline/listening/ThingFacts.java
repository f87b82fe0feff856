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
        thing.put("genres", kind == ThingKind.ARTIST ? genres((String) thing.get("uri"), followers) : null);
    }

    /** Null when nothing knows any. */
    private List<?> genres(String uri, List<String> followers) {
        List<?> known = genres(find("artists", uri));
        for (String account : followers) {
            known = known == null && uri != null ? genres(find("followed_artists", account + ":" + uri)) : known;
        }
        return known;
    }

    private static List<?> genres(Document artist) {
        return artist != null && artist.get("genres") instanceof List<?> genres && !genres.isEmpty() ? genres : null;
    }

    private Document find(String collection, String id) {
        return id == null ? null : database.collection(collection).find(new Document("_id", id)).first();
    }
}
