package io.github.spotifypipeline.reprocess;

import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.records.PlaySource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.bson.Document;

/** Finds the {@code _id}s of what a collection holds, in the order in which it is made anew. */
final class StoredIds {

    private StoredIds() {
    }

    /** The accounts with documents, in the order of the {@code _id}s, which begin with them and a colon. */
    static List<String> accounts(MongoCollection<Document> documents) {
        return documents.distinct("account_id", String.class).into(new ArrayList<>()).stream().filter(Objects::nonNull)
                .sorted(Comparator.comparing(account -> account + ":")).toList();
    }

    /**
     * The sorted {@code _id}s of an account behind the last one, without what imports have stored, which no
     * endpoint's transform knows; no more than its own are in the memory at a time.
     */
    static List<String> behind(String last, MongoCollection<Document> documents, String account) {
        List<String> ids = new ArrayList<>();
        documents.find(new Document("account_id", account)
                .append("source", new Document("$nin", PlaySource.texts(source -> source != PlaySource.API))))
                .projection(new Document("_id", 1)).batchSize(1000)
                .forEach(document -> {
                    if (document.get("_id") instanceof String id && id.compareTo(last) > 0) {
                        ids.add(id);
                    }
                });
        Collections.sort(ids);
        return ids;
    }
}
