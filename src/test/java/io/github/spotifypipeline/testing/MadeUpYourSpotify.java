package io.github.spotifypipeline.testing;

import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.bson.types.ObjectId;

/** A MongoDB as your_spotify fills it, of a made-up user; the names of its fields are those of its schemas. */
public final class MadeUpYourSpotify {

    private static final int SONGS = 40;

    private final MongoDatabase database;
    private final ObjectId owner = new ObjectId();
    private final List<Document> infos = new ArrayList<>();

    /** @param spotifyId of its user anna; there is a second user, of whom nothing must come */
    public MadeUpYourSpotify(MongoDatabase database, String spotifyId) {
        this.database = database;
        ObjectId other = new ObjectId();
        database.getCollection("users").insertMany(List.of(new Document("_id", owner).append("username", "anna")
                .append("spotifyId", spotifyId).append("accessToken", "TOKEN-OF-ANNA").append("refreshToken", "R"),
                new Document("_id", other).append("username", "ben").append("spotifyId", "ben-id")));
        infos.add(info("song0", 1_600_000_000_123L).append("owner", other));
        for (int song = 0; song < SONGS; song++) {
            database.getCollection("tracks").insertOne(new Document("id", "song" + song)
                    .append("name", title(song)).append("uri", "spotify:track:song" + song).append("album", "album")
                    .append("artists", List.of("a" + song, "guest")).append("duration_ms", 180_000)
                    .append("explicit", false).append("is_local", false));
            database.getCollection("artists").insertOne(artist("a" + song, artist(song)));
        }
        database.getCollection("artists").insertOne(artist("guest", "Guest"));
        database.getCollection("albums").insertOne(new Document("id", "album").append("name", "Album")
                .append("uri", "spotify:album:album").append("release_date", "2020-01-01")
                .append("images", List.of(new Document("url", "https://images.example/album"))));
    }

    private static Document artist(String id, String name) {
        return new Document("id", id).append("name", name).append("uri", "spotify:artist:" + id)
                .append("genres", List.of("made up", "noise"))
                .append("images", List.of(new Document("url", "https://images.example/" + id)));
    }

    public static String title(int song) {
        return "Song " + song;
    }

    public static String artist(int song) {
        return "Artist " + song;
    }

    private Document info(String song, long at) {
        return new Document("owner", owner).append("id", song).append("albumId", "album").append("durationMs", 180_000)
                .append("played_at", new Date(at));
    }

    /** A play. @param at in Unix ms: with milliseconds as the Web API tells them, or with none as a row of an export */
    public MadeUpYourSpotify add(int song, long at) {
        infos.add(info("song" + song % SONGS, at));
        return this;
    }

    /** One whose artist the user does not want to see. */
    public MadeUpYourSpotify addBlacklisted(int song, long at) {
        infos.add(info("song" + song % SONGS, at).append("blacklistedBy", List.of("artist")));
        return this;
    }

    /** One of a song that is in no other collection. */
    public MadeUpYourSpotify addBroken(long at) {
        infos.add(info("gone", at));
        return this;
    }

    /** Stores the plays. */
    public void store() {
        database.getCollection("infos").insertMany(infos);
        infos.clear();
    }

    /** The same play as our own pipeline has polled it. */
    public static MadeUpListener.Play ofApi(int song, long at) {
        int one = song % SONGS;
        return new MadeUpListener.Play(0, at, "spotify:track:song" + one, title(one), artist(one), "Album");
    }

    /** All documents, to see that nobody has written. */
    public Map<String, List<Document>> all() {
        Map<String, List<Document>> all = new TreeMap<>();
        for (String name : database.listCollectionNames()) {
            all.put(name, database.getCollection(name).find().sort(new Document("_id", 1)).into(new ArrayList<>()));
        }
        return all;
    }
}
