package io.github.spotifypipeline.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import io.github.spotifypipeline.database.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bson.Document;

/**
 * The MongoDB of your_spotify, from which it only reads. Its collections, as its schemas of 2026 say: {@code users},
 * {@code infos} (one play each), {@code tracks}, {@code albums}, {@code artists}, each song with the {@code id} of
 * Spotify.
 */
final class YourSpotify implements AutoCloseable {

    private static final int PAGE = 1_000;
    private static final int PLAYS_OF_A_FILE = 50_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Database database;

    /**
     * Connects.
     *
     * @param uri         its connection string, which is never repeated
     * @param authorities a PEM file of certificates to trust instead of Java's; null: Java's
     */
    YourSpotify(String uri, Path authorities) {
        database = Database.at(uri, name(uri), "--from", authorities);
        CommandException.ifTrouble(database.trouble());
    }

    private static String name(String uri) {
        try {
            String named = new ConnectionString(uri).getDatabase();
            if (named != null && named.matches("admin|local|config")) {
                throw CommandException.wrong("--from names the database " + named + ": it must end with that of"
                        + " your_spotify, such as mongodb://127.0.0.1:27017/your_spotify?authSource=admin.");
            }
            return named == null ? "your_spotify" : named;
        } catch (IllegalArgumentException e) {
            // what is wrong with it is said when it is used
            return "your_spotify";
        }
    }

    /** A user of your_spotify. @param spotifyId null of one who has not connected it with Spotify */
    record User(Object id, String name, String spotifyId) {

        private static User of(Document user) {
            return new User(user.get("_id"), String.valueOf(user.get("username")),
                    user.get("spotifyId") instanceof String spotifyId ? spotifyId : null);
        }
    }

    /**
     * The user of a name, or of an id of Spotify.
     *
     * @param name null for the only one
     * @throws CommandException when there is no such user, or several
     */
    User user(String name) {
        try {
            List<User> users = database.collection("users").find().projection(new Document("username", 1)
                    .append("spotifyId", 1)).into(new ArrayList<>()).stream().map(User::of).toList();
            List<User> meant = users.stream().filter(user -> name == null || user.name().equals(name)
                    || name.equals(user.spotifyId())).toList();
            if (meant.size() == 1) {
                return meant.get(0);
            }
            throw CommandException.trouble(users.isEmpty() ? "There is no user of your_spotify in the database "
                    + database.database().getName() + ": name the right one at the end of --from." : "Say whose plays"
                    + " to import, with --user: " + String.join(", ", users.stream().map(User::name).sorted().toList())
                    + ".");
        } catch (MongoException e) {
            throw CommandException.trouble(database.inWords(e));
        }
    }

    /** What went wrong while plays were sent, in words without a secret. */
    String inWords(MongoException failure) {
        return database.inWords(failure);
    }

    /** Writes the plays of a user, in files of 50,000, and all artists. Holds a thousand plays at a time. */
    void write(User user, ZipOutputStream zip) throws IOException {
        try (MongoCursor<Document> plays = database.collection("infos").find(new Document("owner", user.id()))
                // without an index, MongoDB refuses to sort more than 100 MB
                .sort(new Document("_id", 1)).batchSize(PAGE).iterator()) {
            int file = 1;
            do {
                begin(zip, String.format(Locale.ROOT, "your_spotify_%05d.json", file++));
                try (JsonGenerator json = json(zip)) {
                    for (int left = PLAYS_OF_A_FILE; left > 0 && plays.hasNext(); left -= PAGE) {
                        writePage(user, plays, json);
                    }
                }
            } while (plays.hasNext());
        }
        begin(zip, "your_spotify_artists.json");
        try (MongoCursor<Document> artists = database.collection("artists").find().batchSize(PAGE).iterator();
                JsonGenerator json = json(zip)) {
            while (artists.hasNext()) {
                Document artist = artists.next();
                JSON.writeValue(json, new Document("uri", artist.get("uri")).append("name", artist.get("name"))
                        .append("genres", artist.getList("genres", String.class, List.of()))
                        .append("image", image(artist)));
            }
        }
    }

    private static void begin(ZipOutputStream zip, String name) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
    }

    /** An array of JSON that leaves the zip open when it is closed. */
    private static JsonGenerator json(ZipOutputStream zip) throws IOException {
        JsonGenerator json = JSON.getFactory().createGenerator(zip);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartArray();
        return json;
    }

    private void writePage(User user, MongoCursor<Document> plays, JsonGenerator json) throws IOException {
        List<Document> page = new ArrayList<>();
        while (page.size() < PAGE && plays.hasNext()) {
            page.add(plays.next());
        }
        Map<Object, Document> tracks = byId("tracks", ids(page, "id"));
        Map<Object, Document> albums = byId("albums", ids(tracks.values(), "album"));
        Set<Object> artistIds = new HashSet<>();
        tracks.values().forEach(track -> artistIds.addAll(track.getList("artists", Object.class, List.of())));
        Map<Object, Document> artists = byId("artists", artistIds);
        for (Document play : page) {
            Document track = tracks.get(play.get("id"));
            JSON.writeValue(json, new Document("username", user.spotifyId()).append("played_at", time(play))
                    .append("id", play.get("id")).append("blacklistedBy", play.get("blacklistedBy"))
                    .append("track", track == null ? null : song(track, albums, artists)));
        }
    }

    private static String time(Document play) {
        return play.get("played_at") instanceof Date at ? Instant.ofEpochMilli(at.getTime()).toString() : null;
    }

    /** As the Web API spells a song. */
    private static Document song(Document track, Map<Object, Document> albums, Map<Object, Document> artists) {
        Document album = albums.getOrDefault(track.get("album"), new Document());
        List<Document> by = track.getList("artists", Object.class, List.of()).stream().filter(artists::containsKey)
                .map(artists::get).map(artist -> new Document("name", artist.get("name"))
                        .append("uri", artist.get("uri"))).toList();
        return new Document("id", track.get("id")).append("uri", track.get("uri")).append("name", track.get("name"))
                .append("artists", by).append("album", new Document("name", album.get("name"))
                        .append("uri", album.get("uri")).append("release_date", album.get("release_date"))
                        .append("image", image(album)))
                .append("duration_ms", track.get("duration_ms")).append("explicit", track.get("explicit"))
                .append("is_local", track.get("is_local"));
    }

    private static Object image(Document shown) {
        List<Document> images = shown.getList("images", Document.class, List.of());
        return images.isEmpty() ? null : images.get(0).get("url");
    }

    private static Set<Object> ids(Iterable<Document> documents, String field) {
        Set<Object> ids = new HashSet<>();
        documents.forEach(document -> ids.add(document.get(field)));
        return ids;
    }

    private Map<Object, Document> byId(String collection, Set<Object> ids) {
        Map<Object, Document> found = new HashMap<>();
        MongoCollection<Document> all = database.collection(collection);
        all.find(new Document("id", new Document("$in", List.copyOf(withoutNull(ids))))).batchSize(PAGE)
                .forEach(one -> found.put(one.get("id"), one));
        return found;
    }

    private static Set<Object> withoutNull(Set<Object> ids) {
        ids.remove(null);
        return ids;
    }

    @Override
    public void close() {
        database.close();
    }
}
