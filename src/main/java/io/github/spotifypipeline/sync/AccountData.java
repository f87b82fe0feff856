package io.github.spotifypipeline.sync;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.endpoint.OwnCollections;
import io.github.spotifypipeline.routefiles.CollectionUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;

/**
 * Finds and deletes the documents of an account: in the pipeline's own collections, in those of its endpoints, and in
 * those of endpoints that are gone. The database may hold collections of other programs, whose documents may well have
 * an {@code account_id}; those are left alone.
 */
public final class AccountData {

    /** The control collections that have documents of single accounts and are not forgotten with their tokens. */
    private static final List<String> CONTROL = List.of("cursors", "parent_reads", "runs", "dead_letters", "gaps",
            "notices", "imports", "play_months", "chart_months", "unknown_tracks");

    private static final Document EXISTS = new Document("$exists", true);

    private final EndpointRegistry endpoints;
    private final OwnCollections own;
    private final Database database;

    public AccountData(EndpointRegistry endpoints, OwnCollections own, Database database) {
        this.endpoints = endpoints;
        this.own = own;
        this.database = database;
    }

    /**
     * Deletes them. An account that has none, or is not known, is no error.
     *
     * @return how many there were
     */
    public long delete(String accountId) {
        Document ofAccount = new Document("account_id", accountId);
        // first, because the control collections tell of endpoints that are gone
        Set<String> unproven = gone();
        long deleted = 0;
        for (Endpoint endpoint : endpoints.all()) {
            deleted += delete(endpoint.collection(), ofAccount);
            unproven.remove(endpoint.collection());
        }
        for (String collection : own.all().keySet()) {
            deleted += deleteRecords(collection, accountId, new Document());
            unproven.remove(collection);
        }
        for (String collection : unproven) {
            deleted += deleteRecords(collection, accountId, new Document("raw", EXISTS));
        }
        for (String collection : CONTROL) {
            deleted += delete(collection, ofAccount);
        }
        return deleted;
    }

    /** What endpoints filled before the pipeline kept that: by the usual name, as nothing else is known. */
    private Set<String> gone() {
        Set<String> names = new TreeSet<>();
        for (String collection : List.of("cursors", "runs", "dead_letters")) {
            database.collection(collection).distinct("endpoint", String.class).into(new ArrayList<>()).stream()
                    .filter(Objects::nonNull).map(CollectionUse::usual).filter(Database::isForData).forEach(names::add);
        }
        return names;
    }

    /** Records have an {@code _id} that begins with their account; a profile's is no longer than that. */
    private long deleteRecords(String collection, String accountId, Document shape) {
        Document record = new Document(shape).append("account_id", accountId).append("fetched_at", EXISTS);
        Document profile = new Document(record).append("_id", accountId);
        record.putAll(IdRange.startingWith(accountId + ":"));
        return delete(collection, record) + delete(collection, profile);
    }

    private long delete(String collection, Document filter) {
        return database.collection(collection).deleteMany(filter).getDeletedCount();
    }
}
