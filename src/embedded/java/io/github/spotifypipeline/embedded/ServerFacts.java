package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.Catalog;
import io.github.spotifypipeline.embedded.query.Filter;
import io.github.spotifypipeline.embedded.query.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Answers what shells and tools ask about the server. */
final class ServerFacts {

    private static final Map<String, String> COUNTERS = Map.of("insert", "insert", "find", "query", "update", "update",
            "delete", "delete", "getmore", "getmore");

    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();

    void count(String command) {
        counters.computeIfAbsent(COUNTERS.getOrDefault(command, "command"), name -> new LongAdder()).increment();
    }

    /** The reply to {@code hello}, made of that to {@code isMaster}. */
    static Document hello(Document isMaster) {
        Document hello = new Document("isWritablePrimary", true);
        isMaster.forEach((name, value) -> {
            if (!name.equals("ismaster")) {
                hello.put(name, value);
            }
        });
        return hello.append("readOnly", false);
    }

    /** The reply to {@code serverStatus}. @param stock the stock server's reply */
    Document serverStatus(Document stock, int connections) {
        Document operations = new Document();
        for (String name : List.of("insert", "query", "update", "delete", "getmore", "command")) {
            LongAdder counter = counters.get(name);
            operations.put(name, counter == null ? 0L : counter.sum());
        }
        return stock.append("connections", new Document("current", connections).append("available", 1_000))
                .append("opcounters", operations).append("mem", new Document("bits", 64).append("supported", false))
                .append("storageEngine", new Document("name", "mvstore").append("persistent", true));
    }

    static Document collStats(String collection, Catalog database) {
        Document reply = new Document("ns", database.name() + "." + collection);
        reply.putAll(database.collection(collection).stats());
        return reply.append("ok", 1.0);
    }

    /** The collections of a list that a filter finds; only their names if the command wants no more. */
    static Document collections(Document stock, Document command) {
        Document cursor = (Document) stock.get("cursor");
        Filter filter = Filter.of(command.get("filter") instanceof Document asked ? asked : new Document());
        List<Document> found = new ArrayList<>();
        for (Object collection : (List<?>) cursor.get("firstBatch")) {
            Document described = (Document) collection;
            if (filter.matches(described)) {
                found.add(!Boolean.TRUE.equals(command.get("nameOnly")) ? described
                        : new Document("name", described.get("name")).append("type", described.get("type")));
            }
        }
        cursor.put("firstBatch", found);
        return stock;
    }

    static RuntimeException noExplain() {
        return Refusal.unsupported("explain",
                "it has no query plans: what names _id, or a range of it, is read by _id, and"
                + " everything else reads the whole collection");
    }
}
