package io.github.spotifypipeline.imports.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdPages;
import io.github.spotifypipeline.endpoint.OwnCollections;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;

/**
 * The collection {@code tracks}: what is known of a song, by its uri, from whatever list of Spotify's showed it. A row
 * of an export has only names, so its play takes isrc, length and artists from here, without a call.
 */
public final class SongFacts {

    private static final String COLLECTION = "tracks";
    private static final int MOST_REMEMBERED = 50_000;
    private static final int PAGE = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    /** Where earlier versions have stored songs, and where in a document the song lies. */
    private static final Map<String, String> SOURCES = Map.of("plays", "raw.track", "saved_tracks", "raw.track",
            "playlist_items", "raw", "top_tracks", "raw");

    private final Database database;
    private final OwnCollections own;
    private final ArtistFacts artists;
    private final Set<String> stored = Collections.synchronizedSet(new LinkedHashSet<>());
    private final Set<String> fresh = ConcurrentHashMap.newKeySet();

    /** Of the database. @param own is told of the collection before something is written to it */
    public SongFacts(Database database, OwnCollections own) {
        this.database = database;
        this.own = own;
        this.artists = new ArtistFacts(database, own);
    }

    /** What is known of artists. */
    ArtistFacts artists() {
        return artists;
    }

    /** The song in an entry of a list; null where there is none with a uri of Spotify's catalogue. */
    static JsonNode song(JsonNode entry) {
        for (String name : List.of("track", "item")) {
            if (entry.path(name).isObject()) {
                return song(entry.get(name));
            }
        }
        return entry.path("uri").asText("").startsWith("spotify:track:") && entry.path("name").isTextual() ? entry
                : null;
    }

    /** Keeps songs that are not known yet. A uri that this process has seen costs nothing. */
    public void learn(Collection<JsonNode> entries) {
        Map<String, Document> songs = new LinkedHashMap<>();
        for (JsonNode entry : entries) {
            JsonNode song = song(entry);
            if (song != null && !stored.contains(song.get("uri").textValue())) {
                songs.put(song.get("uri").textValue(), facts(song));
            }
        }
        if (songs.isEmpty()) {
            return;
        }
        own.remember(COLLECTION, null);
        Set<String> unknown = new LinkedHashSet<>(songs.keySet());
        database.collection(COLLECTION).find(new Document("_id", new Document("$in", List.copyOf(unknown))))
                .projection(new Document("_id", 1)).batchSize(PAGE)
                .forEach(one -> unknown.remove(one.getString("_id")));
        List<WriteModel<Document>> writes = new ArrayList<>();
        unknown.forEach(uri -> writes.add(new UpdateOneModel<>(new Document("_id", uri),
                new Document("$setOnInsert", songs.get(uri)), UPSERT)));
        if (!writes.isEmpty()) {
            database.collection(COLLECTION).bulkWrite(writes, new BulkWriteOptions().ordered(false));
            fresh.addAll(unknown);
        }
        if (stored.size() > MOST_REMEMBERED) {
            stored.clear();
        }
        stored.addAll(songs.keySet());
    }

    private static Document facts(JsonNode song) {
        JsonNode album = song.path("album");
        return new Document("name", text(song.path("name"))).append("artist_names", texts(song.path("artists"), "name"))
                .append("artist_uris", texts(song.path("artists"), "uri"))
                .append("album_name", text(album.path("name"))).append("album_uri", text(album.path("uri")))
                .append("image", text(album.path("images").path(0).path("url")))
                .append("duration_ms", song.path("duration_ms").isNumber() ? song.get("duration_ms").longValue() : null)
                .append("explicit", song.path("explicit").isBoolean() ? song.get("explicit").booleanValue() : null)
                .append("isrc", text(song.path("external_ids").path("isrc")))
                .append("release_date", text(album.path("release_date")));
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : null;
    }

    private static List<String> texts(JsonNode list, String name) {
        List<String> texts = new ArrayList<>();
        list.forEach(entry -> texts.add(text(entry.path(name))));
        return texts;
    }

    /** The uris of songs that this process has learnt since it was asked last. */
    Set<String> takeFresh() {
        Set<String> taken = Set.copyOf(fresh);
        fresh.removeAll(taken);
        return taken;
    }

    /** An account was disconnected with its data: what is known of songs and artists goes with the last one. */
    public void forgetWithoutAccounts() {
        if (database.collection("accounts").find().first() == null) {
            stored.clear();
            artists.forget();
            database.collection("collections").updateOne(new Document("_id", COLLECTION),
                    new Document("$unset", new Document("complete", "")));
            // an endpoint of the user's own may have a collection of this name
            database.collection(COLLECTION).deleteMany(new Document("account_id", new Document("$exists", false)));
        }
    }

    /** What is known of songs, as JSON, by uri; of an unknown one JSON null. */
    Map<String, JsonNode> of(Set<String> uris) {
        Map<String, JsonNode> known = new HashMap<>();
        uris.forEach(uri -> known.put(uri, NullNode.getInstance()));
        database.collection(COLLECTION).find(new Document("_id", new Document("$in", List.copyOf(uris))))
                .batchSize(PAGE).forEach(song -> known.put(song.getString("_id"), JSON.<ObjectNode>valueToTree(song)));
        return known;
    }

    /** Learns what earlier versions have stored in the lists, once in the life of a database. */
    void learnStored() {
        Document marked = new Document("_id", COLLECTION).append("complete", true);
        if (database.collection("collections").find(marked).first() != null) {
            return;
        }
        SOURCES.forEach((collection, path) -> {
            List<JsonNode> page = new ArrayList<>();
            new IdPages(database.collection(collection), new Document("_id", new Document("$gte", "")),
                    new Document(path, 1)).forEach(document -> {
                        page.add(JSON.valueToTree(document.get("raw")));
                        if (page.size() == PAGE) {
                            learn(page);
                            page.clear();
                        }
                    });
            learn(page);
        });
        own.remember(COLLECTION, null);
        database.collection("collections").updateOne(new Document("_id", COLLECTION),
                new Document("$set", new Document("complete", true)), UPSERT);
    }
}
