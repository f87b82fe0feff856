package io.github.spotifypipeline.imports.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdPages;
import io.github.spotifypipeline.database.IdRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.Document;

/**
 * The collection {@code unknown_tracks}: songs of imported plays of which some fact is missing, one document an account
 * and song. So a song that a list shows later costs a look by {@code _id}, and the account's plays are only searched
 * when some of them wait for it.
 */
final class UnknownTracks {

    /** What plays take from {@code tracks}. */
    static final List<String> FACTS = List.of("artist_uris", "album_uri", "duration_ms", "explicit", "isrc");

    private static final String MISSING = "missing";

    private final Database database;

    UnknownTracks(Database database) {
        this.database = database;
    }

    /**
     * Plays of songs are about to be stored. To be called before, so that a kill in between loses no song.
     *
     * @param songs   what is known of them, by uri
     * @param awaited songs that the import has named before; those of this call are added
     */
    void await(String accountId, Map<String, JsonNode> songs, Set<String> awaited) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        songs.forEach((uri, song) -> {
            List<String> missing = FACTS.stream().filter(fact -> !song.hasNonNull(fact)).toList();
            if (!missing.isEmpty() && awaited.add(uri)) {
                // an earlier import's plays may wait for more
                writes.add(new UpdateOneModel<>(new Document("_id", accountId + ":" + uri), new Document("$setOnInsert",
                        new Document("account_id", accountId).append(MISSING, missing)),
                        new UpdateOptions().upsert(true)));
            }
        });
        write(writes);
    }

    /** Those of an account among some songs, a document each. */
    void among(String accountId, Collection<String> uris, Consumer<List<Document>> taker) {
        taker.accept(collection().find(new Document("_id", new Document("$in",
                uris.stream().map(uri -> accountId + ":" + uri).toList()))).batchSize(1000).into(new ArrayList<>()));
    }

    /** All of an account, page by page. */
    void all(String accountId, Consumer<List<Document>> taker) {
        List<Document> page = new ArrayList<>();
        new IdPages(collection(), IdRange.startingWith(accountId + ":"), new Document()).forEach(one -> {
            page.add(one);
            if (page.size() == 1000) {
                taker.accept(page);
                page.clear();
            }
        });
        taker.accept(page);
    }

    static String uri(Document unknown) {
        return unknown.getString("_id").substring(unknown.getString("account_id").length() + 1);
    }

    /** Whether a fact that plays wait for is known. */
    static boolean isNews(Document unknown, JsonNode song) {
        return unknown.getList(MISSING, String.class).stream().anyMatch(song::hasNonNull);
    }

    /** Plays have what is known of some songs. @param songs by uri */
    void filled(String accountId, Map<String, Document> songs) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        songs.forEach((uri, song) -> {
            Document one = new Document("_id", accountId + ":" + uri);
            List<String> missing = FACTS.stream().filter(fact -> song.get(fact) == null).toList();
            writes.add(missing.isEmpty() ? new DeleteOneModel<>(one)
                    : new UpdateOneModel<>(one, new Document("$set", new Document(MISSING, missing))));
        });
        write(writes);
    }

    private void write(List<WriteModel<Document>> writes) {
        if (!writes.isEmpty()) {
            collection().bulkWrite(writes, new BulkWriteOptions().ordered(false));
        }
    }

    private MongoCollection<Document> collection() {
        return database.collection("unknown_tracks");
    }
}
