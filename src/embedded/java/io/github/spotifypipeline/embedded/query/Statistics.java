package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.Catalog.Source;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;

/** What tools ask of a collection: {@code $collStats} and {@code $indexStats}. */
final class Statistics {

    private Statistics() {
    }

    static Document ofCollection(Object argument, String name, Source source, Catalog catalog) {
        Document asked = StageTable.object(argument, "$collStats");
        if (!Set.of("storageStats", "count").containsAll(asked.keySet())) {
            throw Refusal.unsupported("$collStats of " + asked.keySet(), "it knows storageStats and count");
        }
        Document made = new Document("ns", catalog.name() + "." + name)
                .append("host", "127.0.0.1").append("localTime", Instant.ofEpochMilli(System.currentTimeMillis()));
        if (asked.containsKey("storageStats")) {
            made.append("storageStats", source.stats());
        }
        if (asked.containsKey("count")) {
            if (source.indexes().isEmpty()) {
                throw Refusal.invalid("Collection [" + catalog.name() + "." + name + "] not found");
            }
            made.append("count", Numbers.whole(source.size(), true));
        }
        return made;
    }

    /** How often an index is used is not counted. */
    static Stream<Document> ofIndexes(Source source) {
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        return source.indexes().stream().map(index -> new Document("name", index.get("name"))
                .append("key", index.get("key")).append("host", "127.0.0.1")
                .append("accesses", new Document("ops", 0L).append("since", now)).append("spec", index));
    }
}
