package io.github.spotifypipeline.imports.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.OwnCollections;
import io.github.spotifypipeline.imports.files.DamagedFileException;
import io.github.spotifypipeline.imports.files.ExportArchive;
import io.github.spotifypipeline.imports.files.ExportFile;
import io.github.spotifypipeline.imports.files.ExportFileKind;
import io.github.spotifypipeline.imports.files.JsonRows;
import io.github.spotifypipeline.imports.files.ReadLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;

/**
 * The collection {@code artists}: what is known of an artist, by its uri, from a list of Spotify's that shows whole
 * artists, or from your_spotify. The Web API tells the genres of an artist to no new app any more.
 */
final class ArtistFacts {

    private static final String COLLECTION = "artists";
    private static final int PAGE = 1_000;
    private static final int MOST_REMEMBERED = 50_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final Database database;
    private final OwnCollections own;

    /** Artists that this process has seen, by their uri, and how they were shown last. */
    private final Map<String, Integer> seen = new ConcurrentHashMap<>();

    /** @param own is told of the collection before something is written to it */
    ArtistFacts(Database database, OwnCollections own) {
        this.database = database;
        this.own = own;
    }

    /** Keeps what entries of a list show of artists. An artist that this process has seen the same costs nothing. */
    void learn(Collection<JsonNode> entries) {
        Map<String, Document> artists = new HashMap<>();
        entries.forEach(entry -> ShownArtist.in(entry).ifPresent(artist -> artists.put(artist.uri(), artist.facts())));
        artists.entrySet().removeIf(artist -> Objects.equals(seen.get(artist.getKey()), artist.getValue().hashCode()));
        if (artists.isEmpty()) {
            return;
        }
        own.remember(COLLECTION, null);
        List<WriteModel<Document>> writes = new ArrayList<>();
        artists.forEach((uri, facts) -> writes.add(new UpdateOneModel<>(new Document("_id", uri),
                new Document("$set", facts), UPSERT)));
        write(writes);
        if (seen.size() > MOST_REMEMBERED) {
            seen.clear();
        }
        artists.forEach((uri, facts) -> seen.put(uri, facts.hashCode()));
    }

    /** Keeps the artists of an archive. A damaged file is read as far as it goes: it only helps. */
    void learn(ExportArchive archive) throws IOException {
        for (ExportFile file : archive.files()) {
            if (file.kind() == ExportFileKind.YOUR_SPOTIFY_ARTISTS) {
                try (InputStream in = file.open()) {
                    learn(new JsonRows(in, ReadLimits.DEFAULT));
                } catch (DamagedFileException e) {
                    // what was read before is good
                }
            }
        }
    }

    private void learn(JsonRows rows) throws IOException {
        own.remember(COLLECTION, null);
        List<WriteModel<Document>> writes = new ArrayList<>();
        while (rows.next()) {
            JsonNode artist = rows.fault() != null ? JSON.missingNode()
                    : JSON.readTree(rows.buffer(), rows.offset(), rows.length());
            if (artist.path("uri").isTextual()) {
                writes.add(new UpdateOneModel<>(new Document("_id", artist.get("uri").textValue()),
                        new Document("$set", facts(artist)), UPSERT));
            }
            if (writes.size() == PAGE) {
                write(writes);
            }
        }
        write(writes);
    }

    private void write(List<WriteModel<Document>> writes) {
        if (!writes.isEmpty()) {
            database.collection(COLLECTION).bulkWrite(writes, new BulkWriteOptions().ordered(false));
            writes.clear();
        }
    }

    private static Document facts(JsonNode artist) {
        List<String> genres = new ArrayList<>();
        artist.path("genres").forEach(genre -> genres.add(genre.textValue()));
        Document facts = new Document("name", artist.path("name").textValue())
                .append("image", artist.path("image").textValue());
        return genres.isEmpty() ? facts : facts.append("genres", genres).append("genres_from", "your_spotify");
    }

    /** Forgets them all. */
    void forget() {
        seen.clear();
        // an endpoint of the user's own may have a collection of this name
        database.collection(COLLECTION).deleteMany(new Document("account_id", new Document("$exists", false)));
    }
}
