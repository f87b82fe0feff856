package io.github.spotifypipeline.imports.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.database.PlayMonths;
import io.github.spotifypipeline.records.Bson;
import io.github.spotifypipeline.records.PlaySource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;

/** Gives imported plays what a list of Spotify's has shown of their songs since they were imported. */
final class LateFacts {

    /** The embedded database reads all plays of an account for it. */
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(30);
    private static final List<String> FIELDS =
            List.of("artist_uris", "album_uri", "duration_ms", "explicit", "isrc");

    private final Database database;
    private final ImportDocuments imports;
    private final SongFacts songs;
    private long notBefore = System.nanoTime();

    LateFacts(Database database, ImportDocuments imports, SongFacts songs) {
        this.database = database;
        this.imports = imports;
        this.songs = songs;
    }

    /** To be called often: it does nothing when there is nothing new. */
    void fill() {
        if (System.nanoTime() - notBefore < 0) {
            return;
        }
        Set<String> fresh = songs.takeFresh();
        if (!fresh.isEmpty()) {
            notBefore = System.nanoTime() + LEAST_PAUSE.toNanos();
            List<String> accounts = imports.accounts();
            if (!accounts.isEmpty()) {
                Map<String, JsonNode> facts = songs.of(fresh);
                accounts.forEach(account -> fill(account, facts));
            }
        }
    }

    private void fill(String account, Map<String, JsonNode> facts) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        Document fields = new Document("track_uri", 1).append("artist_names", 1);
        FIELDS.forEach(field -> fields.append(field, 1));
        database.collection(StoredStreams.PLAYS).find(IdRange.startingWith(account + ":")
                .append("source", new Document("$ne", PlaySource.API.text()))
                .append("track_uri", new Document("$in", List.copyOf(facts.keySet())))).projection(fields)
                .batchSize(1000).forEach(play -> {
                    Document set = missing(play, facts.get(play.getString("track_uri")));
                    if (!set.isEmpty()) {
                        ids.add(play.getString("_id"));
                        writes.add(new UpdateOneModel<>(new Document("_id", play.get("_id")),
                                new Document("$set", set)));
                    }
                });
        if (!writes.isEmpty()) {
            new PlayMonths(database).change(account, ids, () -> database.collection(StoredStreams.PLAYS)
                    .bulkWrite(writes, new BulkWriteOptions().ordered(false)));
        }
    }

    /** Fields that the transform makes and that were not known. */
    private static Document missing(Document play, JsonNode song) {
        Document set = new Document();
        for (String field : FIELDS) {
            if (play.containsKey(field) && play.get(field) == null && song.hasNonNull(field)) {
                set.append(field, Bson.value(song.get(field)));
            }
        }
        if (set.containsKey("artist_uris") && play.containsKey("artist_names") && song.hasNonNull("artist_names")) {
            set.append("artist_names", Bson.value(song.get("artist_names")))
                    .append("artist_name", song.get("artist_names").path(0).textValue());
        }
        return set;
    }
}
