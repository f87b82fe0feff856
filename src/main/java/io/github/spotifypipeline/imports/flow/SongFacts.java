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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** Where earlier versions have stored songs, and where in a document the songs lie. */
    private static final Map<String, String> SOURCES = Map.of("plays", "raw.track", "saved_tracks", "raw.track",
            "playlist_items", "raw", "top_tracks", "raw", "saved_albums", "raw.album");

    private final Database database;
    private final OwnCollections own;
    private final ArtistFacts artists;

    /** Songs that this process has seen, by their uri, and how they were shown last. */
    private final Map<String, Integer> seen = new ConcurrentHashMap<>();
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

    /** Keeps what entries of a list show of songs and artists. What this process has seen the same costs nothing. */
    public void learn(Collection<JsonNode> entries) {
        artists.learn(entries);
        Map<String, ShownSong> songs = new HashMap<>();
        // of two plays of a page the first is newer
        entries.forEach(entry -> ShownSong.in(entry, song -> songs.putIfAbsent(song.uri(), song)));
        songs.entrySet().removeIf(song -> Objects.equals(seen.get(song.getKey()), song.getValue().hash())
                || !song.getValue().isStorable());
        if (songs.isEmpty()) {
            return;
        }
        own.remember(COLLECTION, null);
        Map<String, Document> stored = new HashMap<>();
        database.collection(COLLECTION).find(new Document("_id", new Document("$in", List.copyOf(songs.keySet()))))
                .batchSize(PAGE).forEach(one -> stored.put(one.getString("_id"), one));
        List<WriteModel<Document>> writes = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        songs.forEach((uri, song) -> {
            Document update = song.update(stored.get(uri));
            if (update != null) {
                writes.add(new UpdateOneModel<>(new Document("_id", uri), update, UPSERT));
                changed.add(uri);
            }
        });
        if (!writes.isEmpty()) {
            database.collection(COLLECTION).bulkWrite(writes, new BulkWriteOptions().ordered(false));
            fresh.addAll(changed);
        }
        if (seen.size() > MOST_REMEMBERED) {
            seen.clear();
        }
        songs.forEach((uri, song) -> seen.put(uri, song.hash()));
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
            seen.clear();
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
    public void learnStored() {
        Document marked = new Document("_id", COLLECTION).append("complete", true);
        if (database.collection("collections").find(marked).first() != null) {
            return;
        }
        // the lists of an account that another process has forgotten may have been seen here
        seen.clear();
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
